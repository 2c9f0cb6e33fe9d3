"""Arranging a board. The board itself is composed of several rooms: `overview:board`."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.models import EditConflict
from laeringslean.improvement.actions import boards
from laeringslean.improvement.forms.boards import ArrangementForm
from laeringslean.improvement.models import Board
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.models import Unit


@signed_in
@require_http_methods(["GET", "POST"])
def board_arrangement(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """Write the unit's vision and values."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=unit_pk)
    require(request.viewer, Permission.BOARD_ARRANGE, unit.id)
    # A board that nobody has used yet has no row; version 0 stands for it.
    board = Board.objects.filter(unit_id=unit.id).first() or Board(unit=unit, version=0)
    stored = {"vision": board.vision, "values": board.values, "version": board.version}
    form = ArrangementForm(request.POST or None, initial=stored)
    if not form.is_valid():
        return _page(request, unit, form, status=422 if form.is_bound else 200)
    try:
        _arrange(request, unit, form)
    except EditConflict as conflict:
        form.data = {**form.data.dict(), "version": conflict.current.version}
        return _page(request, unit, form, status=409, stored=cast(Board, conflict.current))
    messages.success(request, _("The board is changed."))
    return redirect("overview:board", pk=unit.pk)


def _arrange(request: HttpRequest, unit: Unit, form: ArrangementForm) -> None:
    with write_transaction():
        boards.arrange(
            board=boards.ensure(unit.id),
            vision=form.cleaned_data["vision"],
            values=form.cleaned_data["values"],
            by=request.viewer.person_id,
            # Version 0 saw no board; one that has just been made, and not yet arranged by anybody, is version 1.
            expected_version=max(form.cleaned_data["version"], 1),
        )


def _page(
    request: HttpRequest, unit: Unit, form: ArrangementForm, *, status: int, stored: Board | None = None
) -> HttpResponse:
    context = {"unit": unit, "form": form, "stored": stored}
    return render(request, "improvement/board_arrangement.html", context, status=status)

"""What nobody touches: the unit's choice of when it is set aside, and what was about to be and shall stay."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.back import back
from laeringslean.improvement.actions import boards, untouched
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.forms.boards import UntouchedForm
from laeringslean.improvement.models import Board, Idea, IdeaState
from laeringslean.improvement.queries.ideas import may_let_stay
from laeringslean.improvement.views.boards import unit_to_arrange
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.models import Unit

# How many of what is set aside the page shows; the list of ideas has all of them.
_SHOWN = 50


@signed_in
@require_POST
def idea_keeping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let an idea stay on the board."""
    idea = get_object_or_404(Idea.objects.visible_to(request.viewer), pk=pk)
    if not may_let_stay(request.viewer, idea):
        raise PermissionDenied
    try:
        untouched.keep(idea=idea, by=request.viewer.person_id)
        messages.success(request, _("It stays on the board."))
    except ImpossibleMove as impossible:
        messages.error(request, str(impossible))
    return redirect(back(request, reverse("improvement:idea-detail", args=[idea.pk])))


@signed_in
@require_http_methods(["GET", "POST"])
def board_untouched(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """Choose after how many days untouched ideas are set aside, and see which ones are."""
    unit = unit_to_arrange(request, unit_pk)
    board = Board.objects.filter(unit_id=unit.id).first() or Board(unit=unit, version=0)
    form = UntouchedForm(request.POST or None, initial={"days": board.set_aside_after or 0, "version": board.version})
    if not form.is_valid():
        return _untouched_page(request, unit, form, status=422 if form.is_bound else 200)
    try:
        with write_transaction():
            boards.set_aside_after(
                board=boards.ensure(unit.id),
                days=form.cleaned_data["days"],
                by=request.viewer.person_id,
                # Version 0 saw no board; one that has just been made is version 1.
                expected_version=max(form.cleaned_data["version"], 1),
            )
    except EditConflict as conflict:
        stored = cast(Board, conflict.current)
        form.data = {**form.data.dict(), "version": stored.version}
        return _untouched_page(request, unit, form, status=409, stored=stored)
    messages.success(request, _("The board is changed."))
    return redirect("improvement:board-untouched", unit_pk=unit.pk)


def _untouched_page(
    request: HttpRequest, unit: Unit, form: UntouchedForm, *, status: int = 200, stored: Board | None = None
) -> HttpResponse:
    ideas = Idea.objects.for_unit(unit.id)
    context = {
        "unit": unit,
        "form": form,
        "stored": stored,
        "announced": ideas.exclude(aside_on=None).order_by("aside_on", "id"),
        "set_aside": ideas.filter(state=IdeaState.SET_ASIDE).order_by("-state_since", "-id")[:_SHOWN],
        "is_all": ideas.filter(state=IdeaState.SET_ASIDE).count() <= _SHOWN,
    }
    return render(request, "improvement/board_untouched.html", context, status=status)

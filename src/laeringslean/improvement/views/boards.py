"""Arranging a board. The board itself is composed of several rooms: `overview:board`."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.models import EditConflict
from laeringslean.improvement.actions import boards
from laeringslean.improvement.forms.boards import ArrangementForm, SectionsForm
from laeringslean.improvement.models import Board, arrangement
from laeringslean.improvement.queries.boards import arranged, cards_in_sections, sections_of_method
from laeringslean.method.models import BOARD_TEMPLATES
from laeringslean.method.queries import method_in_force
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.models import Unit


def unit_to_arrange(request: HttpRequest, unit_pk: UUID) -> Unit:
    """The unit, for whoever may arrange its board; Http404 or PermissionDenied for anybody else."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=unit_pk)
    require(request.viewer, Permission.BOARD_ARRANGE, unit.id)
    return unit


@signed_in
@require_http_methods(["GET", "POST"])
def board_arrangement(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """Write the unit's vision and values."""
    unit = unit_to_arrange(request, unit_pk)
    board = _board_of(unit)
    stored = {"vision": board.vision, "values": board.values, "version": board.version}
    form = ArrangementForm(request.POST or None, initial=stored)
    if not form.is_valid():
        return _page(request, unit, form, status=422 if form.is_bound else 200)
    try:
        with write_transaction():
            boards.arrange(
                board=boards.ensure(unit.id),
                vision=form.cleaned_data["vision"],
                values=form.cleaned_data["values"],
                by=request.viewer.person_id,
                expected_version=_seen(form.cleaned_data["version"]),
            )
    except EditConflict as conflict:
        form.data = {**form.data.dict(), "version": conflict.current.version}
        return _page(request, unit, form, status=409, stored=cast(Board, conflict.current))
    messages.success(request, _("The board is changed."))
    return redirect("overview:board", pk=unit.pk)


def _board_of(unit: Unit) -> Board:
    """The unit's board. One that nobody has used yet has no row; version 0 stands for it."""
    return Board.objects.filter(unit_id=unit.id).first() or Board(unit=unit, version=0)


def _seen(version: int) -> int:
    """The version that an editor saw. Version 0 saw no board; one that has just been made, and not yet arranged by
    anybody, is version 1.
    """
    return max(version, 1)


def _page(
    request: HttpRequest, unit: Unit, form: ArrangementForm, *, status: int, stored: Board | None = None
) -> HttpResponse:
    template = BOARD_TEMPLATES.get(arrangement.read(_board_of(unit).arrangement).template)
    context = {"unit": unit, "form": form, "stored": stored, "template": template}
    return render(request, "improvement/board_arrangement.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def board_sections(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """Put the board's sections in order, rename them, set limits and hide what the unit has no use for."""
    unit = unit_to_arrange(request, unit_pk)
    board = _board_of(unit)
    form = _sections_form(request, board)
    if not form.is_bound:
        form.initial["version"] = board.version
        return _sections_page(request, unit, board, form)
    if wish := request.POST.get("step"):
        return _sections_page(request, unit, board, form, stepped=(form.step(wish), wish))
    if not form.is_valid():
        return _sections_page(request, unit, board, form, status=422)
    try:
        with write_transaction():
            boards.arrange_sections(
                board=boards.ensure(unit.id),
                sections=[] if "reset" in request.POST else form.sections(),
                by=request.viewer.person_id,
                expected_version=_seen(form.cleaned_data["version"]),
            )
    except EditConflict as conflict:
        current = cast(Board, conflict.current)
        data = request.POST.copy()
        data["version"] = str(current.version)
        form.data = data
        return _sections_page(request, unit, current, form, status=409, is_stale=True)
    messages.success(request, _("The board is changed."))
    return redirect("overview:board", pk=unit.pk)


def _sections_form(request: HttpRequest, board: Board) -> SectionsForm:
    method = _method_of(board)
    bokmal, nynorsk = (dict(_names(method, language)) for language in ("nb", "nn"))
    names = {key: (name, nynorsk[key]) for key, name in bokmal.items()}
    own = arrangement.read(board.arrangement).in_order(names)
    return SectionsForm(request.POST or None, stored=own, names=names)


def _method_of(board: Board) -> UUID:
    return board.method_version_id or method_in_force().pk


def _names(method_version_id: UUID, language: str) -> Mapping[str, str]:
    """What the method calls its sections."""
    return {section.key: section.name for section in sections_of_method(method_version_id, language)}


def _sections_page(
    request: HttpRequest,
    unit: Unit,
    board: Board,
    form: SectionsForm,
    *,
    status: int = 200,
    stepped: tuple[str, str] = ("", ""),
    is_stale: bool = False,
) -> HttpResponse:
    method, language = _method_of(board), get_language() or settings.LANGUAGE_CODE
    shown = _names(method, language)
    moved, wish = stepped
    context: dict[str, Any] = {
        "unit": unit,
        "form": form,
        "rows": form.rows(cards_in_sections(unit.id), shown),
        "moved": shown.get(moved, ""),
        "place": form.order.index(moved) + 1 if moved else 0,
        "pressed": wish,
        "stored": arranged(method, arrangement.read(board.arrangement), language) if is_stale else None,
        "is_own": bool(arrangement.read(board.arrangement).sections),
    }
    return render(request, "improvement/board_sections.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def board_template(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """Choose one of the method's templates for the board; the page says what it changes."""
    unit = unit_to_arrange(request, unit_pk)
    template = BOARD_TEMPLATES.get(request.POST.get("template", ""))
    if template is None:
        return _templates_page(request, unit)
    version = request.POST.get("version", "")
    try:
        with write_transaction():
            boards.begin_with(
                board=boards.ensure(unit.id),
                template=template,
                language=get_language() or settings.LANGUAGE_CODE,
                by=request.viewer.person_id,
                expected_version=_seen(int(version)) if version.isdecimal() else 0,
            )
    except EditConflict:
        return _templates_page(request, unit, status=409, is_stale=True)
    messages.success(request, _("The board now begins as “%s”. Write down what you are here for.") % template.name)
    return redirect("improvement:board-arrangement", unit_pk=unit.pk)


def _templates_page(request: HttpRequest, unit: Unit, *, status: int = 200, is_stale: bool = False) -> HttpResponse:
    board = _board_of(unit)
    names = _names(_method_of(board), get_language() or settings.LANGUAGE_CODE)
    language = get_language() or settings.LANGUAGE_CODE
    shown = [
        {
            "template": template,
            "sections": [
                (getattr(section, f"name_{language}", "") or names[section.key], section.limit)
                for section in template.sections
                if section.key in names
            ],
        }
        for template in BOARD_TEMPLATES.values()
    ]
    context = {
        "unit": unit,
        "templates": shown,
        "version": board.version,
        "current": arrangement.read(board.arrangement).template,
        "is_stale": is_stale,
    }
    return render(request, "improvement/board_templates.html", context, status=status)

"""A unit's goals: the list, and the forms that define them and give them a value."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laeringslean.foundation import clock
from laeringslean.foundation.exports import is_wanted
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.back import back
from laeringslean.foundation.web.once import once
from laeringslean.measures.actions import goals
from laeringslean.measures.actions.goals import GoalRefused
from laeringslean.measures.forms import GoalForm, GoalValueForm, VersionedForm
from laeringslean.measures.models import Goal, GoalKind
from laeringslean.measures.views.exports import goals_answer
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.models import Unit


@signed_in
@require_GET
def goal_list(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """The goals of a unit, by kind."""
    unit = _unit(request, unit_pk, Permission.GOAL_READ)
    found = list(Goal.objects.for_unit(unit.id))
    if is_wanted(request):
        return goals_answer(request, found, unit.name)
    names = {GoalKind.QUALITY: _("Quality goals"), GoalKind.WELLBEING: _("Wellbeing indicators")}
    kinds = [(name, [goal for goal in found if goal.kind == kind]) for kind, name in names.items()]
    context = {
        "unit": unit,
        "kinds": [(name, of_kind) for name, of_kind in kinds if of_kind],
        "may_define": request.viewer.can(Permission.GOAL_DEFINE, unit.id),
        "may_enter": request.viewer.can(Permission.GOAL_ENTER, unit.id),
        "may_read_board": request.viewer.can(Permission.BOARD_READ, unit.id),
    }
    return render(request, "measures/goal_list.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@once
def goal_new(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """Put a goal on the board."""
    unit = _unit(request, unit_pk, Permission.GOAL_DEFINE)
    form = GoalForm(request.POST or None)
    if not form.is_valid():
        return _page(request, unit, form, _("New goal"))
    goals.define(unit=unit, by=request.viewer.person_id, **form.facts())
    messages.success(request, _("The goal is on the board."))
    return redirect(back(request, _list_of(unit.id)))


@signed_in
@require_http_methods(["GET", "POST"])
def goal_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rewrite a goal."""
    goal = _goal(request, pk, Permission.GOAL_DEFINE)
    form = GoalForm(request.POST or None, initial=_stored(goal))
    return _save(request, goal, form, goals.revise, _("Change the goal"))


@signed_in
@require_http_methods(["GET", "POST"])
def goal_value(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a goal its value for now."""
    goal = _goal(request, pk, Permission.GOAL_ENTER)
    form = GoalValueForm(request.POST or None, initial={"on": clock.today(), "version": goal.version})
    return _save(request, goal, form, goals.enter_value, goal.name)


@signed_in
@require_POST
def goal_retirement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a goal down from the board, as whoever does it saw it."""
    goal = _goal(request, pk, Permission.GOAL_DEFINE)
    form = VersionedForm(request.POST)
    seen = form.cleaned_data["version"] if form.is_valid() else None
    try:
        goals.retire(goal=goal, by=request.viewer.person_id, expected_version=seen)
    except EditConflict as conflict:
        messages.error(request, str(conflict))
    except GoalRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The goal is taken down."))
    return redirect(_list_of(goal.unit_id))


def _unit(request: HttpRequest, pk: UUID, permission: Permission) -> Unit:
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=pk)
    require(request.viewer, permission, unit.id)
    return unit


def _goal(request: HttpRequest, pk: UUID, permission: Permission) -> Goal:
    goal = get_object_or_404(Goal.objects.visible_to(request.viewer).select_related("unit"), pk=pk, is_active=True)
    require(request.viewer, permission, goal.unit_id)
    return goal


def _save(request: HttpRequest, goal: Goal, form: VersionedForm, act: Callable[..., Goal], title: str) -> HttpResponse:
    """Make the change with what was typed; on a refusal or a conflict the page comes back with it."""
    if not form.is_valid():
        return _page(request, goal.unit, form, title, goal=goal)
    version = form.cleaned_data["version"]
    try:
        act(goal=goal, by=request.viewer.person_id, expected_version=version, **form.facts())
    except GoalRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, goal.unit, form, title, goal=goal, status=409)
    except EditConflict as conflict:
        stored = conflict.current
        form.data = {**form.data.dict(), "version": stored.version}
        return _page(request, goal.unit, form, title, goal=stored, stored=stored, status=409)
    messages.success(request, _("Saved."))
    return redirect(back(request, _list_of(goal.unit_id)))


def _stored(goal: Goal) -> dict[str, Any]:
    names = ("name", "kind", "user_effect", "measurement_unit", "target", "version")
    return {
        **{name: getattr(goal, name) for name in names},
        "higher_is_better": "yes" if goal.higher_is_better else "no",
    }


def _list_of(unit_id: UUID) -> str:
    return reverse("measures:goal-list", args=[unit_id])


def _page(
    request: HttpRequest, unit: Unit, form: VersionedForm, title: str, *, status: int = 0, **more: Any
) -> HttpResponse:
    context = {"unit": unit, "form": form, "title": title, "back": back(request, _list_of(unit.id)), **more}
    return render(request, "measures/goal_form.html", context, status=status or (422 if form.is_bound else 200))

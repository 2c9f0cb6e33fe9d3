"""A unit's goals: the list, and the forms that define them and give them a value."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.back import back
from laeringslean.foundation.web.once import once
from laeringslean.measures.actions import goals
from laeringslean.measures.forms import GoalForm, GoalValueForm
from laeringslean.measures.models import Goal
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.models import Unit


@signed_in
@require_GET
def goal_list(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """The goals of a unit."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=unit_pk)
    require(request.viewer, Permission.GOAL_READ, unit.id)
    context = {
        "unit": unit,
        "goals": Goal.objects.for_unit(unit.id),
        "may_define": request.viewer.can(Permission.GOAL_DEFINE, unit.id),
        "may_enter": request.viewer.can(Permission.GOAL_ENTER, unit.id),
    }
    return render(request, "measures/goal_list.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@once
def goal_new(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """Put a goal on the board."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=unit_pk)
    require(request.viewer, Permission.GOAL_DEFINE, unit.id)
    form = GoalForm(request.POST or None)
    if form.is_valid():
        goals.define(unit=unit, by=request.viewer.person_id, **_words(form))
        messages.success(request, _("The goal is on the board."))
        return redirect(_list_of(unit.id))
    return _page(request, unit, form, _("New goal"))


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
    """Take a goal down from the board."""
    goal = _goal(request, pk, Permission.GOAL_DEFINE)
    goals.retire(goal=goal, by=request.viewer.person_id)
    messages.success(request, _("The goal is taken down."))
    return redirect(_list_of(goal.unit_id))


def _goal(request: HttpRequest, pk: UUID, permission: Permission) -> Goal:
    goal = get_object_or_404(Goal.objects.visible_to(request.viewer).select_related("unit"), pk=pk, is_active=True)
    require(request.viewer, permission, goal.unit_id)
    return goal


def _save(request: HttpRequest, goal: Goal, form: Form, act: Any, title: str) -> HttpResponse:
    stored = None
    if form.is_valid():
        version = form.cleaned_data.get("version")
        try:
            act(goal=goal, by=request.viewer.person_id, expected_version=version, **_words(form))
        except EditConflict as conflict:
            stored = conflict.current
            form.data = {**form.data.dict(), "version": stored.version}
        else:
            messages.success(request, _("Saved."))
            return redirect(back(request, _list_of(goal.unit_id)))
    return _page(request, goal.unit, form, title, goal=goal, stored=stored)


def _words(form: Form) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


def _stored(goal: Goal) -> dict[str, Any]:
    names = ("name", "kind", "user_effect", "measurement_unit", "target", "version")
    return {
        **{name: getattr(goal, name) for name in names},
        "higher_is_better": "yes" if goal.higher_is_better else "no",
    }


def _list_of(unit_id: UUID) -> str:
    return reverse("measures:goal-list", args=[unit_id])


def _page(request: HttpRequest, unit: Unit, form: Form, title: str, **more: Any) -> HttpResponse:
    status = 409 if more.get("stored") else 422 if form.is_bound and form.errors else 200
    context = {"unit": unit, "form": form, "title": title, "back": back(request, _list_of(unit.id)), **more}
    return render(request, "measures/goal_form.html", context, status=status)

"""What comes back by itself on a unit's board."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.back import back
from laeringslean.foundation.web.once import once
from laeringslean.improvement.actions import recurrences
from laeringslean.improvement.actions.recurrences import RecurrenceRefused
from laeringslean.improvement.forms.recurrences import RecurrenceForm
from laeringslean.improvement.models import Recurrence, RecurrentTask
from laeringslean.improvement.queries.recurrences import recurrences_of
from laeringslean.improvement.views.boards import unit_to_arrange
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.models import Unit


@signed_in
@require_http_methods(["GET", "POST"])
@once
def recurrence_list(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """What comes back on a unit's board, and adding something."""
    unit = unit_to_arrange(request, unit_pk)
    form = RecurrenceForm(request.POST or None, unit=unit)
    if not form.is_valid():
        return _list_page(request, unit, form)
    try:
        recurrences.add(unit=unit, by=request.viewer.person_id, **form.facts())
    except RecurrenceRefused as refused:
        form.add_error(None, str(refused))
        return _list_page(request, unit, form)
    messages.success(request, _("It comes back by itself from now on."))
    return redirect("improvement:recurrence-list", unit_pk=unit.pk)


def _list_page(request: HttpRequest, unit: Unit, form: RecurrenceForm) -> HttpResponse:
    context = {"unit": unit, "form": form, "recurrences": recurrences_of(unit.id)}
    return render(request, "improvement/recurrence_list.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def recurrence_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what comes back."""
    recurrence = _recurrence(request, pk)
    form = RecurrenceForm(request.POST or None, unit=recurrence.unit, recurrence=recurrence)
    if not form.is_valid():
        return _edit_page(request, recurrence, form, status=422 if form.is_bound else 200)
    version = form.cleaned_data["version"]
    try:
        recurrences.revise(recurrence=recurrence, by=request.viewer.person_id, expected_version=version, **form.facts())
    except RecurrenceRefused as refused:
        form.add_error(None, str(refused))
        return _edit_page(request, _recurrence(request, pk), form, status=422)
    except EditConflict:
        stored = _recurrence(request, pk)
        form.data = {**form.data.dict(), "version": stored.version}
        return _edit_page(request, stored, form, status=409, stored=stored)
    messages.success(request, _("Saved."))
    return redirect("improvement:recurrence-list", unit_pk=recurrence.unit_id)


def _edit_page(
    request: HttpRequest, recurrence: Recurrence, form: RecurrenceForm, *, status: int, stored: Recurrence | None = None
) -> HttpResponse:
    context = {"recurrence": recurrence, "unit": recurrence.unit, "form": form, "stored": stored}
    return render(request, "improvement/recurrence_edit.html", context, status=status)


@signed_in
@require_POST
def recurrence_state(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Pause it, go on with it, or end it, as the button says."""
    recurrence = _recurrence(request, pk)
    act = _STATES.get(request.POST.get("to", ""))
    if act is not None:
        try:
            act(recurrence=recurrence, by=request.viewer.person_id)
        except EditConflict as conflict:
            messages.error(request, str(conflict))
    return redirect("improvement:recurrence-list", unit_pk=recurrence.unit_id)


_STATES: dict[str, Callable[..., Recurrence]] = {
    "paused": recurrences.pause,
    "resumed": recurrences.resume,
    "ended": recurrences.end,
}


def _recurrence(request: HttpRequest, pk: UUID) -> Recurrence:
    found = Recurrence.objects.visible_to(request.viewer).select_related("unit", "owner")
    recurrence = get_object_or_404(found, pk=pk)
    require(request.viewer, Permission.BOARD_ARRANGE, recurrence.unit_id)
    return recurrence


@signed_in
@require_POST
def recurrent_task_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a task which came back is done: whoever took it on, or whoever runs the meetings."""
    task = get_object_or_404(RecurrentTask.objects.visible_to(request.viewer), pk=pk)
    if task.owner_id != request.viewer.person_id:
        require(request.viewer, Permission.MEETING_RUN, task.unit_id)
    try:
        recurrences.finish_task(task=task, by=request.viewer.person_id)
        messages.success(request, _("The task is done."))
    except RecurrenceRefused as refused:
        messages.error(request, str(refused))
    return redirect(back(request, reverse("overview:home")))

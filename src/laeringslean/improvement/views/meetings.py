"""Board meetings: planned, started, led from point to point, closed. The page one meets at is `overview:meeting`."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laeringslean.foundation import clock
from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.back import back
from laeringslean.foundation.web.once import once
from laeringslean.improvement.actions import meetings
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.actions.meetings import MeetingRefused
from laeringslean.improvement.forms.meetings import (
    AttendanceForm,
    ClosureForm,
    MeetingPlanForm,
    OutcomeForm,
    RecognitionForm,
    ShownIdeaForm,
)
from laeringslean.improvement.models import BoardMeeting, MeetingState, Outcome
from laeringslean.improvement.queries.agendas import wants_minutes
from laeringslean.improvement.queries.attendance import attendance_of
from laeringslean.improvement.queries.checks import checks_of, may_see_checks
from laeringslean.improvement.queries.meetings import meetings_of, minutes_of, rhythms
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.actions import post
from laeringslean.organisation.models import Unit


@signed_in
@require_GET
def meeting_list(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """A unit's board meetings: the next one, those held and those missed."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=unit_pk)
    require(request.viewer, Permission.BOARD_READ, unit.id)
    today = clock.today()
    meetings_here, rhythm = meetings_of(unit.id), rhythms([unit.id]).get(unit.id)
    sees_checks = may_see_checks(request.viewer, unit.id)
    context = {
        "unit": unit,
        "rows": [(meeting, meeting.is_missed(today)) for meeting in meetings_here],
        "rhythm": rhythm,
        "attendance": attendance_of(meetings_here, rhythm),
        "sees_checks": sees_checks,
        "checks": checks_of(unit.id) if sees_checks else [],
        "wants_minutes": wants_minutes(request.viewer.person_id, unit.id),
        "mail_is_set_up": post.is_set_up(),
        "may_run": request.viewer.can(Permission.MEETING_RUN, unit.id),
        "may_arrange": request.viewer.can(Permission.BOARD_ARRANGE, unit.id),
    }
    return render(request, "improvement/meeting_list.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@once
def meeting_new(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """Plan a meeting."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=unit_pk)
    require(request.viewer, Permission.MEETING_RUN, unit.id)
    # The first meeting can begin at once, led by whoever plans it.
    initial = {"planned_on": clock.today(), "facilitator": str(request.viewer.person_id)}
    form = MeetingPlanForm(request.POST or None, unit=unit, initial=initial)
    if form.is_valid():
        try:
            meeting = meetings.plan(unit=unit, by=request.viewer.person_id, **_planned(form))
        except MeetingRefused as refused:
            form.add_error("planned_on", str(refused))
        else:
            return redirect("overview:meeting", pk=meeting.pk)
    return _form_page(request, unit, form, title=_("Plan a board meeting"), button=_("Plan the meeting"))


@signed_in
@require_http_methods(["GET", "POST"])
def meeting_plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move a meeting that lies ahead to another day, time or facilitator."""
    meeting = _runnable(request, pk)
    initial = {
        "planned_on": meeting.planned_on,
        "planned_time": meeting.planned_time,
        "facilitator": str(meeting.facilitator_id or ""),
        "version": meeting.version,
    }
    form = MeetingPlanForm(request.POST or None, unit=meeting.unit, initial=initial)
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            meetings.replan(meeting=meeting, by=request.viewer.person_id, expected_version=version, **_planned(form))
        except MeetingRefused as refused:
            form.add_error("planned_on", str(refused))
        except EditConflict as conflict:
            form.data = {**form.data.dict(), "version": conflict.current.version}
            title = _("Move the board meeting")
            return _form_page(request, meeting.unit, form, title=title, button=_("Save mine"), stored=conflict.current)
        else:
            return redirect("overview:meeting", pk=meeting.pk)
    return _form_page(request, meeting.unit, form, title=_("Move the board meeting"), button=_("Save"), meeting=meeting)


@signed_in
@require_POST
def meeting_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Start the meeting."""
    meeting = _runnable(request, pk)
    _try(request, meetings.start, meeting=meeting)
    return redirect("overview:meeting", pk=meeting.pk)


@signed_in
@require_POST
def meeting_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go to a point of the agenda."""
    meeting = _runnable(request, pk)
    position = request.POST.get("position", "")
    if position.isdecimal() and len(position) < 6:
        _try(request, meetings.go_to, meeting=meeting, position=int(position))
    # The point's heading, so that those who use a keyboard or a screen reader go on from there.
    return redirect(f"{reverse('overview:meeting', args=[meeting.pk])}#point")


@signed_in
@require_POST
def meeting_idea(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Turn everybody's screen to the idea that is shown on this one. The page itself asks for it when it opens."""
    meeting = _runnable(request, pk)
    form = ShownIdeaForm(request.POST, unit=meeting.unit)
    if form.is_valid():
        _try(request, meetings.show_idea, meeting=meeting, idea=form.cleaned_data["idea"])
    return HttpResponse(status=204)


@signed_in
@require_POST
def meeting_attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down how many are here and from which shifts. With a `position` the meeting moves on to that point, so
    that what stands in the form is not lost; somebody who has counted nobody just moves on."""
    meeting = _runnable(request, pk)
    form, moves_on = AttendanceForm(request.POST), "position" in request.POST
    if form.is_valid():
        _try(request, meetings.attend, meeting=meeting, **form.cleaned_data)
    elif request.POST.get("head_count") or not moves_on:
        return _form_page(request, meeting.unit, form, title=_("Who is here"), button=_("Save"), meeting=meeting)
    return meeting_item(request, pk) if moves_on else redirect("overview:meeting", pk=meeting.pk)


@signed_in
@require_http_methods(["GET", "POST"])
@once
def meeting_outcomes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a decision, a task or a trial."""
    meeting = _runnable(request, pk)
    form = OutcomeForm(request.POST or None, unit=meeting.unit, initial={"kind": request.GET.get("kind", "decision")})
    if form.is_valid():
        try:
            meetings.record_outcome(meeting=meeting, by=request.viewer.person_id, **_outcome(form, meeting))
        except (MeetingRefused, ImpossibleMove) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written down."))
            return redirect("overview:meeting", pk=meeting.pk)
    return _form_page(request, meeting.unit, form, title=_("Write down"), button=_("Save"), meeting=meeting)


@signed_in
@require_POST
def outcome_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a task is done: whoever took it on, or whoever runs the meetings."""
    outcome = get_object_or_404(Outcome.objects.visible_to(request.viewer).select_related("meeting"), pk=pk)
    if outcome.owner_id != request.viewer.person_id:
        require(request.viewer, Permission.MEETING_RUN, outcome.meeting.unit_id)
    if _try(request, meetings.finish_task, outcome=outcome):
        messages.success(request, _("The task is done."))
    return redirect(back(request, reverse("overview:home")))


@signed_in
@require_http_methods(["GET", "POST"])
@once
def meeting_recognition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Thank somebody; it goes up on the board."""
    meeting = _runnable(request, pk)
    form = RecognitionForm(request.POST or None)
    if form.is_valid():
        text, by = form.cleaned_data["text"], request.viewer.person_id
        try:
            meetings.recognise(unit=meeting.unit, text=text, meeting=meeting, kind=form.kind(), by=by)
        except MeetingRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("overview:meeting", pk=meeting.pk)
    return _form_page(request, meeting.unit, form, title=_("Thank someone"), button=_("Put it up"), meeting=meeting)


@signed_in
@require_http_methods(["GET", "POST"])
def meeting_closure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the meeting: lock the minutes and plan the next one."""
    meeting = _runnable(request, pk)
    form = ClosureForm(request.POST or None, unit=meeting.unit)
    if form.is_valid():
        try:
            _close(meeting, form, by=request.viewer.person_id)
        except MeetingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The meeting is closed, and the next one is planned."))
            return redirect("improvement:meeting-minutes", pk=meeting.pk)
    return _form_page(
        request, meeting.unit, form, title=_("Close the meeting"), button=_("Close the meeting"), meeting=meeting
    )


def _close(meeting: BoardMeeting, form: ClosureForm, *, by: UUID) -> None:
    """Put up the thank-you that stands in the form, if any, and close the meeting: both or neither."""
    facts = form.cleaned_data
    with write_transaction():
        if facts["text"]:
            meetings.recognise(unit=meeting.unit, text=facts["text"], meeting=meeting, kind=form.kind(), by=by)
        next_leader = facts["next_facilitator"] or None
        meetings.close(meeting=meeting, next_facilitator_id=next_leader, remarks=facts["remarks"], by=by)


@signed_in
@require_GET
def meeting_minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The minutes, to read or print."""
    meeting = get_object_or_404(
        BoardMeeting.objects.visible_to(request.viewer).select_related("unit", "facilitator", "next_facilitator"),
        pk=pk,
    )
    if meeting.state != MeetingState.CLOSED:
        return redirect("overview:meeting", pk=meeting.pk)
    return render(request, "improvement/meeting_minutes.html", {"meeting": meeting, "minutes": minutes_of(meeting)})


def _runnable(request: HttpRequest, pk: UUID) -> BoardMeeting:
    """The meeting, for somebody who may run it. Raises Http404 or PermissionDenied."""
    meeting = get_object_or_404(BoardMeeting.objects.visible_to(request.viewer).select_related("unit"), pk=pk)
    require(request.viewer, Permission.MEETING_RUN, meeting.unit_id)
    return meeting


def _try(request: HttpRequest, action: Any, **given: Any) -> Any:
    """Do it, or say why not. Returns what the action returns, None when it was refused."""
    try:
        return action(by=request.viewer.person_id, **given)
    except (MeetingRefused, EditConflict) as refused:
        messages.error(request, str(refused))
        return None


def _planned(form: MeetingPlanForm) -> dict[str, Any]:
    return {
        "planned_on": form.cleaned_data["planned_on"],
        "planned_time": form.cleaned_data["planned_time"],
        "facilitator_id": form.cleaned_data["facilitator"] or None,
    }


def _outcome(form: OutcomeForm, meeting: BoardMeeting) -> dict[str, Any]:
    data = form.cleaned_data
    position = data["position"]
    return {
        "kind": data["kind"],
        "text": data["text"],
        "owner_id": data["owner"] or None,
        "due_on": data["due_on"],
        "idea": data["idea"],
        "item": meeting.items.filter(position=position).first() if position else None,
    }


def _form_page(request: HttpRequest, unit: Unit, form: forms.Form, **context: Any) -> HttpResponse:
    """One form on a page of its own: how the meeting's forms come back with errors."""
    status = 409 if "stored" in context else 422 if form.is_bound else 200
    return render(request, "improvement/meeting_form.html", {"unit": unit, "form": form, **context}, status=status)

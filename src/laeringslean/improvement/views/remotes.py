"""A phone becomes the remote of a meeting, and what it does there. The page it shows is `overview:remote`."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import segno
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.cookies import cookie_name, hand_out
from laeringslean.improvement.actions import ideas, meeting_setup, meetings, remotes
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.actions.meetings import MeetingRefused
from laeringslean.improvement.forms import moves
from laeringslean.improvement.forms.meeting_setup import CodeForm, HandOverForm, HandsForm
from laeringslean.improvement.forms.meetings import AttendanceForm, ClosureForm, OutcomeForm, ShownIdeaForm
from laeringslean.improvement.models import BoardMeeting, Idea, MeetingRemote, RemoteState
from laeringslean.improvement.queries.checks import check_of
from laeringslean.improvement.queries.remotes import (
    REMOTE_COOKIE,
    lent_meeting,
    offered,
    plain_code,
    remote_of,
    remotes_of,
)
from laeringslean.organisation.access.browser import address_of
from laeringslean.organisation.access.doors import lent_to, public, signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer, require
from laeringslean.organisation.actions import throttle
from laeringslean.organisation.actions.throttle import Limit, TooOften

# A phone keeps its key no longer than any meeting day.
KEY_LASTS = timedelta(hours=12)
# Tries at codes from one network address; a whole town hall may share one.
CODES_PER_ADDRESS = Limit("remote code address", 40, timedelta(minutes=15))


# On the screen: show a code, and let the phone in


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def meeting_pairing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a code for a phone (POST), and the phones that ask or run the meeting. `?part=phones` for live updates."""
    meeting = _runnable(request, pk)
    context: dict[str, Any] = {"meeting": meeting}
    status = 200
    if request.method == "POST":
        try:
            context |= _shown_code(request, meeting)
        except MeetingRefused as refused:
            context["refused"], status = str(refused), 409
    phones = remotes_of(meeting, request.viewer.person_id)
    context["asking"] = [phone for phone in phones if phone.state == RemoteState.ASKING]
    context["admitted"] = [phone for phone in phones if phone.state == RemoteState.ADMITTED]
    part = request.GET.get("part")
    template = "improvement/pairing_phones.html" if part else "improvement/meeting_pairing.html"
    return render(request, template, context, status=status)


def _shown_code(request: HttpRequest, meeting: BoardMeeting) -> dict[str, Any]:
    _remote, code = remotes.offer(meeting=meeting, by=request.viewer.person_id)
    address = request.build_absolute_uri(reverse("improvement:remote-code", args=[code]))
    return {
        "code": f"{code[:4]} {code[4:]}",
        "picture": _picture(address),
        "typed_at": request.build_absolute_uri(reverse("improvement:remote-phone")),
        "minutes": int(remotes.CODE_LASTS.total_seconds()) // 60,
    }


def _picture(address: str) -> SafeString:
    """The address as a QR code: an SVG of plain shapes, black on white whatever the page's colours."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=4, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)


@signed_in
@require_POST
def remote_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a phone in (`admit`), refuse it, or take the meeting from it: for whoever showed the code alone."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    theirs = MeetingRemote.objects.filter(
        viewer.within(Permission.MEETING_RUN, "meeting__unit_id"), person_id=viewer.person_id
    )
    remote = get_object_or_404(theirs.select_related("meeting__unit"), pk=pk)
    if request.POST.get("answer") == "admit":
        try:
            remotes.admit(remote=remote, by=request.viewer.person_id)
        except MeetingRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The phone is the remote now."))
            return redirect("overview:meeting", pk=remote.meeting_id)
    else:
        remotes.end(remote=remote, by=request.viewer.person_id)
        messages.success(request, _("The phone is not the remote."))
    return redirect("improvement:meeting-pairing", pk=remote.meeting_id)


# On the phone: ask with the code, and wait


@public
@never_cache
@require_http_methods(["GET", "POST"])
def remote_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR code leads to. Whoever may run the meeting anyway goes on to it; any other phone asks (POST)."""
    try:
        remote = _counted_look(request, code)
    except TooOften as refused:
        return _phone_page(request, CodeForm(), problem=str(refused), status=429)
    if remote is None:
        problem = _("The code is wrong, used or too old. Ask for a new one: it holds for two minutes.")
        return _phone_page(request, CodeForm(), problem=problem, status=422)
    viewer = request.viewer  # type: ignore[attr-defined]
    if viewer is not None and viewer.can(Permission.MEETING_RUN, remote.meeting.unit_id):
        return redirect("overview:remote", pk=remote.meeting_id)
    if request.method == "GET":
        return render(request, "improvement/remote_ask.html", {"meeting": remote.meeting})
    key = remotes.ask(remote=remote)
    response = redirect("improvement:remote-phone")
    if key is not None:
        hand_out(response, REMOTE_COOKIE, key, lasts=KEY_LASTS)
    return response


def _counted_look(request: HttpRequest, code: str) -> MeetingRemote | None:
    """The remote that waits with the code. Wrong codes are counted; raises TooOften."""
    subjects = [(CODES_PER_ADDRESS, address_of(request))]
    throttle.refuse_exhausted(subjects)
    remote = offered(code)
    if remote is None:
        throttle.count(subjects)
    return remote


@public
@never_cache
@require_http_methods(["GET", "POST"])
def remote_phone(request: HttpRequest) -> HttpResponse:
    """Type a code (POST); afterwards the number to wait with, until the phone is let in. `?part=wait` asks whether."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        return redirect("improvement:remote-code", code=plain_code(form.cleaned_data["code"]) or "-")
    remote = remote_of(request.COOKIES.get(cookie_name(REMOTE_COOKIE), ""))
    if remote is None or remote.meeting.is_closed or form.is_bound:
        if request.GET.get("part"):
            return _gone_on(request, reverse("improvement:remote-phone"))
        return _phone_page(request, form, status=422 if form.is_bound else 200)
    if remote.state == RemoteState.ADMITTED:
        return _gone_on(request, reverse("overview:remote", args=[remote.meeting_id]))
    if request.GET.get("part"):
        return HttpResponse(status=204)
    return render(request, "improvement/remote_waiting.html", {"remote": remote})


def _gone_on(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _phone_page(request: HttpRequest, form: CodeForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    return render(request, "improvement/remote_phone.html", {"form": form, "problem": problem}, status=status)


# What the remote does


class Act(NamedTuple):
    """Something that the remote may do: its form, and the change that follows from it."""

    form: Callable[[HttpRequest, BoardMeeting], forms.Form]
    do: Callable[[BoardMeeting, Any, UUID], Any]
    permission: Permission = Permission.MEETING_RUN


class _NothingForm(forms.Form):
    """Nothing to fill in."""


class _PositionForm(forms.Form):
    """A point of the agenda."""

    position = forms.IntegerField(min_value=1, max_value=99_999)


@lent_to(lent_meeting)
@signed_in
@require_POST
def remote_act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Do one of the things in `_ACTS` for whoever the phone acts for."""
    meeting = _runnable(request, pk)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        return redirect("overview:remote", pk=pk)
    require(request.viewer, act.permission, meeting.unit_id)
    form = act.form(request, meeting)
    if not form.is_valid():
        return _form_again(request, meeting, form, status=422)
    try:
        act.do(meeting, form, request.viewer.person_id)
    except (MeetingRefused, ImpossibleMove) as refused:
        messages.error(request, str(refused))
    except EditConflict as conflict:
        form.data = {**form.data.dict(), "version": conflict.current.version}
        return _form_again(request, meeting, form, status=409, refused=str(conflict))
    return redirect("overview:remote", pk=pk)


def _form_again(
    request: HttpRequest, meeting: BoardMeeting, form: forms.Form, *, status: int, refused: str = ""
) -> HttpResponse:
    """The form on a page of its own, so that nothing that was typed is lost."""
    context = {
        "meeting": meeting,
        "form": form,
        "act": request.POST.get("act"),
        "idea": getattr(form, "idea", None),
        "refused": refused,
    }
    return render(request, "improvement/remote_form.html", context, status=status)


def _of_idea(kind: type[moves.MoveForm]) -> Callable[[HttpRequest, BoardMeeting], forms.Form]:
    def form(request: HttpRequest, meeting: BoardMeeting) -> forms.Form:
        shown = ShownIdeaForm(request.POST, unit=meeting.unit)
        idea_id = shown.cleaned_data["idea"].pk if shown.is_valid() else None
        return kind(request.POST, idea=get_object_or_404(Idea.objects.for_unit(meeting.unit_id), pk=idea_id))

    return form


def _plain(kind: type[forms.Form]) -> Callable[[HttpRequest, BoardMeeting], forms.Form]:
    return lambda request, meeting: kind(request.POST)


def _of_unit(kind: Callable[..., forms.Form]) -> Callable[[HttpRequest, BoardMeeting], forms.Form]:
    return lambda request, meeting: kind(request.POST, unit=meeting.unit)


def _decide(action: Callable[..., Any]) -> Callable[[BoardMeeting, Any, UUID], Any]:
    def do(meeting: BoardMeeting, form: Any, by: UUID) -> None:
        action(idea=form.idea, by=by, expected_version=form.cleaned_data["version"], **form.facts())

    return do


def _write_down(meeting: BoardMeeting, form: Any, by: UUID) -> None:
    facts = form.cleaned_data
    meetings.record_outcome(
        meeting=meeting,
        kind=facts["kind"],
        text=facts["text"],
        owner_id=facts["owner"] or None,
        due_on=facts["due_on"],
        idea=facts["idea"],
        item=meeting.items.filter(position=meeting.current_position).first(),
        by=by,
    )


def _count_heads(meeting: BoardMeeting, form: Any, by: UUID) -> None:
    shifts = form.cleaned_data["shifts_present"] or meeting.shifts_present
    meetings.attend(meeting=meeting, head_count=form.cleaned_data["head_count"], shifts_present=shifts, by=by)


def _count_hands(meeting: BoardMeeting, form: Any, by: UUID) -> None:
    check = check_of(meeting)
    if check is not None:
        meeting_setup.count_hands(check=check, by=by, **form.counts())


def _close(meeting: BoardMeeting, form: Any, by: UUID) -> None:
    facts = form.cleaned_data
    next_leader = facts["next_facilitator"] or None
    meetings.close(meeting=meeting, next_facilitator_id=next_leader, remarks=facts["remarks"], by=by)


_ACTS = {
    "start": Act(_plain(_NothingForm), lambda meeting, form, by: meetings.start(meeting=meeting, by=by)),
    "item": Act(
        _plain(_PositionForm),
        lambda meeting, form, by: meetings.go_to(meeting=meeting, by=by, **form.cleaned_data),
    ),
    "idea": Act(
        _of_unit(ShownIdeaForm),
        lambda meeting, form, by: meetings.show_idea(meeting=meeting, by=by, **form.cleaned_data),
    ),
    "timer": Act(_plain(_NothingForm), lambda meeting, form, by: meetings.restart_timer(meeting=meeting, by=by)),
    "heads": Act(_plain(AttendanceForm), _count_heads),
    "outcome": Act(_of_unit(OutcomeForm), _write_down),
    "hands": Act(_plain(HandsForm), _count_hands),
    "lead": Act(
        _of_unit(HandOverForm),
        lambda meeting, form, by: meetings.hand_over(
            meeting=meeting, facilitator_id=form.cleaned_data["facilitator"], by=by
        ),
    ),
    "accept": Act(_of_idea(moves.MoveForm), _decide(ideas.accept), Permission.IDEA_DECIDE),
    "park": Act(_of_idea(moves.ParkingForm), _decide(ideas.park), Permission.IDEA_DECIDE),
    "lift": Act(_of_idea(moves.EscalationForm), _decide(ideas.escalate), Permission.IDEA_DECIDE),
    "decline": Act(_of_idea(moves.DeclineForm), _decide(ideas.decline), Permission.IDEA_DECIDE),
    "plan": Act(_of_idea(moves.PlanForm), _decide(ideas.plan), Permission.IDEA_DECIDE),
    "close": Act(_of_unit(ClosureForm), _close),
}


def _runnable(request: HttpRequest, pk: UUID) -> BoardMeeting:
    """The meeting, for somebody who may run it. Raises Http404 or PermissionDenied."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    meeting = get_object_or_404(BoardMeeting.objects.visible_to(viewer).select_related("unit"), pk=pk)
    require(viewer, Permission.MEETING_RUN, meeting.unit_id)
    return meeting

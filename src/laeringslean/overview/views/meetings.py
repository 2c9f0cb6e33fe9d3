from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from laeringslean.foundation import clock
from laeringslean.improvement.models import BoardMeeting, Idea, MeetingState
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.overview.queries.meetings import MeetingScreen, meeting_screen


@signed_in
@require_safe
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A board meeting: planned, or in progress with one point of the agenda on the screen.

    `?part=stage` answers with what changes while the meeting goes on, for the live update.
    """
    found = get_object_or_404(
        BoardMeeting.objects.visible_to(request.viewer).select_related("unit", "facilitator"), pk=pk
    )
    part = request.GET.get("part", "")
    if found.state == MeetingState.CLOSED and not part:
        return redirect("improvement:meeting-minutes", pk=found.pk)
    if found.state != MeetingState.IN_PROGRESS:
        return render(request, _planned_template(found, part), _planned(request, found))
    screen = meeting_screen(request.viewer, found, None if part else _wanted_idea(request))
    template = "overview/meeting_stage.html" if part else "overview/meeting.html"
    return render(request, template, {"screen": screen, "meeting": found, "to_share": _to_share(found, screen)})


def _to_share(found: BoardMeeting, screen: MeetingScreen) -> Idea | None:
    """The idea that whoever runs the meeting has stepped to, while the others still look at another."""
    shown: Idea | None = screen.material.get("idea")
    return shown if screen.may_run and shown and shown.id != found.current_idea_id else None


def _planned_template(found: BoardMeeting, part: str) -> str:
    if found.state == MeetingState.CLOSED:
        return "overview/meeting_over.html"
    return "overview/meeting_waiting.html" if part else "overview/meeting_planned.html"


def _planned(request: HttpRequest, found: BoardMeeting) -> dict[str, object]:
    return {
        "meeting": found,
        "items": found.items.order_by("position"),
        "missed": found.is_missed(clock.today()),
        "may_run": request.viewer.can(Permission.MEETING_RUN, found.unit_id),
    }


def _wanted_idea(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("idea", ""))
    except ValueError:
        return None

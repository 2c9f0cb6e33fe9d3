"""The page of the phone that runs a meeting. What its buttons do is `improvement:remote-act`."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from laeringslean.foundation.web.cookies import cookie_name
from laeringslean.improvement.models import BoardMeeting, MeetingState
from laeringslean.improvement.queries.meetings import possible_facilitators
from laeringslean.improvement.queries.remotes import REMOTE_COOKIE, lent_meeting, remote_of
from laeringslean.organisation.access.doors import lent_to, signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.overview.queries.meetings import meeting_screen

View = Callable[..., HttpResponse]


def _with_farewell(view: View) -> View:
    """A phone whose key no longer opens anything, because the meeting is over or it was sent away, is told so."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: UUID) -> HttpResponse:
        response = view(request, pk)
        key = request.COOKIES.get(cookie_name(REMOTE_COOKIE), "")
        if key and request.viewer is None:  # type: ignore[attr-defined]
            remote = remote_of(key)
            over = remote is not None and remote.meeting_id == pk and remote.meeting.is_closed
            return _answer(request, "remote_over", {"over": over})
        return response

    return guarded


@_with_farewell
@lent_to(lent_meeting)
@signed_in
@never_cache
@require_safe
def remote(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The remote of a meeting. `?part=remote` answers with what changes, for the live update."""
    meeting = get_object_or_404(
        BoardMeeting.objects.visible_to(request.viewer).select_related("unit", "facilitator"), pk=pk
    )
    require(request.viewer, Permission.MEETING_RUN, meeting.unit_id)
    context: dict[str, Any] = {"meeting": meeting, "acts_for": request.viewer.name}
    if meeting.state == MeetingState.CLOSED:
        return _answer(request, "remote_over", {"over": True, **context})
    if meeting.state == MeetingState.IN_PROGRESS:
        context["screen"] = meeting_screen(request.viewer, meeting)
        context["facilitators"] = possible_facilitators(meeting.unit)
    return _answer(request, "remote", context)


def _answer(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    inside = "_inside" if request.GET.get("part") else ""
    return render(request, f"overview/{name}{inside}.html", context)

"""The board page, and its sections alone for the live update."""

import hashlib
import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from laeringslean.foundation import clock
from laeringslean.improvement.models import MeetingState
from laeringslean.improvement.queries.meetings import current_meetings
from laeringslean.measures.models import Goal
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer, require
from laeringslean.overview.queries.boards import BoardState, board_state, lifted_here, sections_of
from laeringslean.overview.views.cards import card_pieces
from laeringslean.overview.views.pieces import respond

# Where a template wants a shared piece. Made anew for each process, so that no text on a board can call for one.
_MARK = secrets.token_hex(8)

_MAY = {
    "raise": Permission.IDEA_RAISE,
    "move": Permission.IDEA_MOVE,
    "arrange": Permission.BOARD_ARRANGE,
    "meet": Permission.MEETING_RUN,
    "enter": Permission.GOAL_ENTER,
    "define": Permission.GOAL_DEFINE,
}


@signed_in
@require_safe
def board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A unit's improvement board."""
    return _answer(request, pk, "overview/board.html")


@signed_in
@require_safe
def board_cards(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sections of the board alone, for a page that is open and hears of a change."""
    return _answer(request, pk, "overview/board_sections.html")


def _answer(request: HttpRequest, unit_id: UUID, template: str) -> HttpResponse:
    """The template filled, or 304 when this reader has it as it is; then nothing is rendered."""
    state = board_state(unit_id) if request.viewer.can(Permission.UNIT_READ, unit_id) else None
    if state is None:
        raise Http404
    require(request.viewer, Permission.BOARD_READ, unit_id)
    etag = _etag(request, template, state)
    # A page with a message for this reader is shown once and never kept.
    told = bool(request.COOKIES.get("messages"))
    if not told and etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        page = render_to_string(template, _context(request.viewer, state), request)
        pieces = card_pieces(state, with_benefits=request.viewer.can(Permission.BENEFIT_READ, unit_id))
        response = respond(request, page, pieces, _MARK)
    if not told:
        response.headers["ETag"] = etag
    return response


def _context(viewer: Viewer, state: BoardState) -> dict[str, Any]:
    unit_id = state.unit_id
    meeting = current_meetings([unit_id]).get(unit_id)
    may = {name: viewer.can(permission, unit_id) for name, permission in _MAY.items()}
    return {
        "state": state,
        "sections": sections_of(state.method_version_id, get_language() or settings.LANGUAGE_CODE),
        "goals": Goal.objects.for_unit(unit_id),
        "lifted_here": lifted_here(unit_id) if viewer.can(Permission.ESCALATION_ANSWER, unit_id) else [],
        "meeting": meeting,
        "meets_now": meeting is not None and meeting.state == MeetingState.IN_PROGRESS,
        "may": may,
        "today": clock.today(),
        "mark": _MARK,
    }


def _etag(request: HttpRequest, template: str, state: BoardState) -> str:
    """A weak tag of everything the answer depends on. A new sign-in counts, since its form tokens are new."""
    viewer: Viewer = request.viewer
    if "CSRF_COOKIE" not in request.META:
        get_token(request)
    parts = (
        template,
        settings.RELEASE,
        get_language(),
        clock.today(),
        viewer.person_id,
        viewer.access_stamp,
        viewer.name,
        request.META["CSRF_COOKIE"],
        state,
    )
    return f'W/"{hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'

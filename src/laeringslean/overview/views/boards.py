"""The board page, and its sections alone for the live update."""

import hashlib
import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from laeringslean.foundation import clock
from laeringslean.improvement.models import MeetingState
from laeringslean.improvement.queries.boards import sections_of
from laeringslean.improvement.queries.meetings import current_meetings
from laeringslean.measures.models import Goal
from laeringslean.method.models import BOARD_TEMPLATES
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer, require
from laeringslean.organisation.models import Unit
from laeringslean.overview.queries.boards import BoardState, board_state, lifted_here
from laeringslean.overview.views.board_layout import spans
from laeringslean.overview.views.cards import card_pieces
from laeringslean.overview.views.pieces import Kept, respond

# Marks in a page where a shared piece, this reader's form token and the board's version belong. Made anew for each
# process, so that no text on a board can hold one.
_MARK, _TOKEN, _VERSION = (secrets.token_hex(8) for _ in range(3))
_PAGE, _SECTIONS = "overview/board.html", "overview/board_sections.html"
# Who wants the cards in one list although the unit has lanes says so once on each device.
FLAT_COOKIE = "board-lanes"
_YEAR = 365 * 24 * 3600
_kept_shells: Kept[str] = Kept(len, most_bytes=16 * 1024 * 1024)

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
    return _answer(request, pk, _PAGE)


@signed_in
@require_safe
def board_cards(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sections of the board alone, for a page that is open and hears of a change."""
    return _answer(request, pk, _SECTIONS)


@signed_in
@require_POST
def board_lanes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """See the cards by lane, or all in one list; remembered on this device."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=pk)
    require(request.viewer, Permission.BOARD_READ, unit.id)
    response = redirect("overview:board", pk=unit.pk)
    if request.POST.get("lanes") == "off":
        response.set_cookie(FLAT_COOKIE, "off", max_age=_YEAR, samesite="Lax", secure=settings.SECURE, httponly=True)
    else:
        response.delete_cookie(FLAT_COOKIE)
    return response


def _by_lane(request: HttpRequest, state: BoardState) -> bool:
    """Whether this reader sees the cards by lane."""
    return state.lanes_stamp is not None and request.COOKIES.get(FLAT_COOKIE) != "off"


def _answer(request: HttpRequest, unit_id: UUID, template: str) -> HttpResponse:
    """The template filled, or 304 when this reader has it as it is; then nothing is rendered."""
    viewer: Viewer = request.viewer
    state = board_state(unit_id) if viewer.can(Permission.UNIT_READ, unit_id) else None
    if state is None:
        raise Http404
    require(viewer, Permission.BOARD_READ, unit_id)
    etag = _etag(request, template, state)
    # A page with a message for this reader is shown once and never kept.
    told = "messages" in request.COOKIES
    if not told and etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        shell = _filled(request, template, state, may_keep=not told and not request.GET)
        page = shell.replace(_TOKEN, get_token(request)).replace(_VERSION, str(state.cards_version))
        pieces = card_pieces(
            state,
            with_benefits=viewer.can(Permission.BENEFIT_READ, unit_id),
            by_lane=_by_lane(request, state),
        )
        response = respond(request, page, pieces, _MARK)
    if not told:
        response.headers["ETag"] = etag
    return response


def _filled(request: HttpRequest, template: str, state: BoardState, *, may_keep: bool) -> str:
    """The page round the cards, with marks where they, the form token and the board's version belong.

    It is kept until something on it changes, which cards do not. The sections alone are the same for all who may do
    the same, so that when a card moves, those who follow the board share one.
    """
    viewer: Viewer = request.viewer
    may = {name: viewer.can(permission, state.unit_id) for name, permission in _MAY.items()}
    lifted = lifted_here(state.unit_id) if viewer.can(Permission.ESCALATION_ANSWER, state.unit_id) else []

    by_lane = _by_lane(request, state)
    who: tuple[Any, ...] = tuple(may.values())
    if template == _PAGE:
        who = (viewer.person_id, viewer.name, viewer.access_stamp, viewer.single_keys, by_lane)
    what = (template, state._replace(cards_version=0, last_raised_on=""), state.is_unused, tuple(lifted))
    key = (who, what, get_language(), clock.today(), settings.RELEASE)
    shell = _kept_shells.find(key) if may_keep else None
    if shell is None:
        context = {**_context(state), "may": may, "by_lane": by_lane, "lifted_here": lifted}
        shell = render_to_string(template, context, request)
        if may_keep:
            _kept_shells.keep(key, shell)
    return shell


def _context(state: BoardState) -> dict[str, Any]:
    own = (state.method_version_id, state.arrangement, get_language() or settings.LANGUAGE_CODE)
    sections = [section for section in sections_of(*own) if not section.is_hidden]
    meeting = current_meetings([state.unit_id]).get(state.unit_id)
    return {
        "state": state,
        "version": _VERSION,
        "csrf_token": _TOKEN,
        "mark": _MARK,
        "sections": sections,
        "spans": spans(tuple(section.key for section in sections)),
        "templates": BOARD_TEMPLATES.values() if state.is_unused else [],
        "goals": Goal.objects.for_unit(state.unit_id),
        "meeting": meeting,
        "meets_now": meeting is not None and meeting.state == MeetingState.IN_PROGRESS,
        "today": clock.today(),
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
        viewer.single_keys,
        _by_lane(request, state),
        request.META["CSRF_COOKIE"],
        state,
    )
    return f'W/"{hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'

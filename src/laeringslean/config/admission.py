"""Who may follow a board live, and what is news there: what the live streams of `foundation` are told from outside."""

from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.http.request import split_domain_port, validate_host

from laeringslean.foundation.live.outbox import OutboxEvent
from laeringslean.foundation.live.streams import Admission, Knock, Refused
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.foundation.web.cookies import cookie_name
from laeringslean.foundation.web.tenants import tenant_id_of_host
from laeringslean.improvement.models import Board
from laeringslean.improvement.queries.remotes import REMOTE_COOKIE, remote_of, remote_viewer
from laeringslean.improvement.queries.walls import WALL_COOKIE, wall_link_of, wall_viewer
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Unit
from laeringslean.organisation.queries import viewer_for_token

# Rooms whose events show on a board. Those of the organisation (roles, sessions) are not for every reader's ears.
_ROOMS_ON_BOARDS = ("improvement.", "benefits.", "measures.", "method.")


def admit(knock: Knock) -> Admission:
    """Let those in who may read the unit's board. Raises Refused with 401 or 404, alike for missing and forbidden."""
    domain, _ = split_domain_port(knock.host)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        raise Refused(404)
    try:
        tenant_id = tenant_id_of_host(domain)
    except Http404:
        raise Refused(404) from None
    with tenant_scope(tenant_id):
        viewer = _viewer(dict(knock.cookies), knock.unit_id)
        if viewer is None:
            raise Refused(401)
        if not viewer.can(Permission.BOARD_READ, knock.unit_id):
            raise Refused(404)
        version = Board.objects.filter(unit_id=knock.unit_id).values_list("cards_version", flat=True).first()
        if version is None and not Unit.objects.filter(pk=knock.unit_id).exists():
            raise Refused(404)
    return Admission(tenant_id, viewer.person_id, version)


def _viewer(cookies: dict[str, str], unit_id: UUID) -> Viewer | None:
    """Whoever is signed in; else the screen on the wall or the phone that runs a meeting, each for its own unit."""
    token = cookies.get(settings.SESSION_COOKIE, "")
    viewer = viewer_for_token(token) if token else None
    if viewer is not None and viewer.can(Permission.BOARD_READ, unit_id):
        return viewer
    link = wall_link_of(cookies.get(cookie_name(WALL_COOKIE), ""))
    if link is not None and link.unit_id == unit_id:
        return wall_viewer(link)
    remote = remote_of(cookies.get(cookie_name(REMOTE_COOKIE), ""))
    if remote is not None and remote.meeting.unit_id == unit_id:
        return remote_viewer(remote) or viewer
    return viewer


def is_news(event: OutboxEvent) -> bool:
    """Whether followers of a board are told of the event.

    An anonymous submission never is: the moment it came would point at whoever sat there. What it changes on the
    board later, at the full hour, carries the board's version and is told.
    """
    return event.kind.startswith(_ROOMS_ON_BOARDS) and not (event.is_timeless and event.board_version is None)

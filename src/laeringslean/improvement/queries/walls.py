"""What a screen on the wall may see: its unit's board and meetings, and nothing else."""

from uuid import UUID

from django.utils.translation import get_language

from laeringslean.foundation.tenancy.scope import current_tenant_id
from laeringslean.improvement.models import WallLink
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Access, Viewer
from laeringslean.organisation.queries import token_hash

# The cookie that holds a screen's token.
WALL_COOKIE = "wall"
_SEEN = (Permission.BOARD_READ, Permission.IDEA_READ, Permission.GOAL_READ)


def wall_link_of(token: str) -> WallLink | None:
    """The link with this token, or None when there is none or it was taken back. One query."""
    if not token:
        return None
    return WallLink.objects.filter(token_hash=token_hash(token), unit__is_active=True).select_related("unit").first()


def wall_links_of(unit_id: UUID) -> list[WallLink]:
    """The screens that may show a unit's board, by where they hang. One query."""
    return list(WallLink.objects.filter(unit_id=unit_id).order_by("name", "id"))


def wall_viewer(link: WallLink) -> Viewer:
    """Who looks when nobody is signed in: a reader of the link's own unit, no person and with no unit below."""
    return Viewer(
        person_id=link.id,
        name="",
        language=get_language() or "",
        tenant_id=current_tenant_id(),
        session_id=None,
        access_stamp=f"wall.{link.id}",
        access=Access(frozenset(), dict.fromkeys(_SEEN, frozenset({link.unit_id}))),
        roles=frozenset(),
        home_unit_ids=(),
    )

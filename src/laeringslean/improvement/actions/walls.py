"""Links for screens on the wall: made by whoever arranges the board, good until they are taken back."""

import secrets
from uuid import UUID

from django.db.models import Q

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action, write_transaction
from laeringslean.improvement.models import WallLink
from laeringslean.organisation.models import Unit
from laeringslean.organisation.queries import token_hash

# Enough for every wall of a large unit; more would be links that nobody remembers.
MOST_LINKS = 10


class TooManyLinks(Exception):
    """The unit has as many wall links as it may have."""


@action
def make_link(*, unit: Unit, name: str, by: UUID | None) -> tuple[WallLink, str]:
    """Make a link for a screen; the link and its token, of which only the hash is kept. Raises TooManyLinks."""
    if WallLink.objects.filter(unit_id=unit.id).count() >= MOST_LINKS:
        raise TooManyLinks
    token = secrets.token_urlsafe(24)
    link = WallLink.objects.create(
        unit_id=unit.id, name=name.strip(), token_hash=token_hash(token), made_on=clock.today()
    )
    events.record("improvement.wall-link.made", subject_id=link.id, actor_id=by, unit_id=unit.id)
    return link, token


@action
def take_back(*, link: WallLink, by: UUID | None) -> None:
    """Shut the screen out at once. Its page stops within half a minute, when its stream is looked at again."""
    WallLink.objects.filter(pk=link.pk).delete()
    events.record("improvement.wall-link.taken-back", subject_id=link.id, actor_id=by, unit_id=link.unit_id)


def note_use(link: WallLink) -> None:
    """Remember the day on which the link was last used: no more than one write a day, and no event."""
    today = clock.today()
    if link.used_on == today:
        return
    with write_transaction():
        WallLink.objects.filter(Q(used_on=None) | Q(used_on__lt=today), pk=link.pk).update(used_on=today)

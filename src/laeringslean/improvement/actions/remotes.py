"""Making a phone the remote of a meeting: a code is shown, a phone asks with it, and whoever showed it lets it in."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.improvement.actions.meetings import MeetingRefused
from laeringslean.improvement.models import BoardMeeting, MeetingRemote, RemoteState
from laeringslean.improvement.queries.remotes import code_hash, is_usable
from laeringslean.organisation.queries import token_hash

CODE_LASTS = timedelta(minutes=2)
# Letters and digits that nobody mistakes for another across a room.
_TYPEABLE = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 8


@action
def offer(*, meeting: BoardMeeting, by: UUID) -> tuple[MeetingRemote, str]:
    """Show a code for a phone to ask with; the remote to be and the code, of which only a hash is kept.

    A code that the same person showed before is worth nothing from then on. Raises MeetingRefused when the meeting is
    over, or its day has not come.
    """
    if not is_usable(BoardMeeting.objects.get(pk=meeting.pk)):
        raise MeetingRefused(_("A phone can be the remote on the day of the meeting, until it is closed."))
    MeetingRemote.objects.filter(meeting=meeting, person_id=by).exclude(state=RemoteState.ADMITTED).delete()
    code = "".join(secrets.choice(_TYPEABLE) for _ in range(_CODE_LENGTH))
    remote = MeetingRemote.objects.create(
        meeting=meeting,
        person_id=by,
        code_hash=code_hash(code),
        code_ends_at=clock.now() + CODE_LASTS,
        number=10 + secrets.randbelow(90),
    )
    _record("offered", remote, by)
    return remote, code


@action
def ask(*, remote: MeetingRemote) -> str | None:
    """A phone asks to be let in; its key, which opens nothing yet, or None when another phone was faster.

    Nobody knows whose phone it is, so the event has no actor.
    """
    key = secrets.token_urlsafe(32)
    asked = MeetingRemote.objects.filter(pk=remote.pk, state=RemoteState.OFFERED, code_ends_at__gt=clock.now()).update(
        state=RemoteState.ASKING, key_hash=token_hash(key)
    )
    if not asked:
        return None
    _record("asked", remote, None)
    return key


@action
def admit(*, remote: MeetingRemote, by: UUID) -> None:
    """Let the phone that asks in. Raises MeetingRefused when it no longer asks, or somebody else showed the code."""
    still_asks = MeetingRemote.objects.filter(pk=remote.pk, person_id=by, state=RemoteState.ASKING)
    if not still_asks.update(state=RemoteState.ADMITTED):
        raise MeetingRefused(_("That phone no longer asks to be let in. Show a new code."))
    _record("admitted", remote, by)


@action
def end(*, remote: MeetingRemote, by: UUID) -> None:
    """Refuse the phone, or take the meeting from it, at once."""
    MeetingRemote.objects.filter(pk=remote.pk).delete()
    _record("ended", remote, by)


def _record(what: str, remote: MeetingRemote, by: UUID | None) -> None:
    events.record(
        f"improvement.remote.{what}",
        subject_id=remote.id,
        actor_id=by,
        unit_id=remote.meeting.unit_id,
        meeting=str(remote.meeting_id),
    )

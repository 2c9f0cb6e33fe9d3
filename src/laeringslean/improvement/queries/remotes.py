"""Phones that run a meeting: which one a code or a key belongs to, and what it may do."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.crypto import salted_hmac

from laeringslean.foundation import clock
from laeringslean.foundation.web.cookies import cookie_name
from laeringslean.improvement.models import BoardMeeting, MeetingRemote, MeetingState, RemoteState
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Access, Viewer
from laeringslean.organisation.models import Person
from laeringslean.organisation.queries import token_hash, viewer_for_person

# The cookie that holds a phone's key.
REMOTE_COOKIE = "remote"
# All that a key ever opens, and only as far as whoever lent it has the right themselves.
_LENT = (
    Permission.UNIT_READ,
    Permission.BOARD_READ,
    Permission.IDEA_READ,
    Permission.GOAL_READ,
    Permission.MEETING_RUN,
    Permission.IDEA_DECIDE,
)


def code_hash(code: str) -> str:
    """What is kept of a code: a keyed hash, since eight characters alone could be tried out."""
    return salted_hmac("laeringslean.remote-code", plain_code(code), algorithm="sha256").hexdigest()


def plain_code(code: str) -> str:
    """The code as it was made, however somebody typed it."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def offered(code: str) -> MeetingRemote | None:
    """The remote that waits for a phone with this code, or None when it is wrong, used or too old. One query."""
    found = MeetingRemote.objects.filter(
        code_hash=code_hash(code), state=RemoteState.OFFERED, code_ends_at__gt=clock.now()
    )
    remote = found.select_related("meeting__unit").first()
    return remote if remote and is_usable(remote.meeting) else None


def remote_of(key: str) -> MeetingRemote | None:
    """The remote that has this key, whatever state it is in, with its meeting. One query."""
    if not key:
        return None
    return MeetingRemote.objects.filter(key_hash=token_hash(key)).select_related("meeting__unit").first()


def remotes_of(meeting: BoardMeeting, person_id: UUID) -> list[MeetingRemote]:
    """The phones that somebody has let in, or is asked to let in, the newest first. One query."""
    return list(MeetingRemote.objects.filter(meeting=meeting, person_id=person_id).order_by("-id"))


def is_usable(meeting: BoardMeeting) -> bool:
    """Whether a phone may run the meeting: while it goes on, and before it on its own day."""
    if meeting.state == MeetingState.DRAFT:
        return meeting.planned_on == clock.today()
    return meeting.state == MeetingState.IN_PROGRESS


def remote_viewer(remote: MeetingRemote) -> Viewer | None:
    """Whoever lent the phone the meeting, cut down to that meeting's unit; None when the phone may do nothing now."""
    if remote.state != RemoteState.ADMITTED or not is_usable(remote.meeting):
        return None
    if not Person.objects.active().filter(pk=remote.person_id).exists():
        return None
    unit_id = remote.meeting.unit_id
    whole = viewer_for_person(remote.person_id)
    lent = {permission: frozenset({unit_id}) for permission in _LENT if whole.can(permission, unit_id)}
    if Permission.MEETING_RUN not in lent:
        return None
    return Viewer(
        person_id=whole.person_id,
        name=whole.name,
        language=whole.language,
        tenant_id=whole.tenant_id,
        session_id=None,
        access_stamp=f"remote.{remote.id}.{whole.access_stamp}",
        access=Access(frozenset(), lent),
        roles=frozenset(),
        home_unit_ids=(),
    )


def lent_meeting(viewer: Viewer | None, cookies: Mapping[str, str], pk: UUID) -> Viewer | None:
    """Who goes on with a meeting: whoever is signed in, unless they may not run it and hold the phone that may."""
    remote = remote_of(cookies.get(cookie_name(REMOTE_COOKIE), ""))
    if remote is None or remote.meeting_id != pk:
        return viewer
    if viewer is not None and viewer.can(Permission.MEETING_RUN, remote.meeting.unit_id):
        return viewer
    return remote_viewer(remote) or viewer

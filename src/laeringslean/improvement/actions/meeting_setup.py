"""A unit decides how it holds its meetings: its agenda, when it asks how it did, and which mailbox gets the minutes."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from laeringslean.foundation import events
from laeringslean.foundation.database.gate import action
from laeringslean.improvement.actions.meetings import MeetingRefused
from laeringslean.improvement.models import MeetingCheck, MeetingSetup, MinutesSubscription
from laeringslean.improvement.models.agenda import Point, written
from laeringslean.organisation.models import Unit

LONGEST_RHYTHM = 52


@action
def arrange_agenda(
    *, unit: Unit, points: Sequence[Point], by: UUID | None, expected_version: int | None = None
) -> MeetingSetup:
    """Keep the unit's own agenda for the meetings that are planned from now on; without points the method's is back.

    Raises MeetingRefused when everything is left out; EditConflict when somebody else changed it first.
    """
    if points and all(point.is_left_out for point in points):
        raise MeetingRefused(_("Keep at least one point on the agenda."))
    setup = _setup(unit)
    setup.agenda = written(points)
    setup.save_changes("agenda", expected_version=expected_version)
    events.record("improvement.agenda.arranged", subject_id=setup.id, actor_id=by, unit_id=unit.id)
    return setup


@action
def set_up(
    *,
    unit: Unit,
    check_every: int,
    minutes_address: str,
    minutes_language: str,
    by: UUID | None,
    expected_version: int | None = None,
) -> MeetingSetup:
    """Say after how many meetings the group is asked how it did (0: never), and which mailbox gets the minutes ("" for
    none). Raises MeetingRefused for an impossible rhythm; EditConflict when somebody else changed it first."""
    if not 0 <= check_every <= LONGEST_RHYTHM:
        raise MeetingRefused(_("Ask after each meeting, after some, or never."))
    setup = _setup(unit)
    setup.check_every, setup.minutes_address, setup.minutes_language = check_every, minutes_address, minutes_language
    setup.save_changes("check_every", "minutes_address", "minutes_language", expected_version=expected_version)
    events.record("improvement.meetings.set-up", subject_id=setup.id, actor_id=by, unit_id=unit.id)
    return setup


@action
def subscribe(*, unit: Unit, wanted: bool, by: UUID) -> None:
    """Somebody wants the minutes of the unit by e-mail, or no longer."""
    if wanted:
        MinutesSubscription.objects.get_or_create(unit_id=unit.id, person_id=by)
    else:
        MinutesSubscription.objects.filter(unit_id=unit.id, person_id=by).delete()
    what = "wanted" if wanted else "unwanted"
    # Without the unit, whose board shows nothing of it.
    events.record(f"improvement.minutes.{what}", subject_id=by, actor_id=by, unit=str(unit.id))


@action
def count_hands(*, check: MeetingCheck, good: int, fair: int, poor: int, by: UUID | None) -> MeetingCheck:
    """Write down how many hands went up for each answer: counts and nothing else, and only while the meeting goes on.

    Raises MeetingRefused otherwise.
    """
    check = MeetingCheck.objects.select_for_update().select_related("meeting").get(pk=check.pk)
    if check.meeting.is_closed:
        raise MeetingRefused(_("The meeting is closed and its minutes are locked."))
    if min(good, fair, poor) < 0:
        raise MeetingRefused(_("Count the hands for each answer."))
    check.good, check.fair, check.poor = good, fair, poor
    check.save_changes("good", "fair", "poor")
    events.record(
        "improvement.meeting.hands-counted", subject_id=check.meeting_id, actor_id=by, unit_id=check.meeting.unit_id
    )
    return check


def _setup(unit: Unit) -> MeetingSetup:
    return MeetingSetup.objects.get_or_create(unit_id=unit.id)[0]

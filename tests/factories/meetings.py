"""Board meetings for tests, made by the actions."""

from datetime import UTC, date, datetime, time

from laeringslean.foundation import clock
from laeringslean.improvement.actions import meetings
from laeringslean.improvement.models import BoardMeeting
from laeringslean.method.actions import versions
from laeringslean.method.models import MethodVersion
from laeringslean.organisation.models import Person, Unit


def a_method() -> MethodVersion:
    """The method as it ships, published once per municipality."""
    return MethodVersion.objects.first() or versions.publish_standard(by=None)


def make_meeting(
    unit: Unit, *, on: date | None = None, at: time | None = None, facilitator: Person | None = None
) -> BoardMeeting:
    """A planned meeting, today unless a day is given."""
    a_method()
    return meetings.plan(
        unit=unit,
        planned_on=on or clock.today(),
        planned_time=at,
        facilitator_id=facilitator.id if facilitator else None,
        by=None,
    )


def start_meeting(unit: Unit, by: Person | None = None) -> BoardMeeting:
    """A meeting of today, in progress at its first point."""
    return meetings.start(meeting=make_meeting(unit), by=by.id if by else None)


def hold_meeting(unit: Unit, on: date) -> BoardMeeting:
    """A meeting that was held and closed at noon of a day; the next one is planned by it."""
    meeting = BoardMeeting.objects.filter(unit=unit, planned_on=on).first() or make_meeting(unit, on=on)
    with clock.set_clock(datetime(on.year, on.month, on.day, 11, tzinfo=UTC)):
        meetings.start(meeting=meeting, by=None)
        meetings.close(meeting=meeting, by=None)
    meeting.refresh_from_db()
    return meeting

"""How a unit's meetings went over the last half year, week by week: held or missed, and how many heads were counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from laeringslean.calc import loop
from laeringslean.foundation import clock
from laeringslean.improvement.models import BoardMeeting, MeetingState
from laeringslean.improvement.queries.meetings import RHYTHM_WEEKS, Rhythm

# The chart's measures, in its own units.
_WIDTH_OF_WEEK, _HEIGHT, _ROOM_BELOW = 20, 100, 24


@dataclass(frozen=True)
class Week:
    """One week, from its Monday. Heads are the most that were counted in a meeting of it; None where nobody counted."""

    number: int
    monday: date
    held: int = 0
    missed: int = 0
    heads: int | None = None

    @property
    def is_missed(self) -> bool:
        """Whether a meeting was planned and none was held."""
        return self.missed > 0 and not self.held


@dataclass(frozen=True)
class Bar:
    """A week as the chart draws it."""

    week: Week
    x: int
    y: int
    height: int
    middle: int


@dataclass(frozen=True)
class Attendance:
    """The weeks, the oldest first, and what is said of them in one sentence."""

    weeks: list[Week]
    steadiness: Decimal | None

    @property
    def most(self) -> int:
        """The most heads of any week."""
        return max((week.heads or 0 for week in self.weeks), default=0)

    @property
    def is_worth_drawing(self) -> bool:
        """Whether heads were counted in two weeks or more: one alone is no trend."""
        return sum(1 for week in self.weeks if week.heads) > 1

    @property
    def percent(self) -> int | None:
        """Meeting steadiness in per cent: meetings held of those planned."""
        return None if self.steadiness is None else round(100 * self.steadiness)

    @property
    def bars(self) -> list[Bar]:
        """The weeks as columns of the chart."""
        return [self._bar(place, week) for place, week in enumerate(self.weeks)]

    def _bar(self, place: int, week: Week) -> Bar:
        height = round(_HEIGHT * (week.heads or 0) / self.most) if self.most else 0
        x = place * _WIDTH_OF_WEEK + 2
        return Bar(week, x, _HEIGHT - height, height, x + (_WIDTH_OF_WEEK - 4) // 2)

    @property
    def width(self) -> int:
        """The chart's width in its own units."""
        return _WIDTH_OF_WEEK * len(self.weeks)

    @property
    def height(self) -> int:
        """The chart's height in its own units, with the line of signs below."""
        return _HEIGHT + _ROOM_BELOW


def attendance_of(meetings: list[BoardMeeting], rhythm: Rhythm | None) -> Attendance:
    """The last 26 weeks of a unit's meetings, which the caller has read already. No query.

    Steadiness is the measure of the loop: meetings held of those planned, as `rhythms` counts them.
    """
    today = clock.today()
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=back) for back in reversed(range(RHYTHM_WEEKS))]
    by_monday: dict[date, list[BoardMeeting]] = {}
    for meeting in meetings:
        by_monday.setdefault(meeting.planned_on - timedelta(days=meeting.planned_on.weekday()), []).append(meeting)
    weeks = [_week(monday, by_monday.get(monday, []), today) for monday in mondays]
    return Attendance(weeks, loop.share(rhythm.held, rhythm.planned) if rhythm else None)


def _week(monday: date, meetings: list[BoardMeeting], today: date) -> Week:
    held = [meeting for meeting in meetings if meeting.state == MeetingState.CLOSED]
    return Week(
        monday.isocalendar().week,
        monday,
        held=len(held),
        missed=sum(1 for meeting in meetings if meeting.is_missed(today)),
        heads=max((meeting.head_count for meeting in held if meeting.head_count), default=None),
    )

"""The measures of the loop, as the table of measures in the domain notes (§5) defines them."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

DAYS_PER_YEAR = 365
SECONDS_PER_HOUR = 3600


@dataclass(frozen=True)
class Period:
    """The days from the first to the last, both included. ValueError when the last comes before the first."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends on or after its first day")

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True)
class Stay:
    """Somebody works somewhere from a day until and with another; `until` None means still."""

    person: Hashable
    since: date
    until: date | None = None


def share(part: int, whole: int) -> Decimal | None:
    """Part ÷ whole; None when there is no whole. ValueError unless 0 <= part <= whole.

    Involvement rate: distinct staff who raised, owned or tested something in six months ÷ staff. Implemented share:
    (standardised + done) ÷ ideas decided. Meeting steadiness: meetings held ÷ planned.
    """
    if not 0 <= part <= whole:
        raise ValueError("a part is between none and the whole")
    return Decimal(part) / whole if whole else None


def average_staff(stays: Iterable[Stay], period: Period) -> Decimal:
    """Average head count over the period: the days that each person worked there ÷ the days of the period.

    Somebody with two positions at once is one person.
    """
    by_person: dict[Hashable, list[tuple[date, date]]] = {}
    for stay in stays:
        first = max(stay.since, period.first)
        last = period.last if stay.until is None else min(stay.until, period.last)
        if first <= last:
            by_person.setdefault(stay.person, []).append((first, last))
    return Decimal(sum(_days(spans) for spans in by_person.values())) / period.days


def _days(spans: list[tuple[date, date]]) -> int:
    """Days in at least one of the spans."""
    days, reached = 0, date.min
    for first, last in sorted(spans):
        begins = max(first, reached + timedelta(days=1)) if reached != date.min else first
        if begins <= last:
            days += (last - begins).days + 1
            reached = last
    return days


def ideas_per_employee_year(ideas: int, staff: Decimal, period: Period) -> Decimal | None:
    """Ideas ÷ average head count × 365 ÷ days. None when nobody worked there. ValueError for less than nothing."""
    if ideas < 0 or staff < 0:
        raise ValueError("ideas and staff are not below zero")
    return Decimal(ideas) * DAYS_PER_YEAR / (staff * period.days) if staff else None


def median_days(answers: Iterable[tuple[date, date]]) -> Decimal | None:
    """Response time: the median days from raised to first decision, of pairs of the two. None without any.

    What was answered before it was raised, as an import may claim, counts as answered the same day.
    """
    waits = [max((decided - raised).days, 0) for raised, decided in answers]
    return median(Decimal(wait) for wait in waits) if waits else None


def person_hours(seconds: int, persons: int, *, longest: int) -> Decimal:
    """Hours that a meeting took of all who were there; of `seconds` no more than `longest` count.

    A meeting that somebody forgot to end did not last until the next morning.
    """
    return Decimal(min(max(seconds, 0), longest)) * persons / SECONDS_PER_HOUR


def net_hours_per_week(realised: Decimal, spent: Decimal, weeks: int) -> Decimal:
    """Net benefit: realised hours a week − hours spent on the work in a number of weeks ÷ those weeks.

    May be below zero: the work has to be learned before it pays. ValueError unless there is at least one week.
    """
    if weeks < 1:
        raise ValueError("there is at least one week")
    return realised - spent / weeks

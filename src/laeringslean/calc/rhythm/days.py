"""Every week, month or year from a first day on, by the civil calendar."""

from calendar import monthrange
from datetime import date, timedelta
from enum import Enum


class Rhythm(Enum):
    """How often something comes back."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    FOUR_WEEKLY = "four-weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


_WEEKS = {Rhythm.WEEKLY: 1, Rhythm.FORTNIGHTLY: 2, Rhythm.FOUR_WEEKLY: 4}
_MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.HALF_YEARLY: 6, Rhythm.YEARLY: 12}


def next_day(first: date, rhythm: Rhythm, after: date) -> date:
    """The first day of the rhythm that lies after `after`: `first` itself when that does.

    In months that are too short the last day stands in, and the month after has the first day's number again:
    31 January, 28 February, 31 March.
    """
    if after < first:
        return first
    if rhythm in _WEEKS:
        step = timedelta(weeks=_WEEKS[rhythm])
        return first + step * ((after - first) // step + 1)
    months = _MONTHS[rhythm]
    passed = (after.year - first.year) * 12 + after.month - first.month
    turn = passed // months
    day = _months_after(first, turn * months)
    return day if day > after else _months_after(first, (turn + 1) * months)


def _months_after(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))

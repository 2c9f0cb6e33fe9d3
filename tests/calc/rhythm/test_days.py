from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laeringslean.calc.rhythm import Rhythm, next_day

WEEKS = {Rhythm.WEEKLY: 1, Rhythm.FORTNIGHTLY: 2, Rhythm.FOUR_WEEKLY: 4}
MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.HALF_YEARLY: 6, Rhythm.YEARLY: 12}
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("first", "rhythm", "after", "expected"),
    [
        (date(2026, 1, 31), Rhythm.MONTHLY, date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 1, 31), Rhythm.MONTHLY, date(2026, 2, 28), date(2026, 3, 31)),
        (date(2028, 1, 31), Rhythm.MONTHLY, date(2028, 2, 1), date(2028, 2, 29)),
        (date(2024, 2, 29), Rhythm.YEARLY, date(2026, 1, 1), date(2026, 2, 28)),
        (date(2024, 2, 29), Rhythm.YEARLY, date(2027, 3, 1), date(2028, 2, 29)),
        (date(2026, 11, 30), Rhythm.QUARTERLY, date(2026, 12, 1), date(2027, 2, 28)),
        (date(2026, 3, 2), Rhythm.FORTNIGHTLY, date(2026, 3, 10), date(2026, 3, 16)),
        (date(2026, 3, 2), Rhythm.WEEKLY, date(2026, 1, 1), date(2026, 3, 2)),
    ],
)
def test_the_next_day_by_the_calendar(first, rhythm, after, expected):
    assert next_day(first, rhythm, after) == expected


def belongs(day, first, rhythm):
    """Whether a day is one of the rhythm, told without the arithmetic: by walking the calendar."""
    if rhythm in WEEKS:
        return (day - first).days % (7 * WEEKS[rhythm]) == 0
    last_of_month = (day + timedelta(days=1)).month != day.month
    months = (day.year - first.year) * 12 + day.month - first.month
    return months % MONTHS[rhythm] == 0 and (day.day == first.day or (last_of_month and day.day < first.day))


@given(DAYS, st.sampled_from(Rhythm), DAYS)
def test_it_is_the_first_of_all_days_that_belong(first, rhythm, after):
    found = next_day(first, rhythm, after)
    assert found > after or found == first > after
    day = max(first, after + timedelta(days=1))
    while not belongs(day, first, rhythm):
        day += timedelta(days=1)
    assert found == day

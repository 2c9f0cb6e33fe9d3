"""The measures of the loop: worked examples, and what always holds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from laeringslean.calc.loop import (
    Period,
    Stay,
    average_staff,
    ideas_per_employee_year,
    median_days,
    net_hours_per_week,
    person_hours,
    share,
)

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def test_a_share_of_nothing_is_no_share():
    assert share(0, 0) is None
    assert share(12, 48) == Decimal("0.25")
    with pytest.raises(ValueError, match="between none and the whole"):
        share(3, 2)


def test_a_period_has_both_its_ends():
    assert YEAR.days == 365
    assert date(2026, 12, 31) in YEAR
    assert date(2027, 1, 1) not in YEAR
    with pytest.raises(ValueError, match="ends on or after"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


def test_average_staff_counts_days_and_two_positions_as_one_person():
    half = Stay("a", date(2026, 1, 1), date(2026, 7, 2))
    again = Stay("a", date(2026, 3, 1), date(2026, 7, 2))
    assert average_staff([half, again, Stay("b", date(2020, 1, 1))], YEAR) == (Decimal(183) + 365) / 365
    assert average_staff([Stay("c", date(2027, 1, 1)), Stay("d", date(2020, 1, 1), date(2025, 12, 31))], YEAR) == 0


@given(some.lists(some.tuples(some.integers(0, 400), some.integers(0, 400)), max_size=6))
def test_average_staff_is_the_mean_of_the_days(spans):
    start = date(2025, 12, 15)
    stays = [Stay("a", start + timedelta(days=a), start + timedelta(days=a + length)) for a, length in spans]
    days = sum(
        any(stay.since <= day and day <= stay.until for stay in stays)
        for day in (YEAR.first + timedelta(days=number) for number in range(365))
    )
    assert average_staff(stays, YEAR) == Decimal(days) / 365


def test_ideas_per_employee_year_scales_a_shorter_period():
    half = Period(date(2026, 1, 1), date(2026, 3, 14))
    assert half.days == 73
    assert ideas_per_employee_year(10, Decimal(20), half) == Decimal("2.5")
    assert ideas_per_employee_year(30, Decimal(20), YEAR) == Decimal("1.5")
    assert ideas_per_employee_year(3, Decimal(0), YEAR) is None
    with pytest.raises(ValueError, match="not below zero"):
        ideas_per_employee_year(-1, Decimal(1), YEAR)


def test_response_time_is_a_median_and_never_below_zero():
    day = date(2026, 5, 1)
    waits = [(day, day + timedelta(days=wait)) for wait in (2, 90, 3, -4)]
    assert median_days(waits) == Decimal("2.5")
    assert median_days([]) is None


def test_net_hours_may_be_below_zero():
    assert net_hours_per_week(Decimal("6.5"), Decimal(52), 26) == Decimal("4.5")
    assert net_hours_per_week(Decimal(0), Decimal(26), 26) == -1
    with pytest.raises(ValueError, match="at least one week"):
        net_hours_per_week(Decimal(1), Decimal(1), 0)


def test_a_meeting_that_nobody_ended_lasts_no_longer_than_the_longest():
    assert person_hours(900, 8, longest=3600) == 2
    assert person_hours(60_000, 8, longest=3600) == 8
    assert person_hours(-5, 8, longest=3600) == 0

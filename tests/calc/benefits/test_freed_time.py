from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from laeringslean.calc.benefits import Basis, Divisor, FreedTime, fte, rounded

WEEK = Divisor(Decimal("37.5"), Basis.WEEKLY)
YEAR = Divisor(Decimal(1700), Basis.YEARLY)


def test_six_people_waiting_a_quarter_each_week_are_an_hour_and_a_half():
    assert FreedTime(Decimal(15), 6, Decimal(1)).hours_per_week == Decimal("1.5")


def test_an_hour_and_a_half_a_week_is_six_and_a_half_hours_a_month():
    time = FreedTime(Decimal(15), 6, Decimal(1))
    assert rounded(time.hours_per_year / 12, 1) == Decimal("6.5")


def test_seventeen_and_a_half_hours_a_week_are_0_47_fte():
    assert rounded(fte(FreedTime(Decimal(1050), 1, Decimal(1)), WEEK), 2) == Decimal("0.47")


def test_weekly_basis_ignores_active_weeks():
    assert fte(FreedTime(Decimal(60), 1, Decimal(5), 10), WEEK) == fte(FreedTime(Decimal(60), 1, Decimal(5), 52), WEEK)


def test_yearly_basis_multiplies_by_active_weeks():
    time = FreedTime(Decimal(60), 1, Decimal(10), 34)
    assert (time.hours_per_year, fte(time, YEAR)) == (Decimal(340), Decimal("0.2"))


@pytest.mark.parametrize(
    "facts", [("0", 1, "1", 52), ("1", 0, "1", 52), ("1", 1, "0", 52), ("1", 1, "1", 0), ("1", 1, "1", 54)]
)
def test_impossible_facts_are_refused(facts):
    minutes, persons, times, weeks = facts
    with pytest.raises(ValueError):
        FreedTime(Decimal(minutes), persons, Decimal(times), weeks)


@pytest.mark.parametrize("minutes", ["NaN", "Infinity", "-1"])
def test_minutes_are_a_number_above_zero(minutes):
    with pytest.raises(ValueError):
        FreedTime(Decimal(minutes), 1, Decimal(1))


@pytest.mark.parametrize(
    "facts",
    [
        (15.0, 6, Decimal(1), 52),
        (15, 6, Decimal(1), 52),
        (Decimal(15), Decimal(6), Decimal(1), 52),
        (Decimal(15), True, Decimal(1), 52),
        (Decimal(15), 6, 1.0, 52),
        (Decimal(15), 6, Decimal(1), 52.0),
    ],
)
def test_facts_of_the_wrong_kind_are_refused(facts):
    with pytest.raises(TypeError):
        FreedTime(*facts)


def test_the_facts_cannot_be_changed_afterwards():
    time = FreedTime(Decimal(15), 6, Decimal(1))
    with pytest.raises(FrozenInstanceError):
        time.persons = 7


@pytest.mark.parametrize(("exact", "places", "shown"), [("0.125", 2, "0.13"), ("2.35", 1, "2.4"), ("68.33", 0, "68")])
def test_display_rounds_halves_up(exact, places, shown):
    assert rounded(Decimal(exact), places) == Decimal(shown)


def facts_as_fractions(time: FreedTime) -> Fraction:
    """Hours a week the slow way: one person, one minute at a time, as an exact fraction."""
    return sum((Fraction(time.minutes) * Fraction(time.times_per_week) for _ in range(time.persons)), Fraction(0)) / 60


@given(
    minutes=some.decimals("0.01", "500", places=2),
    persons=some.integers(1, 60),
    times=some.decimals("0.001", "40", places=3),
    weeks=some.integers(1, 53),
)
def test_hours_agree_with_exact_fractions(minutes, persons, times, weeks):
    time = FreedTime(minutes, persons, times, weeks)
    exact = facts_as_fractions(time)
    assert abs(Fraction(time.hours_per_week) - exact) < Fraction(1, 10**20)
    assert abs(Fraction(fte(time, YEAR)) - exact * weeks / 1700) < Fraction(1, 10**20)

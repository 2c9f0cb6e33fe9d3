from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from laeringslean.calc.benefits import Basis, DatedDivisor, Divisor, NoDivisor, divisor_on

OLD = DatedDivisor(date(2025, 1, 1), Divisor(Decimal("37.5"), Basis.WEEKLY))
NEW = DatedDivisor(date(2026, 1, 1), Divisor(Decimal(1700), Basis.YEARLY))
SHIFT = DatedDivisor(date(2025, 6, 1), Divisor(Decimal("35.5"), Basis.WEEKLY), "turnus")


@pytest.mark.parametrize(
    ("day", "group", "expected"),
    [
        (date(2025, 12, 31), "", OLD),
        (date(2026, 1, 1), "", NEW),
        (date(2026, 1, 1), "turnus", SHIFT),
        (date(2025, 5, 31), "turnus", OLD),
        (date(2026, 1, 1), "lærere", NEW),
    ],
)
def test_the_newest_in_force_of_the_own_group_comes_first(day, group, expected):
    assert divisor_on(day, group, [OLD, NEW, SHIFT]) == expected.divisor


def test_before_the_first_there_is_none():
    with pytest.raises(NoDivisor):
        divisor_on(date(2024, 12, 31), "turnus", [OLD, NEW, SHIFT])


def test_of_two_from_the_same_day_the_last_one_given_holds():
    corrected = DatedDivisor(NEW.valid_from, Divisor(Decimal(1695), Basis.YEARLY))
    assert divisor_on(NEW.valid_from, "", [NEW, corrected]) == corrected.divisor
    assert divisor_on(NEW.valid_from, "", [corrected, NEW]) == NEW.divisor


@given(
    rows=some.lists(
        some.builds(
            DatedDivisor,
            some.dates(date(2024, 1, 1), date(2024, 1, 20)),
            some.builds(Divisor, some.decimals("30", "40", places=1), some.just(Basis.WEEKLY)),
            some.sampled_from(["", "turnus"]),
        ),
        unique_by=lambda row: (row.valid_from, row.staff_group),
    ),
    day=some.dates(date(2024, 1, 1), date(2024, 1, 20)),
    group=some.sampled_from(["", "turnus", "lærere"]),
)
def test_the_same_comes_of_going_back_day_by_day(rows, day, group):
    def on_that_day(wanted):
        for back in range(30):
            for row in rows:
                if row.valid_from == day - timedelta(days=back) and row.staff_group == wanted:
                    return row.divisor
        return None

    expected = on_that_day(group) or on_that_day("")
    if expected is None:
        with pytest.raises(NoDivisor):
            divisor_on(day, group, rows)
    else:
        assert divisor_on(day, group, rows) == expected


@pytest.mark.parametrize("hours", ["0", "-37.5", "NaN", "Infinity"])
def test_a_divisor_is_a_number_above_zero(hours):
    with pytest.raises(ValueError):
        Divisor(Decimal(hours), Basis.WEEKLY)


@pytest.mark.parametrize(("hours", "basis"), [(37.5, Basis.WEEKLY), (37, Basis.WEEKLY), (Decimal("37.5"), "weekly")])
def test_a_divisor_is_made_of_exact_hours_and_a_basis(hours, basis):
    with pytest.raises(TypeError):
        Divisor(hours, basis)

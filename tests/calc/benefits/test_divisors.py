from datetime import date
from decimal import Decimal

import pytest

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
    assert divisor_on(day, [OLD, NEW, SHIFT], group) == expected.divisor


def test_before_the_first_there_is_none():
    with pytest.raises(NoDivisor):
        divisor_on(date(2024, 12, 31), [OLD, NEW, SHIFT], "turnus")

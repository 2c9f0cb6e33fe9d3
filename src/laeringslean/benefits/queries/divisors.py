"""Which divisor holds."""

from datetime import date

from laeringslean.benefits.models import FteDivisor
from laeringslean.calc import benefits as calc


def divisor_for(day: date, staff_group: str = "") -> calc.Divisor:
    """The municipality's divisor on a day for a staff group. Raises calc.NoDivisor when none is set."""
    return calc.divisor_on(day, staff_group, [_dated(row) for row in FteDivisor.objects.all()])


def staff_groups_with_their_own(day: date) -> list[str]:
    """The staff groups that have a divisor of their own on the day, in order."""
    rows = FteDivisor.objects.filter(valid_from__lte=day).exclude(staff_group="")
    return sorted(set(rows.values_list("staff_group", flat=True)))


def in_force(day: date, rows: list[FteDivisor]) -> set[FteDivisor]:
    """Those of the rows that hold on the day: the newest of each staff group and of everybody's."""
    newest: dict[str, FteDivisor] = {}
    for row in sorted(rows, key=lambda row: row.valid_from):
        if row.valid_from <= day:
            newest[row.staff_group] = row
    return set(newest.values())


def _dated(row: FteDivisor) -> calc.DatedDivisor:
    return calc.DatedDivisor(row.valid_from, calc.Divisor(row.hours, calc.Basis(row.basis)), row.staff_group)

"""Which divisor holds."""

from datetime import date

from laeringslean.benefits.models import FteDivisor
from laeringslean.calc import benefits as calc


def divisor_for(day: date, staff_group: str = "") -> calc.Divisor:
    """The municipality's divisor on a day for a staff group. Raises calc.NoDivisor when none is set."""
    return calc.divisor_on(
        day,
        [
            calc.DatedDivisor(row.valid_from, calc.Divisor(row.hours, calc.Basis(row.basis)), row.staff_group)
            for row in FteDivisor.objects.all()
        ],
        staff_group,
    )

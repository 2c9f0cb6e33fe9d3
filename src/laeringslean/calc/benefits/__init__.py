"""Freed time: from minutes at the work place to hours and årsverk. Plain Decimal arithmetic, no Django."""

from laeringslean.calc.benefits.divisors import Basis, DatedDivisor, Divisor, NoDivisor, divisor_on
from laeringslean.calc.benefits.freed_time import FreedTime, fte, rounded
from laeringslean.calc.benefits.totals import Line, Step, Sum, Totals, totals

__all__ = [
    "Basis",
    "DatedDivisor",
    "Divisor",
    "FreedTime",
    "Line",
    "NoDivisor",
    "Step",
    "Sum",
    "Totals",
    "divisor_on",
    "fte",
    "rounded",
    "totals",
]

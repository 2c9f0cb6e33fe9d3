"""The raw facts of freed time, and what follows from them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from laeringslean.calc.benefits.divisors import Basis, Divisor


@dataclass(frozen=True)
class FreedTime:
    """Minutes saved each time, by how many persons, how often a week, in how many weeks of the year.

    ValueError when a fact cannot be: minutes, persons or times not above zero, or weeks outside 1 to 53.
    """

    minutes: Decimal
    persons: int
    times_per_week: Decimal
    active_weeks: int = 52

    def __post_init__(self) -> None:
        if self.minutes <= 0 or self.persons <= 0 or self.times_per_week <= 0:
            raise ValueError("minutes, persons and times per week are above zero")
        if not 1 <= self.active_weeks <= 53:
            raise ValueError("a year has 1 to 53 active weeks")

    @property
    def hours_per_week(self) -> Decimal:
        """Hours a week: minutes × persons × times per week ÷ 60 (the measures table of the domain notes)."""
        return self.minutes * self.persons * self.times_per_week / 60

    @property
    def hours_per_year(self) -> Decimal:
        """Hours a year: hours per week × active weeks."""
        return self.hours_per_week * self.active_weeks


def fte(time: FreedTime, divisor: Divisor) -> Decimal:
    """Årsverk. Weekly basis: hours per week ÷ divisor, active weeks ignored. Yearly: hours per year ÷ divisor.

    Source: SSB counts one årsverk as a 37.5-hour week; yearly net hours are the municipality's own choice.
    """
    hours = time.hours_per_week if divisor.basis is Basis.WEEKLY else time.hours_per_year
    return hours / divisor.hours


def rounded(value: Decimal, places: int) -> Decimal:
    """The value with so many decimals, halves away from zero. For display only; sums are made of exact values."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)

"""The raw facts of freed time, and what follows from them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from laeringslean.calc.benefits.divisors import Basis, Divisor

MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class FreedTime:
    """Minutes saved each time, by how many persons, how often a week, in how many weeks of the year.

    TypeError when minutes or times are no Decimal, or persons or weeks no int; ValueError when a fact cannot be:
    minutes, persons or times not above zero (or not finite), or weeks outside 1 to 53.
    """

    minutes: Decimal
    persons: int
    times_per_week: Decimal
    active_weeks: int = 52

    def __post_init__(self) -> None:
        if not isinstance(self.minutes, Decimal) or not isinstance(self.times_per_week, Decimal):
            raise TypeError("minutes and times per week are Decimal")
        if type(self.persons) is not int or type(self.active_weeks) is not int:
            raise TypeError("persons and active weeks are whole numbers")
        if not self.minutes.is_finite() or not self.times_per_week.is_finite():
            raise ValueError("minutes and times per week are finite")
        if self.minutes <= 0 or self.persons <= 0 or self.times_per_week <= 0:
            raise ValueError("minutes, persons and times per week are above zero")
        if not 1 <= self.active_weeks <= 53:
            raise ValueError("a year has 1 to 53 active weeks")

    @property
    def hours_per_week(self) -> Decimal:
        """Hours a week: minutes × persons × times per week ÷ 60.

        Source: the table of measures in the domain notes (§5), in Gran's style: 6 people who wait 15 minutes once a
        week are 1.5 hours.
        """
        return self.minutes * self.persons * self.times_per_week / MINUTES_PER_HOUR

    @property
    def hours_per_year(self) -> Decimal:
        """Hours a year: hours per week × active weeks."""
        return self.minutes * self.persons * self.times_per_week * self.active_weeks / MINUTES_PER_HOUR


def fte(time: FreedTime, divisor: Divisor) -> Decimal:
    """Årsverk. Weekly basis: hours per week ÷ divisor, active weeks ignored. Yearly: hours per year ÷ divisor.

    Sources: SSB counts one årsverk against a 37.5-hour week (17.5 hours a week are 0.47 årsverk); net hours a year,
    about 1,700, are the municipality's own choice. The two differ for services that run all 52 weeks, so one
    municipality keeps to one of them (domain notes §5).
    """
    hours = time.hours_per_week if divisor.basis is Basis.WEEKLY else time.hours_per_year
    return hours / divisor.hours


def rounded(value: Decimal, places: int) -> Decimal:
    """The value with so many decimals, halves away from zero. For display only; sums are made of exact values."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)

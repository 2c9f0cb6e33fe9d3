"""How many hours make one årsverk: dated, for the municipality or for one staff group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Basis(StrEnum):
    """By the week (active weeks are ignored) or by the year (hours are multiplied by them)."""

    WEEKLY = "weekly"
    YEARLY = "yearly"


@dataclass(frozen=True)
class Divisor:
    """Hours per årsverk, e.g. 37.5 by the week or 1,700 by the year.

    TypeError unless `hours` is a Decimal and `basis` a Basis; ValueError unless `hours` is finite and above zero.
    """

    hours: Decimal
    basis: Basis

    def __post_init__(self) -> None:
        if not isinstance(self.hours, Decimal) or not isinstance(self.basis, Basis):
            raise TypeError("a divisor is made of a Decimal and a Basis")
        if not self.hours.is_finite() or self.hours <= 0:
            raise ValueError("a divisor is above zero")


@dataclass(frozen=True)
class DatedDivisor:
    """A divisor in force from a day; `staff_group` empty means everybody without one of their own."""

    valid_from: date
    divisor: Divisor
    staff_group: str = ""


class NoDivisor(LookupError):
    """No divisor was in force on the day."""


def divisor_on(day: date, staff_group: str, divisors: Iterable[DatedDivisor]) -> Divisor:
    """The divisor of a staff group on a day: the newest of its own in force, else the newest of everybody's.

    Of two from the same day the last one given holds. Raises NoDivisor when none is in force.
    """
    in_force = [dated for dated in divisors if dated.valid_from <= day]
    for group in dict.fromkeys((staff_group, "")):
        own = [dated for dated in in_force if dated.staff_group == group]
        if own:
            # max() keeps the first of equals, and the last shall hold.
            return max(reversed(own), key=lambda dated: dated.valid_from).divisor
    raise NoDivisor(f"no divisor in force on {day.isoformat()}")

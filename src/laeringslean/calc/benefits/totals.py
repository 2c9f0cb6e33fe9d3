"""Identified, agreed, realised: three figures that stand side by side and are never added together."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import IntEnum

from laeringslean.calc.benefits.divisors import Divisor
from laeringslean.calc.benefits.freed_time import FreedTime, fte

# Sums are made with more digits than they are given with, so that three thirds of an hour are one hour and not
# 0.999…, which would be shown as something less.
_WORKING_DIGITS = 60


class Step(IntEnum):
    """How far a benefit has come; each step includes those before it. A lost one counts nowhere."""

    LOST = 0
    IDENTIFIED = 1
    AGREED = 2
    REALISED = 3


@dataclass(frozen=True)
class Line:
    """One benefit: its facts, the divisor that held when it was identified, and how far it has come."""

    time: FreedTime
    divisor: Divisor
    step: Step

    def __post_init__(self) -> None:
        if not isinstance(self.step, Step):
            raise TypeError("a line stands at a Step")


@dataclass(frozen=True)
class Sum:
    """Hours a week and årsverk of the benefits that have reached a step, and how many they are.

    Two sums cannot be added: what is realised is part of what is identified. ValueError for less than nothing.
    """

    hours_per_week: Decimal = Decimal(0)
    fte: Decimal = Decimal(0)
    benefits: int = 0

    def __post_init__(self) -> None:
        if self.hours_per_week < 0 or self.fte < 0 or self.benefits < 0:
            raise ValueError("a sum of freed time is not below zero")


@dataclass(frozen=True)
class Totals:
    """The three figures. There is deliberately no fourth: a benefit that is realised was agreed and identified too.

    ValueError when a later step holds more than an earlier one.
    """

    identified: Sum
    agreed: Sum
    realised: Sum

    def __post_init__(self) -> None:
        for earlier, later in ((self.identified, self.agreed), (self.agreed, self.realised)):
            if later.hours_per_week > earlier.hours_per_week or later.fte > earlier.fte:
                raise ValueError("what has come further was part of what came before")
            if later.benefits > earlier.benefits:
                raise ValueError("what has come further was part of what came before")

    @property
    def realisation_rate(self) -> Decimal | None:
        """Realised ÷ identified årsverk (the measure of domain notes §5; Vestre Toten: 73 %).

        None while nothing is identified.
        """
        return self.realised.fte / self.identified.fte if self.identified.fte else None


def totals(lines: Iterable[Line]) -> Totals:
    """Sum the lines. Identified is cumulative: all that was ever identified, less what was lost or dropped.

    So are the others: agreed holds what has a signed agreement, whether or not it has been realised since.
    """
    lines = list(lines)
    return Totals(
        identified=_reached(lines, Step.IDENTIFIED),
        agreed=_reached(lines, Step.AGREED),
        realised=_reached(lines, Step.REALISED),
    )


def _reached(lines: list[Line], step: Step) -> Sum:
    counted = [line for line in lines if line.step >= step]
    with localcontext() as context:
        context.prec = _WORKING_DIGITS
        hours = sum((line.time.hours_per_week for line in counted), Decimal(0))
        years = sum((fte(line.time, line.divisor) for line in counted), Decimal(0))
    # The plus sign rounds to the usual 28 digits.
    return Sum(hours_per_week=+hours, fte=+years, benefits=len(counted))

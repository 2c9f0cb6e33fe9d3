"""Identified, agreed, realised: three figures that stand side by side and are never added together."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from laeringslean.calc.benefits.divisors import Divisor
from laeringslean.calc.benefits.freed_time import FreedTime, fte


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


@dataclass(frozen=True)
class Sum:
    """Hours a week and årsverk of the benefits that have reached a step, and how many they are."""

    hours_per_week: Decimal = Decimal(0)
    fte: Decimal = Decimal(0)
    benefits: int = 0


@dataclass(frozen=True)
class Totals:
    """The three figures. There is deliberately no fourth: a benefit that is realised was identified too."""

    identified: Sum
    agreed: Sum
    realised: Sum

    @property
    def realisation_rate(self) -> Decimal | None:
        """Realised ÷ identified årsverk (as Vestre Toten reports it); None while nothing is identified."""
        return self.realised.fte / self.identified.fte if self.identified.fte else None


def totals(lines: Iterable[Line]) -> Totals:
    """Sum the lines. Identified is cumulative: all that was ever identified, less what was lost or dropped."""
    lines = list(lines)
    return Totals(
        identified=_reached(lines, Step.IDENTIFIED),
        agreed=_reached(lines, Step.AGREED),
        realised=_reached(lines, Step.REALISED),
    )


def _reached(lines: list[Line], step: Step) -> Sum:
    counted = [line for line in lines if line.step >= step]
    return Sum(
        hours_per_week=sum((line.time.hours_per_week for line in counted), Decimal(0)),
        fte=sum((fte(line.time, line.divisor) for line in counted), Decimal(0)),
        benefits=len(counted),
    )

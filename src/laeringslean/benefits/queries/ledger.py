"""The ledger: benefits as lines that can be summed, for a page, a unit's tree or one idea."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from laeringslean.benefits.models import Benefit, BenefitState
from laeringslean.calc import benefits as calc
from laeringslean.foundation import clock
from laeringslean.improvement.models import Decision, Evaluation, IdeaState

_STEPS = {
    BenefitState.IDENTIFIED: calc.Step.IDENTIFIED,
    BenefitState.AGREED: calc.Step.AGREED,
    BenefitState.REALISED: calc.Step.REALISED,
    BenefitState.LOST: calc.Step.LOST,
}


@dataclass(frozen=True)
class LedgerLine:
    """One benefit with what is derived from its facts. `idea_title` is empty for who may not read ideas."""

    benefit_id: UUID
    idea_id: UUID
    idea_title: str
    unit_id: UUID
    unit_name: str
    state: BenefitState
    use_of_time: str
    realised_on: date | None
    line: calc.Line

    @property
    def hours_per_week(self) -> Decimal:
        """Exact hours a week."""
        return self.line.time.hours_per_week

    @property
    def fte(self) -> Decimal:
        """Exact årsverk."""
        return calc.fte(self.line.time, self.line.divisor)


def counted() -> QuerySet[Benefit]:
    """Benefits that count: not lost, and of ideas that were neither declined nor dropped.

    An idea that was dropped may be closed since; its last evaluation tells.
    """
    last_decision = Evaluation.objects.filter(idea=OuterRef("idea")).order_by("-evaluated_on", "-id")
    return (
        Benefit.objects.exclude(state=BenefitState.LOST)
        .exclude(idea__state__in=[IdeaState.DECLINED, IdeaState.DROPPED])
        .annotate(last_decision=Subquery(last_decision.values("decision")[:1]))
        .exclude(Q(idea__state=IdeaState.CLOSED) & Q(last_decision=Decision.DROP))
    )


def ledger(unit_ids: Collection[UUID], *, with_ideas: bool = True) -> list[LedgerLine]:
    """The lines of these units, the newest first, in one query. Without `with_ideas` no line tells its idea's words."""
    rows = (
        counted()
        .filter(unit_id__in=unit_ids)
        .select_related("idea", "unit")
        .prefetch_related("agreements")
        .order_by("-identified_on", "-id")
    )
    return [_line(row, with_ideas) for row in rows]


def _line(row: Benefit, with_ideas: bool) -> LedgerLine:
    agreement = next(iter(row.agreements.all()), None)
    return LedgerLine(
        benefit_id=row.id,
        idea_id=row.idea_id,
        idea_title=row.idea.title if with_ideas else "",
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        state=BenefitState(row.state),
        use_of_time=agreement.use_of_time if agreement else "",
        realised_on=row.realised_on,
        line=calc_line(row),
    )


def calc_line(row: Benefit) -> calc.Line:
    """The facts of a stored benefit as a line of the arithmetic."""
    return calc.Line(row.freed_time, row.divisor, _STEPS[BenefitState(row.state)])


def totals_for_units(unit_ids: Collection[UUID]) -> calc.Totals:
    """Identified, agreed and realised of these units, in one query."""
    return calc.totals(calc_line(row) for row in counted().filter(unit_id__in=unit_ids))


@dataclass(frozen=True)
class FreedTimeOfIdea:
    """What a card says of its idea's benefit."""

    hours_per_week: Decimal
    state: BenefitState
    use_of_time: str


def freed_time_of(unit_id: UUID) -> dict[UUID, FreedTimeOfIdea]:
    """The benefits of a unit's ideas by idea, for its board. Two queries."""
    return {
        line.idea_id: FreedTimeOfIdea(line.hours_per_week, line.state, line.use_of_time)
        for line in ledger([unit_id], with_ideas=False)
    }


def realised_this_month(unit_id: UUID) -> list[LedgerLine]:
    """The lines of a unit that were realised in this month."""
    first: Any = clock.today().replace(day=1)
    return [line for line in ledger([unit_id]) if line.realised_on is not None and line.realised_on >= first]

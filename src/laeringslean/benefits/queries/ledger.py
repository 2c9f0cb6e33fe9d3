"""The ledger: benefits as lines that can be summed, for a page, a unit's tree, a board or one idea."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from laeringslean.benefits.models import Benefit, BenefitAgreement, BenefitState, UseKind
from laeringslean.calc import benefits as calc
from laeringslean.foundation import clock
from laeringslean.improvement.models import Decision, Evaluation, Idea, IdeaState

_STEPS = {
    BenefitState.IDENTIFIED: calc.Step.IDENTIFIED,
    BenefitState.AGREED: calc.Step.AGREED,
    BenefitState.REALISED: calc.Step.REALISED,
    BenefitState.LOST: calc.Step.LOST,
}

# From here on an idea can have freed time in fact; before that somebody only hopes so.
IN_USE = [IdeaState.EVALUATED, IdeaState.STANDARDISED, IdeaState.DONE, IdeaState.CLOSED]


@dataclass(frozen=True)
class LedgerLine:
    """One benefit with what is derived from its facts.

    `idea_title` is empty for who may not read ideas; use and evidence are empty until both sides have signed for the
    use, and until it is realised.
    """

    benefit_id: UUID
    idea_id: UUID
    idea_title: str
    unit_id: UUID
    unit_name: str
    state: BenefitState
    use_of_time: str
    use_kind: UseKind | None
    evidence: str
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

    This room stands above the ideas and asks where they are, so that whoever drops one needs to tell nobody.
    """
    rows = Benefit.objects.annotate(last_decision=_last_decision(OuterRef("idea")))
    return rows.exclude(_given_up("idea__")).exclude(state=BenefitState.LOST)


def goes_ahead(idea: Idea) -> bool:
    """Whether what the idea frees counts, as the idea stands in the database now. One query."""
    rows = Idea.objects.annotate(last_decision=_last_decision(OuterRef("pk")))
    return rows.filter(pk=idea.pk).exclude(_given_up()).exists()


def is_in_use(idea: Idea) -> bool:
    """Whether what the idea suggests is done or evaluated, as it stands in the database now. One query."""
    return Idea.objects.filter(pk=idea.pk, state__in=IN_USE).exists()


def _given_up(prefix: str = "") -> Q:
    """Declined or dropped. What was dropped may be closed since; its last evaluation tells."""
    is_closed = Q(**{f"{prefix}state": IdeaState.CLOSED})
    return Q(**{f"{prefix}state__in": [IdeaState.DECLINED, IdeaState.DROPPED]}) | (
        is_closed & Q(last_decision=Decision.DROP)
    )


def _last_decision(idea: OuterRef) -> Coalesce:
    last = Evaluation.objects.filter(idea=idea).order_by("-id").values("decision")[:1]
    return Coalesce(Subquery(last), Value(""))


def ledger(unit_ids: Collection[UUID], *, with_ideas: bool = True) -> list[LedgerLine]:
    """The lines of these units, the newest first, in one query. Without `with_ideas` no line tells its idea's words."""
    return _lines(counted().filter(unit_id__in=unit_ids), with_ideas)


def benefit_of_ideas(idea_ids: Collection[UUID]) -> dict[UUID, LedgerLine]:
    """The lines of these ideas by idea, for those that have one that counts. One query."""
    return {line.idea_id: line for line in _lines(counted().filter(idea_id__in=idea_ids), with_ideas=True)}


def done_this_month(unit_id: UUID) -> list[LedgerLine]:
    """The lines of a unit that were realised in this month: freed hours and their use. One query."""
    first = clock.today().replace(day=1)
    return _lines(counted().filter(unit_id=unit_id, realised_on__gte=first), with_ideas=True)


def totals_for_units(unit_ids: Collection[UUID]) -> calc.Totals:
    """Identified, agreed and realised of these units, in one query."""
    return calc.totals(_calc_line(row) for row in counted().filter(unit_id__in=unit_ids))


def _lines(rows: QuerySet[Benefit], with_ideas: bool) -> list[LedgerLine]:
    agreement = BenefitAgreement.objects.filter(benefit=OuterRef("pk"))
    told = rows.select_related("idea", "unit").annotate(
        agreed_use=Subquery(agreement.values("use_of_time")[:1]),
        agreed_kind=Subquery(agreement.values("use_kind")[:1]),
    )
    return [_line(row, with_ideas) for row in told.order_by("-identified_on", "-id")]


def _line(row: Any, with_ideas: bool) -> LedgerLine:
    # A Benefit with the annotations above, which types do not see.
    state = BenefitState(row.state)
    is_signed = state in (BenefitState.AGREED, BenefitState.REALISED)
    return LedgerLine(
        benefit_id=row.id,
        idea_id=row.idea_id,
        idea_title=row.idea.title if with_ideas else "",
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        state=state,
        use_of_time=row.agreed_use if is_signed else "",
        use_kind=UseKind(row.agreed_kind) if is_signed else None,
        evidence=row.evidence if state == BenefitState.REALISED else "",
        realised_on=row.realised_on,
        line=_calc_line(row),
    )


def _calc_line(row: Benefit) -> calc.Line:
    """The facts of a stored benefit as a line of the arithmetic."""
    return calc.Line(row.freed_time, row.divisor, _STEPS[BenefitState(row.state)])

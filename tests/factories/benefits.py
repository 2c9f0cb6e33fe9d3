"""Freed time for tests."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from laeringslean.benefits.actions import agreements, benefits, divisors
from laeringslean.benefits.models import Basis, Benefit, BenefitAgreement, FteDivisor, UseKind
from laeringslean.foundation import clock
from laeringslean.improvement.models import Idea, IdeaState
from laeringslean.organisation.models import Person
from tests.factories.improvement import advance


def make_divisor(
    hours: str = "37.5",
    *,
    basis: Basis = Basis.WEEKLY,
    staff_group: str = "",
    valid_from: date = date(2020, 1, 1),
) -> FteDivisor:
    """Hours per årsverk."""
    return divisors.set_divisor(
        hours=Decimal(hours), basis=basis, valid_from=valid_from, staff_group=staff_group, by=None
    )


def make_benefit(idea: Idea, *, hours: str = "5", by: Person | None = None, **facts: Any) -> Benefit:
    """Hours a week freed by an idea; makes the municipality's divisor when there is none."""
    if not FteDivisor.objects.exists():
        make_divisor()
    return benefits.identify(
        idea=idea,
        minutes=Decimal(hours) * 60,
        persons=1,
        times_per_week=Decimal(1),
        by=by.pk if by else None,
        **facts,
    )


def words_of(leader: Person, staff: Person, **changes: Any) -> dict[str, Any]:
    """The words of an agreement between the two, as the action takes them."""
    today = clock.today()
    return {
        "use_of_time": "Mer tid hos bruker",
        "use_kind": UseKind.QUALITY,
        "takes_effect_on": today,
        "follow_up_on": today + timedelta(days=56),
        "leader_id": leader.pk,
        "staff_representative_id": staff.pk,
        **changes,
    }


def make_agreement(
    benefit: Benefit, leader: Person, staff: Person, *, signed: bool = False, **changes: Any
) -> BenefitAgreement:
    """An agreement between the two; `signed` by both."""
    agreement = agreements.agree(benefit=benefit, by=leader.pk, **words_of(leader, staff, **changes))
    if signed:
        agreement = agreements.sign_as_leader(agreement=agreement, by=leader.pk)
        agreement = agreements.sign_as_staff(agreement=agreement, by=staff.pk)
    return agreement


def make_realised(benefit: Benefit, leader: Person, staff: Person) -> Benefit:
    """The benefit agreed by the two, and in fact used as agreed; its idea is done, if it was only raised."""
    if benefit.idea.state == IdeaState.RAISED:
        for state in ("accepted", "done"):
            advance(benefit.idea, state)
    make_agreement(benefit, leader, staff, signed=True)
    return benefits.realise(benefit=Benefit.objects.get(pk=benefit.pk), evidence="To besøk mer hver dag", by=leader.pk)

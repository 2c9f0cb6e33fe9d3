"""Freed time for tests."""

from datetime import date
from decimal import Decimal

from laeringslean.benefits.actions import agreements, benefits, divisors
from laeringslean.benefits.models import Benefit, BenefitAgreement, FteDivisor, UseKind
from laeringslean.foundation import clock
from laeringslean.improvement.models import Idea
from laeringslean.organisation.models import Person


def make_divisor(hours: str = "37.5", *, staff_group: str = "", valid_from: date = date(2020, 1, 1)) -> FteDivisor:
    """Hours per årsverk."""
    return divisors.set_divisor(hours=Decimal(hours), valid_from=valid_from, staff_group=staff_group, by=None)


def make_benefit(idea: Idea, *, hours: str = "5", by: Person | None = None) -> Benefit:
    """Hours a week freed by an idea; makes the municipality's divisor when there is none."""
    if not FteDivisor.objects.exists():
        make_divisor()
    return benefits.identify(
        idea=idea,
        minutes=Decimal(hours) * 60,
        persons=1,
        times_per_week=Decimal(1),
        by=by.pk if by else None,
    )


def make_agreement(benefit: Benefit, leader: Person, staff: Person, *, signed: bool = False) -> BenefitAgreement:
    """An agreement between the two; `signed` by both."""
    today = clock.today()
    agreement = agreements.agree(
        benefit=benefit,
        use_of_time="Mer tid hos bruker",
        use_kind=UseKind.QUALITY,
        takes_effect_on=today,
        follow_up_on=today,
        leader_id=leader.pk,
        staff_representative_id=staff.pk,
        by=leader.pk,
    )
    if signed:
        agreement = agreements.sign_as_leader(agreement=agreement, by=leader.pk)
        agreement = agreements.sign_as_staff(agreement=agreement, by=staff.pk)
    return agreement

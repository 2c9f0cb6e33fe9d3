"""The benefit of one idea as its panel shows it, and what the viewer may do with it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laeringslean.benefits.models import Benefit, BenefitAgreement, BenefitState
from laeringslean.benefits.queries.ledger import IN_USE, goes_ahead
from laeringslean.improvement.models import Idea
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer


@dataclass(frozen=True)
class PanelStep:
    """One of the three steps: when it was reached (None: not yet), by whom, and whether the benefit stands there."""

    label: str
    day: date | None
    people: tuple[str, ...]
    is_current: bool


@dataclass(frozen=True)
class Panel:
    """A benefit (None: nothing is written down), its agreement, its steps, and what the viewer may do."""

    benefit: Benefit | None
    agreement: BenefitAgreement | None
    steps: tuple[PanelStep, ...]
    goes_ahead: bool
    is_in_use: bool
    may_manage: bool
    signs_as_leader: bool
    signs_as_staff: bool

    @property
    def may_identify(self) -> bool:
        """Whether the viewer may write down freed time."""
        return self.may_manage and self.benefit is None and self.goes_ahead

    @property
    def may_agree(self) -> bool:
        """Whether the viewer may write or change the agreement."""
        changeable = self._stands_at(BenefitState.IDENTIFIED) or self._stands_at(BenefitState.AGREED)
        return self.may_manage and self.goes_ahead and changeable

    @property
    def may_revise(self) -> bool:
        """Whether the viewer may correct the figures: as long as nobody has signed for them."""
        is_signed_for = self.agreement is not None and self.agreement.has_a_signature
        return self.may_manage and self._stands_at(BenefitState.IDENTIFIED) and not is_signed_for

    @property
    def may_realise(self) -> bool:
        """Whether the viewer may say that the time is used as agreed."""
        return self.may_manage and self.goes_ahead and self.is_in_use and self._stands_at(BenefitState.AGREED)

    @property
    def may_write_off(self) -> bool:
        """Whether the viewer may say that the time is not freed after all."""
        return self.may_manage and self.benefit is not None and not self._stands_at(BenefitState.LOST)

    @property
    def fte(self) -> Decimal | None:
        """Exact årsverk; None without a benefit."""
        return self.benefit.fte if self.benefit else None

    def _stands_at(self, state: BenefitState) -> bool:
        return self.benefit is not None and self.benefit.state == state


def panel_of(viewer: Viewer, idea: Idea) -> Panel:
    """The panel of an idea for whoever looks. Three queries at most."""
    people = ("owner", "identified_by", "realised_by", "lost_by")
    benefit = Benefit.objects.filter(idea=idea).select_related(*people).first()
    agreement = None
    if benefit is not None:
        agreement = benefit.agreements.select_related("leader", "staff_representative").first()
    is_open = agreement is not None and benefit is not None and benefit.state == BenefitState.IDENTIFIED
    ahead = goes_ahead(idea)
    return Panel(
        benefit=benefit,
        agreement=agreement,
        steps=_steps(benefit, agreement),
        goes_ahead=ahead,
        is_in_use=idea.state in IN_USE,
        may_manage=viewer.can(Permission.BENEFIT_MANAGE, idea.unit_id),
        signs_as_leader=is_open and ahead and _leads(viewer, agreement),
        signs_as_staff=is_open and ahead and _represents(viewer, agreement),
    )


def _leads(viewer: Viewer, agreement: BenefitAgreement | None) -> bool:
    return (
        agreement is not None
        and agreement.leader_id == viewer.person_id
        and agreement.leader_signed_on is None
        and viewer.can(Permission.BENEFIT_SIGN_LEADER, agreement.benefit.unit_id)
    )


def _represents(viewer: Viewer, agreement: BenefitAgreement | None) -> bool:
    return (
        agreement is not None
        and agreement.staff_representative_id == viewer.person_id
        and agreement.staff_signed_on is None
        and viewer.can(Permission.BENEFIT_SIGN_STAFF, agreement.benefit.unit_id)
    )


def _steps(benefit: Benefit | None, agreement: BenefitAgreement | None) -> tuple[PanelStep, ...]:
    if benefit is None:
        return ()
    signed = [agreement.leader, agreement.staff_representative] if agreement and benefit.agreed_on else []
    reached = [
        (BenefitState.IDENTIFIED, benefit.identified_on, [benefit.identified_by]),
        (BenefitState.AGREED, benefit.agreed_on, signed),
        (BenefitState.REALISED, benefit.realised_on, [benefit.realised_by]),
    ]
    return tuple(
        PanelStep(str(state.label), day, tuple(person.name for person in people if person), benefit.state == state)
        for state, day, people in reached
    )

"""The benefit agreement: leader and staff agree what the freed time is used for, and each signs for their side."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from laeringslean.benefits.actions.refusals import BenefitRefused
from laeringslean.benefits.models import Benefit, BenefitAgreement, BenefitState
from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.improvement.actions import boards

_TEXT = ("use_of_time", "use_kind", "takes_effect_on", "follow_up_on", "leader_id", "staff_representative_id")


@action
def agree(
    *,
    benefit: Benefit,
    use_of_time: str,
    use_kind: str,
    takes_effect_on: date,
    follow_up_on: date,
    leader_id: UUID,
    staff_representative_id: UUID,
    by: UUID | None,
    expected_version: int | None = None,
) -> BenefitAgreement:
    """Write the agreement, or change it. A change clears both signatures: nobody has signed for the new words.

    Raises BenefitRefused when both have signed already, when one person stands on both sides, when no use is named or
    when the follow-up is before the start; EditConflict when somebody else changed it first.
    """
    if benefit.state != BenefitState.IDENTIFIED:
        raise BenefitRefused(_("This agreement is signed by both sides and stands."))
    if leader_id == staff_representative_id:
        raise BenefitRefused(_("The leader and the staff representative must be two people."))
    if not use_of_time.strip():
        raise BenefitRefused(_("Write what the time shall be used for."))
    if follow_up_on < takes_effect_on:
        raise BenefitRefused(_("The follow-up must come after the start."))
    words = {
        "use_of_time": use_of_time.strip(),
        "use_kind": use_kind,
        "takes_effect_on": takes_effect_on,
        "follow_up_on": follow_up_on,
        "leader_id": leader_id,
        "staff_representative_id": staff_representative_id,
    }
    agreement = BenefitAgreement.objects.filter(benefit=benefit).first()
    if agreement is None:
        agreement = BenefitAgreement.objects.create(benefit=benefit, **words)
        _record("written", agreement, by)
        return agreement
    for name, value in words.items():
        setattr(agreement, name, value)
    agreement.leader_signed_on = agreement.staff_signed_on = None
    agreement.save_changes(*_TEXT, "leader_signed_on", "staff_signed_on", expected_version=expected_version)
    _record("changed", agreement, by)
    return agreement


@action
def sign_as_leader(*, agreement: BenefitAgreement, by: UUID, expected_version: int | None = None) -> BenefitAgreement:
    """The leader's signature. Raises BenefitRefused for anybody else; EditConflict when the words have changed."""
    if agreement.leader_id != by:
        raise BenefitRefused(_("Only the leader named in the agreement can sign for the leader."))
    return _sign(agreement, "leader_signed_on", by, expected_version)


@action
def sign_as_staff(*, agreement: BenefitAgreement, by: UUID, expected_version: int | None = None) -> BenefitAgreement:
    """The staff representative's signature. Raises BenefitRefused for anybody else; EditConflict as above."""
    if agreement.staff_representative_id != by:
        raise BenefitRefused(_("Only the staff representative named in the agreement can sign for the staff."))
    return _sign(agreement, "staff_signed_on", by, expected_version)


def _sign(agreement: BenefitAgreement, side: str, by: UUID, expected_version: int | None) -> BenefitAgreement:
    if agreement.benefit.state != BenefitState.IDENTIFIED:
        raise BenefitRefused(_("There is nothing left to sign here."))
    if getattr(agreement, side) is not None:
        return agreement
    setattr(agreement, side, clock.today())
    agreement.save_changes(side, expected_version=expected_version)
    if agreement.is_signed:
        benefit = agreement.benefit
        benefit.state, benefit.agreed_on = BenefitState.AGREED, clock.today()
        benefit.owner_id = agreement.leader_id
        benefit.save_changes("state", "agreed_on", "owner_id")
    _record("signed", agreement, by)
    return agreement


def _record(what: str, agreement: BenefitAgreement, by: UUID | None) -> None:
    benefit = agreement.benefit
    events.record(
        f"benefits.agreement.{what}",
        subject_id=benefit.idea_id,
        actor_id=by,
        unit_id=benefit.unit_id,
        board_version=boards.touch(benefit.unit_id),
        agreement=str(agreement.id),
        both_signed=agreement.is_signed,
    )

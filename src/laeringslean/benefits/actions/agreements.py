"""The benefit agreement: leader and staff agree what the freed time is used for, and each signs for their side."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from laeringslean.benefits.actions.refusals import BenefitRefused, refuse_when_given_up
from laeringslean.benefits.models import Benefit, BenefitAgreement, BenefitState
from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.foundation.models import EditConflict
from laeringslean.improvement.actions import boards

_CHANGEABLE = (BenefitState.IDENTIFIED, BenefitState.AGREED)


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
    """Write the agreement, or change it. A change clears all signatures: nobody has signed for the new words.

    A benefit that was agreed is identified again until both have signed anew. `expected_version` 0: the writer saw no
    agreement. Raises BenefitRefused when the benefit is realised or lost or its idea given up, when one person stands
    on both sides, when no use is named or when the follow-up is before the start; EditConflict when somebody else
    wrote or changed it first.
    """
    if benefit.state not in _CHANGEABLE:
        raise BenefitRefused(_("The use of this time is settled and can no longer be agreed anew."))
    refuse_when_given_up(benefit.idea)
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
        return _write(benefit, words, by)
    agreement.benefit = benefit
    return _rewrite(agreement, words, by, expected_version)


def _write(benefit: Benefit, words: dict[str, Any], by: UUID | None) -> BenefitAgreement:
    try:
        with transaction.atomic():
            agreement = BenefitAgreement.objects.create(benefit=benefit, **words)
    except IntegrityError:
        raise EditConflict(BenefitAgreement.objects.get(benefit=benefit)) from None
    _record("written", agreement, by)
    return agreement


def _rewrite(
    agreement: BenefitAgreement, words: dict[str, Any], by: UUID | None, expected_version: int | None
) -> BenefitAgreement:
    for name, value in words.items():
        setattr(agreement, name, value)
    agreement.leader_signed_on = agreement.staff_signed_on = None
    agreement.save_changes(*words, "leader_signed_on", "staff_signed_on", expected_version=expected_version)
    benefit = agreement.benefit
    if benefit.state == BenefitState.AGREED:
        benefit.state, benefit.agreed_on = BenefitState.IDENTIFIED, None
        benefit.save_changes("state", "agreed_on")
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
    if getattr(agreement, side) is not None:
        return agreement
    if agreement.benefit.state != BenefitState.IDENTIFIED:
        raise BenefitRefused(_("There is nothing left to sign here."))
    refuse_when_given_up(agreement.benefit.idea)
    # The version stays: the other side may sign the same words at the same moment, on a page opened before.
    read = agreement.version if expected_version is None else expected_version
    unsigned = BenefitAgreement.objects.filter(pk=agreement.pk, version=read, **{side: None})
    if not unsigned.update(**{side: clock.today()}):
        raise EditConflict(BenefitAgreement.objects.get(pk=agreement.pk))
    agreement.refresh_from_db(fields=["leader_signed_on", "staff_signed_on", "version"])
    if agreement.is_signed:
        _settle(agreement)
    _record("signed", agreement, by)
    return agreement


def _settle(agreement: BenefitAgreement) -> None:
    """Both have signed: the benefit is agreed, and whoever signed for the leader answers for it."""
    agreement.save_changes()
    benefit = agreement.benefit
    benefit.state, benefit.agreed_on = BenefitState.AGREED, clock.today()
    benefit.owner_id = agreement.leader_id
    benefit.save_changes("state", "agreed_on", "owner_id")


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

"""A benefit's steps: identified, revised, realised, lost. Agreeing is in `agreements`."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from laeringslean.benefits.actions.refusals import BenefitRefused, refuse_before_use, refuse_when_given_up
from laeringslean.benefits.models import Benefit, BenefitAgreement, BenefitState
from laeringslean.benefits.queries.divisors import divisor_for
from laeringslean.benefits.queries.signatories import possible_leaders
from laeringslean.calc import benefits as calc
from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.improvement.actions import boards
from laeringslean.improvement.models import Idea


@action
def identify(
    *,
    idea: Idea,
    minutes: Decimal,
    persons: int,
    times_per_week: Decimal,
    active_weeks: int = 52,
    staff_group: str = "",
    by: UUID | None,
) -> Benefit:
    """Write down the time that an idea frees, with the divisor in force today. Returns the benefit.

    Its owner is whoever acts, when they lead the unit, else the unit's nearest leader. ValueError when the facts
    cannot be; BenefitRefused when the idea was declined or dropped, has a benefit already, or no divisor is set.
    """
    refuse_when_given_up(idea)
    time = calc.FreedTime(minutes, persons, times_per_week, active_weeks)
    divisor = _divisor(staff_group)
    benefit = Benefit(
        idea=idea,
        unit_id=idea.unit_id,
        minutes=time.minutes,
        persons=time.persons,
        times_per_week=time.times_per_week,
        active_weeks=time.active_weeks,
        staff_group=staff_group,
        basis=divisor.basis.value,
        divisor_hours=divisor.hours,
        owner_id=_owner(idea, by),
        identified_on=clock.today(),
        identified_by_id=by,
    )
    try:
        with transaction.atomic():
            benefit.save(force_insert=True)
    except IntegrityError:
        raise BenefitRefused(_("The freed time of this idea is already written down.")) from None
    _record("identified", benefit, by)
    return benefit


def _divisor(staff_group: str) -> calc.Divisor:
    try:
        return divisor_for(clock.today(), staff_group)
    except calc.NoDivisor:
        raise BenefitRefused(_("The municipality has not yet said how many hours make one årsverk.")) from None


def _owner(idea: Idea, by: UUID | None) -> UUID | None:
    leaders = [person_id for person_id, _name in possible_leaders(idea.unit)]
    return by if by in leaders else next(iter(leaders), None)


@action
def revise(
    *,
    benefit: Benefit,
    minutes: Decimal,
    persons: int,
    times_per_week: Decimal,
    active_weeks: int,
    by: UUID | None,
    expected_version: int | None = None,
) -> Benefit:
    """Correct the raw facts while nobody has signed for them; the event keeps the figures as they were.

    The divisor stays the one of the day of identification. ValueError when the facts cannot be; BenefitRefused once
    somebody has signed, or the benefit is agreed, realised or lost; EditConflict when somebody else was first.
    """
    if benefit.state != BenefitState.IDENTIFIED:
        raise BenefitRefused(_("The figures stand and can no longer be changed."))
    time = calc.FreedTime(minutes, persons, times_per_week, active_weeks)
    before = str(benefit.hours_per_week)
    benefit.minutes, benefit.persons = time.minutes, time.persons
    benefit.times_per_week, benefit.active_weeks = time.times_per_week, time.active_weeks
    benefit.save_changes("minutes", "persons", "times_per_week", "active_weeks", expected_version=expected_version)
    _say_that_the_agreement_is_about_other_figures(benefit)
    _record("revised", benefit, by, hours_per_week_before=before)
    return benefit


def _say_that_the_agreement_is_about_other_figures(benefit: Benefit) -> None:
    """Raise its version, so that a signature under the old figures comes too late; refused where one is there."""
    agreement = BenefitAgreement.objects.filter(benefit=benefit)
    unsigned = agreement.filter(leader_signed_on=None, staff_signed_on=None)
    if not unsigned.update(version=F("version") + 1) and agreement.exists():
        raise BenefitRefused(_("Somebody has signed for these figures. Change the agreement first."))


@action
def realise(*, benefit: Benefit, evidence: str, by: UUID | None, expected_version: int | None = None) -> Benefit:
    """Say that the freed time is in fact used as agreed, and how we know.

    BenefitRefused without a signed agreement, without evidence, or when the idea was dropped or is not yet evaluated
    (or done); EditConflict as above.
    """
    if benefit.state != BenefitState.AGREED:
        raise BenefitRefused(_("Only a benefit with a signed agreement can be realised."))
    refuse_when_given_up(benefit.idea)
    refuse_before_use(benefit.idea)
    if not evidence.strip():
        raise BenefitRefused(_("Write what the time is used for, and how you can see it."))
    benefit.evidence = evidence.strip()
    benefit.state, benefit.realised_on, benefit.realised_by_id = BenefitState.REALISED, clock.today(), by
    benefit.save_changes("evidence", "state", "realised_on", "realised_by_id", expected_version=expected_version)
    _record("realised", benefit, by)
    return benefit


@action
def lose(*, benefit: Benefit, reason: str, by: UUID | None, expected_version: int | None = None) -> Benefit:
    """Say that the time is not freed after all. BenefitRefused without a reason or when lost already."""
    if benefit.state == BenefitState.LOST:
        raise BenefitRefused(_("This benefit is already written off."))
    if not reason.strip():
        raise BenefitRefused(_("Write why the time is not freed after all."))
    benefit.lost_reason = reason.strip()
    benefit.state, benefit.lost_on, benefit.lost_by_id = BenefitState.LOST, clock.today(), by
    benefit.save_changes("lost_reason", "state", "lost_on", "lost_by_id", expected_version=expected_version)
    _record("lost", benefit, by)
    return benefit


def _record(what: str, benefit: Benefit, by: UUID | None, **details: Any) -> None:
    events.record(
        f"benefits.benefit.{what}",
        subject_id=benefit.idea_id,
        actor_id=by,
        unit_id=benefit.unit_id,
        board_version=boards.touch(benefit.unit_id),
        benefit=str(benefit.id),
        hours_per_week=str(benefit.hours_per_week),
        **details,
    )

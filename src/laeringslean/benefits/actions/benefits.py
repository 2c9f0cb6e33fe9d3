"""A benefit's steps: identified, revised, realised, lost. Agreeing is in `agreements`."""

from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from laeringslean.benefits.actions.refusals import BenefitRefused
from laeringslean.benefits.models import Benefit, BenefitState
from laeringslean.benefits.queries.divisors import divisor_for
from laeringslean.calc import benefits as calc
from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.improvement.actions import boards
from laeringslean.improvement.models import Idea, IdeaState

_NO_MORE = (IdeaState.DECLINED, IdeaState.DROPPED)


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

    Raises BenefitRefused when the idea was declined or dropped, has a benefit already, or no divisor is set.
    """
    if idea.state in _NO_MORE:
        raise BenefitRefused(_("This idea is not going ahead, so it frees no time."))
    if Benefit.objects.filter(idea=idea).exists():
        raise BenefitRefused(_("The freed time of this idea is already written down."))
    divisor = _divisor(staff_group)
    benefit = Benefit.objects.create(
        idea=idea,
        unit_id=idea.unit_id,
        minutes=minutes,
        persons=persons,
        times_per_week=times_per_week,
        active_weeks=active_weeks,
        staff_group=staff_group,
        basis=divisor.basis,
        divisor_hours=divisor.hours,
        identified_on=clock.today(),
    )
    _record("identified", benefit, by)
    return benefit


def _divisor(staff_group: str) -> calc.Divisor:
    try:
        return divisor_for(clock.today(), staff_group)
    except calc.NoDivisor:
        raise BenefitRefused(_("The municipality has not yet said how many hours make one årsverk.")) from None


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
    """Correct the raw facts while nothing is agreed; the event keeps the figures as they were.

    Raises BenefitRefused once the benefit is agreed, realised or lost; EditConflict when somebody else was first.
    """
    if benefit.state != BenefitState.IDENTIFIED:
        raise BenefitRefused(_("The figures are part of a signed agreement and can no longer be changed."))
    if benefit.agreements.filter(leader_signed_on__isnull=False).exists() or (
        benefit.agreements.filter(staff_signed_on__isnull=False).exists()
    ):
        raise BenefitRefused(_("Somebody has signed for these figures. Change the agreement first."))
    before = str(benefit.hours_per_week)
    benefit.minutes, benefit.persons = minutes, persons
    benefit.times_per_week, benefit.active_weeks = times_per_week, active_weeks
    benefit.save_changes("minutes", "persons", "times_per_week", "active_weeks", expected_version=expected_version)
    _record("revised", benefit, by, hours_per_week_before=before)
    return benefit


@action
def realise(*, benefit: Benefit, evidence: str, by: UUID | None, expected_version: int | None = None) -> Benefit:
    """Say that the freed time is in fact used as agreed, and how we know.

    Raises BenefitRefused without a signed agreement or without evidence.
    """
    if benefit.state != BenefitState.AGREED:
        raise BenefitRefused(_("Only a benefit with a signed agreement can be realised."))
    if not evidence.strip():
        raise BenefitRefused(_("Write what the time is used for, and how you can see it."))
    benefit.evidence = evidence.strip()
    benefit.state, benefit.realised_on = BenefitState.REALISED, clock.today()
    benefit.save_changes("evidence", "state", "realised_on", expected_version=expected_version)
    _record("realised", benefit, by)
    return benefit


@action
def lose(*, benefit: Benefit, reason: str, by: UUID | None, expected_version: int | None = None) -> Benefit:
    """Say that the time is not freed after all. Raises BenefitRefused without a reason or when lost already."""
    if benefit.state == BenefitState.LOST:
        raise BenefitRefused(_("This benefit is already written off."))
    if not reason.strip():
        raise BenefitRefused(_("Write why the time is not freed after all."))
    benefit.lost_reason = reason.strip()
    benefit.state, benefit.lost_on = BenefitState.LOST, clock.today()
    benefit.save_changes("lost_reason", "state", "lost_on", expected_version=expected_version)
    _record("lost", benefit, by)
    return benefit


def _record(what: str, benefit: Benefit, by: UUID | None, **details: str) -> None:
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

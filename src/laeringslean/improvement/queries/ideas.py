"""Reading ideas: what can be done with one, who may own it."""

from uuid import UUID

from django.db.models import Q, QuerySet

from laeringslean.foundation import clock
from laeringslean.improvement.models import Evaluation, Idea, IdeaState
from laeringslean.organisation.models import Membership, Unit
from laeringslean.organisation.queries import units_below

# States in which an evaluation of the trial (or of what was done) has something to say.
_JUDGED = [IdeaState.EVALUATED, IdeaState.STANDARDISED, IdeaState.DROPPED, IdeaState.DONE, IdeaState.CLOSED]


def last_decision(idea: Idea) -> str | None:
    """What the last evaluation led to; None where there is none yet for the work at hand."""
    if idea.state not in _JUDGED:
        return None
    return Evaluation.objects.filter(idea_id=idea.id).order_by("-id").values_list("decision", flat=True).first()


def may_own(idea: Idea, person_id: UUID) -> bool:
    """Whether somebody may take the idea: staff of the unit or below it today, or its proposer."""
    return person_id == idea.raised_by_id or staff_of(idea.unit).filter(person_id=person_id).exists()


def staff_of(unit: Unit) -> QuerySet[Membership]:
    """Memberships in force today in the unit or below it, of people who still work here."""
    today = clock.today()
    return Membership.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today),
        unit_id__in=units_below(unit),
        valid_from__lte=today,
        person__is_active=True,
    )

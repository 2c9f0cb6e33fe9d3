"""By when something is to happen with an idea: the date it was planned for, or the end of the trial that runs."""

from django.db.models import Case, DateField, F, OuterRef, QuerySet, Subquery, When

from laeringslean.improvement.models import Idea, IdeaState, Trial


def with_deadline(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """The same ideas, each with its `deadline`: None unless it is planned or being tried."""
    last_trial = Trial.objects.filter(idea=OuterRef("pk")).order_by("-cycle").values("ends_on")[:1]
    return ideas.annotate(
        deadline=Case(
            When(state=IdeaState.PLANNED, then=F("due_on")),
            When(state=IdeaState.TESTING, then=Subquery(last_trial)),
            output_field=DateField(null=True),
        )
    )

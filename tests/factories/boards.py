"""Boards for tests and benchmarks, filled by the actions."""

from datetime import timedelta
from itertools import count
from uuid import UUID

from laeringslean.foundation import clock
from laeringslean.improvement.actions import ideas
from laeringslean.improvement.models import Idea, IdeaState
from laeringslean.organisation.models import Person, Unit

_numbers = count(1)


def put_up(unit: Unit, state: str = IdeaState.RAISED, *, by: Person, title: str = "", due_in_days: int = 7) -> Idea:
    """An idea that has come as far as `state` (raised, accepted, planned, testing, measured, done or escalated)."""
    number = next(_numbers)
    idea = ideas.raise_idea(
        unit=unit,
        kind=["suggestion", "deviation", "wish"][number % 3],
        problem=f"Vi leter etter nøklene til bilene hver morgen ({number})",
        proposal=title or f"Heng nøklene på merkede kroker ved døra ({number})",
        by=by.id,
    )
    due_on = clock.today() + timedelta(days=due_in_days)
    if state == IdeaState.ESCALATED:
        return ideas.escalate(idea=idea, reason="Vi kan ikke bestemme dette selv.", answer_due_on=due_on, by=by.id)
    if state != IdeaState.RAISED:
        ideas.accept(idea=idea, by=by.id)
    if state == IdeaState.DONE:
        return ideas.mark_done(idea=idea, by=by.id)
    if state in (IdeaState.PLANNED, IdeaState.TESTING, IdeaState.MEASURED):
        ideas.plan(idea=idea, owner_id=by.id, due_on=due_on, by=by.id)
    if state in (IdeaState.TESTING, IdeaState.MEASURED):
        _try(idea, by.id, due_in_days)
    if state == IdeaState.MEASURED:
        ideas.record_result(idea=idea, result="Ti minutter spart hver morgen.", by=by.id)
    return idea


def _try(idea: Idea, by: UUID, days: int) -> None:
    today = clock.today()
    ends_on = today + timedelta(days=days)
    ideas.start_trial(
        idea=idea, plan="Prøv i to uker", look_at="", starts_on=min(today, ends_on), ends_on=ends_on, by=by
    )

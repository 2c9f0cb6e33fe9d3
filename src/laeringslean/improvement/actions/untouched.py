"""What nobody touches is set aside in time, with a warning first, and comes back when somebody wants it.

An idea that still waits for somebody to take it on (raised, discussed or accepted) is set aside after the days that its
unit has chosen. When a quarter of them is left it is announced: on its card, on its page, and to its proposer. Whoever
writes under it, changes it, moves it or says that it shall stay has touched it, and its days are counted anew.
A parked idea comes back on its day.

The nights do it (`config/housekeeping.py`), each idea in a transaction of its own; a night that was missed is made up
for by the next, and what was done is not done twice.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateField, F, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.foundation.models import EditConflict
from laeringslean.improvement.actions import boards
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.models import SET_ASIDE_FROM, Board, Idea, IdeaState


def each_night() -> None:
    """In the current municipality: set aside what was announced for today, announce what is next, and take up again
    the parked ideas whose day has come."""
    for idea in list(Idea.objects.filter(state__in=SET_ASIDE_FROM, aside_on__lte=clock.today()).order_by("id")):
        _unless_touched(set_aside, idea)
    for days, idea in list(_to_announce()):
        touched = max(idea.state_since, idea.touched_on or idea.state_since)
        announce(idea=idea, aside_on=last_day(touched, days, clock.today()))
    for idea in list(Idea.objects.filter(state=IdeaState.PARKED, parked_until__lte=clock.today()).order_by("id")):
        _unless_touched(bring_back, idea)


def notice(days: int) -> timedelta:
    """How long before an idea is set aside that is announced: a quarter of the `days`, rounded up."""
    return timedelta(days=-(-days // 4))


def last_day(touched: date, days: int, today: date) -> date:
    """The day on which an idea last touched on `touched` is set aside. The notice is always given in full, also where
    the unit has just chosen a shorter time."""
    return max(touched + timedelta(days=days), today + notice(days))


@action
def announce(*, idea: Idea, aside_on: date) -> None:
    """Say on the board and to the proposer that the idea will be set aside on a day.

    The idea keeps its version: whoever is writing about it just now is not told that somebody else was faster.
    """
    same = Idea.objects.filter(pk=idea.pk, version=idea.version, state=idea.state, aside_on=None)
    if same.update(aside_on=aside_on):
        _record("left-untouched", idea, None, aside_on=aside_on.isoformat())


@action
def set_aside(*, idea: Idea) -> None:
    """Take an untouched idea off the board. Raises EditConflict when somebody has changed it since it was read."""
    if not Idea.objects.select_for_update().filter(pk=idea.pk, aside_on=idea.aside_on).exists():
        return
    before = idea.state
    idea.aside_from, idea.state = before, IdeaState.SET_ASIDE
    idea.state_since, idea.aside_on = clock.today(), None
    idea.save_changes("aside_from", "state", "state_since", "aside_on")
    _record("set-aside", idea, None, before=before, state=idea.state)


@action
def bring_back(*, idea: Idea) -> None:
    """Take a parked idea up again because its day has come. Raises EditConflict when somebody has changed it."""
    idea.state, idea.state_since, idea.parked_until, idea.reason = IdeaState.DISCUSSED, clock.today(), None, ""
    idea.save_changes("state", "state_since", "parked_until", "reason")
    _record("returned", idea, None, before=IdeaState.PARKED.value, state=idea.state)


@action
def keep(*, idea: Idea, by: UUID | None) -> Idea:
    """Let an idea stay on the board; its days are counted anew. Raises ImpossibleMove where nothing was announced."""
    if not Idea.objects.filter(pk=idea.pk, state__in=SET_ASIDE_FROM).exclude(aside_on=None).exists():
        raise ImpossibleMove(_("This idea is not about to be set aside."))
    touch(idea.pk)
    _record("kept", idea, by)
    return idea


def touch(idea_id: UUID) -> None:
    """Within an action about an idea that does not write the idea itself: somebody has touched it today."""
    Idea.objects.filter(pk=idea_id).update(touched_on=clock.today(), aside_on=None)


def _to_announce() -> Iterator[tuple[int, Idea]]:
    """The ideas of which it is time to say so, each with its unit's number of days. A query per number in use."""
    units: dict[int, list[UUID]] = {}
    for unit_id, days in Board.objects.values_list("unit_id", "set_aside_after"):
        if days is not None:
            units.setdefault(days, []).append(unit_id)
    for days, unit_ids in sorted(units.items()):
        since = clock.today() - timedelta(days=days) + notice(days)
        for idea in _waiting(unit_ids).filter(touched__lte=since, aside_on=None).order_by("id"):
            yield days, idea


def _waiting(unit_ids: list[UUID]) -> QuerySet[Idea]:
    touched = Greatest("state_since", Coalesce(F("touched_on"), F("state_since")), output_field=DateField())
    return Idea.objects.filter(unit_id__in=unit_ids, state__in=SET_ASIDE_FROM).annotate(touched=touched)


def _unless_touched(change: Callable[..., None], idea: Idea) -> None:
    try:
        change(idea=idea)
    except EditConflict:
        # Somebody was faster, so it is not untouched.
        return


def _record(happened: str, idea: Idea, by: UUID | None, **facts: Any) -> None:
    events.record(
        f"improvement.idea.{happened}",
        subject_id=idea.id,
        actor_id=by,
        unit_id=idea.unit_id,
        board_version=boards.touch(idea.unit_id),
        **facts,
    )

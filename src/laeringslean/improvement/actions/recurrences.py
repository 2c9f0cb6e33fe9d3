"""Tasks and ideas that come back on a unit's board by themselves, each on its day."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from laeringslean.calc.rhythm import Rhythm, next_day
from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.foundation.models import EditConflict
from laeringslean.improvement.actions import ideas
from laeringslean.improvement.models import Recurrence, RecurrenceKind, RecurrentTask
from laeringslean.improvement.queries.ideas import staff_of
from laeringslean.organisation.models import Unit


class RecurrenceRefused(Exception):
    """It cannot be done; the message says why, for the one who asked."""


@action
def add(
    *,
    unit: Unit,
    kind: str,
    text: str,
    rhythm: str,
    begins_on: date,
    ends_on: date | None = None,
    owner_id: UUID | None = None,
    by: UUID | None,
) -> Recurrence:
    """Let something come back from `begins_on` on, until and with `ends_on` if there is an end.

    Raises RecurrenceRefused when the first day has passed, the end lies before it, or the owner does not work there.
    """
    if begins_on < clock.today():
        raise RecurrenceRefused(_("The first day has passed."))
    recurrence = Recurrence(unit=unit, kind=kind)
    _write(recurrence, text, rhythm, begins_on, ends_on, owner_id)
    recurrence.save()
    _record("added", recurrence, by, rhythm=rhythm)
    if recurrence.next_on == clock.today():
        come_back(recurrence=recurrence)
    return recurrence


@action
def revise(
    *,
    recurrence: Recurrence,
    text: str,
    rhythm: str,
    begins_on: date,
    ends_on: date | None = None,
    owner_id: UUID | None = None,
    by: UUID | None,
    expected_version: int | None = None,
) -> Recurrence:
    """Change it from now on; what has come back already stays. Raises as `add`, and EditConflict."""
    _write(recurrence, text, rhythm, begins_on, ends_on, owner_id)
    recurrence.save_changes(
        "text", "rhythm", "begins_on", "next_on", "ends_on", "owner_id", expected_version=expected_version
    )
    _record("revised", recurrence, by, rhythm=rhythm)
    return recurrence


@action
def pause(*, recurrence: Recurrence, by: UUID | None) -> Recurrence:
    """Let nothing come back until it is resumed."""
    recurrence.is_paused = True
    recurrence.save_changes("is_paused")
    _record("paused", recurrence, by)
    return recurrence


@action
def resume(*, recurrence: Recurrence, by: UUID | None) -> Recurrence:
    """Go on from the next day of the rhythm; the days of the pause are not made up for."""
    recurrence.is_paused = False
    recurrence.next_on = _following(recurrence, clock.today()) if recurrence.next_on else None
    recurrence.save_changes("is_paused", "next_on")
    _record("resumed", recurrence, by)
    return recurrence


@action
def end(*, recurrence: Recurrence, by: UUID | None) -> Recurrence:
    """Let it come back no more. The tasks that are open stay open."""
    recurrence.next_on = None
    recurrence.save_changes("next_on")
    _record("ended", recurrence, by)
    return recurrence


@action
def finish_task(*, task: RecurrentTask, by: UUID | None) -> RecurrentTask:
    """Say that a task which came back is done. Raises RecurrenceRefused when somebody has said so before."""
    task = RecurrentTask.objects.select_for_update().get(pk=task.pk)
    if task.done_on is not None:
        raise RecurrenceRefused(_("This is not an open task."))
    task.done_on = clock.today()
    task.save_changes("done_on")
    events.record("improvement.recurrent-task.finished", subject_id=task.id, actor_id=by, unit_id=task.unit_id)
    return task


def each_night() -> None:
    """In the current municipality: let everything come back whose day it is. After days without a night it comes back
    once, with the first day that was missed."""
    due = Recurrence.objects.filter(next_on__lte=clock.today(), is_paused=False, unit__is_active=True)
    for recurrence in list(due.select_related("unit").order_by("id")):
        try:
            come_back(recurrence=recurrence)
        except EditConflict:
            # Somebody has just changed it; the next night knows.
            continue


@action
def come_back(*, recurrence: Recurrence) -> None:
    """Put what is due on the board, and say when it is next. Raises EditConflict when somebody has changed it."""
    day = recurrence.next_on
    assert day is not None
    recurrence.next_on = _following(recurrence, clock.today())
    # Writing this first keeps everybody else from doing the same.
    recurrence.save_changes("next_on")
    _RAISE[RecurrenceKind(recurrence.kind)](recurrence, day)
    _record("came-back", recurrence, None, on=day.isoformat())


def _raise_task(recurrence: Recurrence, day: date) -> None:
    there = recurrence.owner_id and staff_of(recurrence.unit).filter(person_id=recurrence.owner_id).exists()
    RecurrentTask.objects.create(
        recurrence=recurrence,
        unit_id=recurrence.unit_id,
        text=recurrence.text,
        owner_id=recurrence.owner_id if there else None,
        due_on=day,
    )


def _raise_idea(recurrence: Recurrence, day: date) -> None:
    """Nobody raised it, so it counts as nobody's."""
    key = uuid5(recurrence.id, day.isoformat())
    ideas.raise_idea(unit=recurrence.unit, kind="suggestion", problem=recurrence.text, client_key=key, by=None)


_RAISE: dict[RecurrenceKind, Callable[[Recurrence, date], None]] = {
    RecurrenceKind.TASK: _raise_task,
    RecurrenceKind.IDEA: _raise_idea,
}


def _write(
    recurrence: Recurrence, text: str, rhythm: str, begins_on: date, ends_on: date | None, owner_id: UUID | None
) -> None:
    if not text.strip():
        raise RecurrenceRefused(_("Write what it is."))
    if ends_on is not None and ends_on < begins_on:
        raise RecurrenceRefused(_("It must end after it begins."))
    if owner_id is not None and not staff_of(recurrence.unit).filter(person_id=owner_id).exists():
        raise RecurrenceRefused(_("Whoever takes it must work in the unit."))
    recurrence.text, recurrence.rhythm, recurrence.owner_id = text.strip(), rhythm, owner_id
    recurrence.begins_on, recurrence.ends_on = begins_on, ends_on
    # A day that is today is still to come: the nights are over before anybody is at work.
    recurrence.next_on = begins_on if begins_on >= clock.today() else _following(recurrence, clock.today())


def _following(recurrence: Recurrence, after: date) -> date | None:
    """The next day after a day; None when that lies after the end."""
    day = next_day(recurrence.begins_on, Rhythm(recurrence.rhythm), after)
    return None if recurrence.ends_on is not None and day > recurrence.ends_on else day


def _record(happened: str, recurrence: Recurrence, by: UUID | None, **facts: Any) -> None:
    events.record(
        f"improvement.recurrence.{happened}",
        subject_id=recurrence.id,
        actor_id=by,
        unit_id=recurrence.unit_id,
        **facts,
    )

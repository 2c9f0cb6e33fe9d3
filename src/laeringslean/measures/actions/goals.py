"""A unit's goals: defined, given a value, rewritten, taken down."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.measures.models import Goal
from laeringslean.organisation.models import Unit

_WORDS = ("kind", "name", "measurement_unit", "target", "higher_is_better", "user_effect")


class GoalRefused(Exception):
    """It cannot be done as things stand. The message says why, in the user's language."""


@action
def define(
    *,
    unit: Unit,
    kind: str,
    name: str,
    measurement_unit: str = "",
    target: Decimal | None = None,
    higher_is_better: bool = True,
    user_effect: str = "",
    by: UUID | None,
) -> Goal:
    """Put a quality goal or wellbeing indicator on the unit's board, last of its kind. Returns it.

    Raises GoalRefused without a name.
    """
    last = Goal.objects.filter(unit=unit, kind=kind).aggregate(last=Max("position"))["last"] or 0
    goal = Goal.objects.create(
        unit=unit,
        kind=kind,
        name=_named(name),
        measurement_unit=measurement_unit.strip(),
        target=target,
        higher_is_better=higher_is_better,
        user_effect=user_effect.strip(),
        position=last + 1,
    )
    _record("defined", goal, by)
    return goal


@action
def enter_value(
    *,
    goal: Goal,
    value: Decimal,
    on: date | None = None,
    by: UUID | None,
    expected_version: int | None = None,
) -> Goal:
    """Write the goal's value as of a day (default today). The event keeps each value.

    Raises GoalRefused when the goal is taken down, for a day to come and for a day before the value it has;
    EditConflict when somebody else changed the goal first.
    """
    _refuse_when_retired(goal)
    day = on or clock.today()
    if day > clock.today():
        raise GoalRefused(_("Choose today or an earlier day."))
    if goal.current_on and day < goal.current_on:
        newest = date_format(goal.current_on, "DATE_FORMAT")
        raise GoalRefused(_("The goal has a value of %s already. Choose that day or a later one.") % newest)
    goal.current_value, goal.current_on = value, day
    goal.save_changes("current_value", "current_on", expected_version=expected_version)
    _record("value_entered", goal, by, value=str(value), on=day.isoformat())
    return goal


@action
def revise(*, goal: Goal, by: UUID | None, expected_version: int | None = None, **words: Any) -> Goal:
    """Rewrite some of kind, name, measurement_unit, target, higher_is_better, user_effect.

    Raises GoalRefused when the goal is taken down or its name empty; EditConflict when somebody else changed it first;
    TypeError for any other field.
    """
    if unknown := set(words) - set(_WORDS):
        raise TypeError(f"a goal has no {', '.join(sorted(unknown))}")
    _refuse_when_retired(goal)
    if "name" in words:
        words["name"] = _named(words["name"])
    for name, value in words.items():
        setattr(goal, name, value.strip() if isinstance(value, str) else value)
    goal.save_changes(*words, expected_version=expected_version)
    _record("revised", goal, by)
    return goal


@action
def retire(*, goal: Goal, by: UUID | None, expected_version: int | None = None) -> Goal:
    """Take the goal down; its history stays. Raises GoalRefused when it is down already; EditConflict as above."""
    _refuse_when_retired(goal)
    goal.is_active = False
    goal.save_changes("is_active", expected_version=expected_version)
    _record("retired", goal, by)
    return goal


def _named(name: str) -> str:
    if not name.strip():
        raise GoalRefused(_("Give the goal a name."))
    return name.strip()


def _refuse_when_retired(goal: Goal) -> None:
    if not goal.is_active:
        raise GoalRefused(_("This goal is taken down from the board."))


def _record(what: str, goal: Goal, by: UUID | None, **details: Any) -> None:
    events.record(f"measures.goal.{what}", subject_id=goal.id, actor_id=by, unit_id=goal.unit_id, **details)

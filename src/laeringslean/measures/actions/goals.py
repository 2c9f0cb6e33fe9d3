"""A unit's goals: defined, given a value, rewritten, taken down."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.measures.models import Goal
from laeringslean.organisation.models import Unit

_WORDS = ("kind", "name", "measurement_unit", "target", "higher_is_better", "user_effect")


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
    """Put a quality goal or wellbeing indicator on the unit's board, last of its kind. Returns it."""
    last = Goal.objects.filter(unit=unit, kind=kind).aggregate(last=Max("position"))["last"] or 0
    goal = Goal.objects.create(
        unit=unit,
        kind=kind,
        name=name.strip(),
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

    Raises EditConflict when somebody else changed the goal first.
    """
    goal.current_value, goal.current_on = value, on or clock.today()
    goal.save_changes("current_value", "current_on", expected_version=expected_version)
    _record("value_entered", goal, by, value=str(value), on=goal.current_on.isoformat())
    return goal


@action
def revise(*, goal: Goal, by: UUID | None, expected_version: int | None = None, **words: Any) -> Goal:
    """Rewrite some of kind, name, measurement_unit, target, higher_is_better, user_effect.

    Raises EditConflict when somebody else changed the goal first; TypeError for any other field.
    """
    if unknown := set(words) - set(_WORDS):
        raise TypeError(f"a goal has no {', '.join(sorted(unknown))}")
    for name, value in words.items():
        setattr(goal, name, value.strip() if isinstance(value, str) else value)
    goal.save_changes(*words, expected_version=expected_version)
    _record("revised", goal, by)
    return goal


@action
def retire(*, goal: Goal, by: UUID | None, expected_version: int | None = None) -> Goal:
    """Take the goal down from the board; its history stays. Raises EditConflict as above."""
    goal.is_active = False
    goal.save_changes("is_active", expected_version=expected_version)
    _record("retired", goal, by)
    return goal


def _record(what: str, goal: Goal, by: UUID | None, **details: str) -> None:
    events.record(f"measures.goal.{what}", subject_id=goal.id, actor_id=by, unit_id=goal.unit_id, **details)

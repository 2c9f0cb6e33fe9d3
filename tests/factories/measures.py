"""Goals for tests."""

from decimal import Decimal
from typing import Any

from laeringslean.measures.actions import goals
from laeringslean.measures.models import Goal, GoalKind
from laeringslean.organisation.models import Unit


def make_goal(
    unit: Unit,
    name: str = "Første besøk før 08.30",
    *,
    kind: GoalKind = GoalKind.QUALITY,
    target: str | None = "80",
    value: str | None = None,
    **words: Any,
) -> Goal:
    """A goal on the unit's board, with a value when one is given."""
    goal = goals.define(
        unit=unit, kind=kind, name=name, target=None if target is None else Decimal(target), by=None, **words
    )
    return goal if value is None else goals.enter_value(goal=goal, value=Decimal(value), by=None)

"""The lanes of a unit's board: made, renamed, put in order and put away by its leader."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from laeringslean.foundation import events
from laeringslean.foundation.database.gate import action
from laeringslean.improvement.actions import boards
from laeringslean.improvement.models import Lane
from laeringslean.improvement.queries.ideas import staff_of
from laeringslean.organisation.models import Unit

MOST_LANES = 12


class LaneRefused(Exception):
    """The lane cannot be as asked for; the message says why."""


@action
def add(*, unit: Unit, name: str, owner_id: UUID | None = None, ends_on: date | None = None, by: UUID | None) -> Lane:
    """Add a lane, the last in the row, and return it. Raises LaneRefused when the name is taken or they are many."""
    there = list(Lane.objects.in_use(unit.id))
    if len(there) >= MOST_LANES:
        raise LaneRefused(_("A board has room for %d lanes. Put one away first.") % MOST_LANES)
    _check(unit, name.strip(), owner_id, there)
    lane = Lane.objects.create(
        unit=unit,
        name=name.strip(),
        owner_id=owner_id,
        ends_on=ends_on,
        position=max((other.position for other in there), default=0) + 1,
    )
    _record("added", lane, by)
    return lane


@action
def revise(
    *,
    lane: Lane,
    name: str,
    owner_id: UUID | None = None,
    ends_on: date | None = None,
    by: UUID | None,
    expected_version: int | None = None,
) -> Lane:
    """Rename a lane, or say who looks after it and when it ends.

    Raises LaneRefused when the name is taken, EditConflict when somebody else changed it first.
    """
    _check(lane.unit, name.strip(), owner_id, [other for other in Lane.objects.in_use(lane.unit_id) if other != lane])
    lane.name, lane.owner_id, lane.ends_on = name.strip(), owner_id, ends_on
    lane.save_changes("name", "owner", "ends_on", expected_version=expected_version)
    _record("revised", lane, by)
    return lane


@action
def place(*, lane: Lane, step: int, by: UUID | None) -> Lane:
    """Move a lane one place up (`step` -1) or down (1); at the end of the row it stays where it is."""
    there = list(Lane.objects.in_use(lane.unit_id).select_for_update())
    at = there.index(lane)
    to = min(max(at + step, 0), len(there) - 1)
    there.insert(to, there.pop(at))
    for position, other in enumerate(there, 1):
        if other.position != position:
            other.position = position
            other.save_changes("position")
    _record("placed", lane, by)
    return lane


@action
def put_away(*, lane: Lane, by: UUID | None, expected_version: int | None = None) -> Lane:
    """Take a lane off the board; the ideas in it stay, without a lane. Raises EditConflict when it was changed."""
    lane.is_active = False
    lane.save_changes("is_active", expected_version=expected_version)
    _record("put-away", lane, by)
    return lane


def _check(unit: Unit, name: str, owner_id: UUID | None, others: list[Lane]) -> None:
    if not name:
        raise LaneRefused(_("Give the lane a name."))
    if any(other.name.casefold() == name.casefold() for other in others):
        raise LaneRefused(_("There is a lane with that name already."))
    if owner_id is not None and not staff_of(unit).filter(person_id=owner_id).exists():
        raise LaneRefused(_("Whoever looks after the lane must work in the unit."))


def _record(happened: str, lane: Lane, by: UUID | None, **facts: Any) -> None:
    events.record(
        f"improvement.lane.{happened}",
        subject_id=lane.id,
        actor_id=by,
        unit_id=lane.unit_id,
        board_version=boards.touch(lane.unit_id),
        **facts,
    )

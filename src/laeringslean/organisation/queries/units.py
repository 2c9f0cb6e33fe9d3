"""Units: what lies below, who leads and guides them, and counts that are safe to show."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q

from laeringslean.foundation import clock
from laeringslean.foundation.database.connections import sort_key
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.models import Membership, RoleGrant, Unit
from laeringslean.organisation.queries.tree import tree_now

# Below this many people nothing is shown about a group.
SMALLEST_GROUP = 5

LEADER_ROLES = [Role.DEPARTMENT_MANAGER, Role.UNIT_MANAGER, Role.SERVICE_DIRECTOR, Role.CHIEF_EXECUTIVE]
# Leaders that an idea can be lifted to.
ANSWERING_ROLES = [Role.UNIT_MANAGER, Role.SERVICE_DIRECTOR, Role.CHIEF_EXECUTIVE]


def in_force(prefix: str = "") -> Q:
    """The condition that a membership or role (at the end of `prefix`) holds today."""
    today = clock.today()
    until = Q(**{f"{prefix}valid_until": None}) | Q(**{f"{prefix}valid_until__gte": today})
    return Q(**{f"{prefix}valid_from__lte": today}) & until


def units_below(unit: Unit) -> tuple[UUID, ...]:
    """The ids of a unit's sub-tree, itself first."""
    return tree_now().below.get(unit.id, (unit.id,))


@dataclass(frozen=True)
class HeadCount:
    """How many people work somewhere; `shown` is None for a group too small to show."""

    people: int

    @property
    def shown(self) -> int | None:
        """The number, or None for one to four people."""
        return self.people if self.people == 0 or self.people >= SMALLEST_GROUP else None


def head_count(unit: Unit) -> HeadCount:
    """People with a membership in force today in the unit or below it, each counted once."""
    count = Membership.objects.filter(in_force(), unit_id__in=units_below(unit), person__is_active=True).aggregate(
        n=Count("person_id", distinct=True)
    )
    return HeadCount(count["n"])


def leaders_of(unit: Unit) -> list[tuple[UUID, str]]:
    """(id, name) of those who lead the unit itself, today. At the top of the tree, when nobody else does: those who
    lead the municipality."""
    leaders = _holders(LEADER_ROLES, unit=unit)
    if not leaders and unit.parent_id is None:
        return _holders([Role.CHIEF_EXECUTIVE], unit=None)
    return leaders


def guides_of(unit: Unit) -> list[tuple[UUID, str]]:
    """(id, name) of the unit's lean guides, today."""
    return _holders([Role.LEAN_GUIDE], unit=unit)


def _holders(roles: Iterable[Role], *, unit: Unit | None) -> list[tuple[UUID, str]]:
    holders = (
        RoleGrant.objects.filter(in_force(), unit=unit, role__in=list(roles), person__is_active=True)
        .values_list("person_id", F("person__name"))
        .distinct()
    )
    return sorted(holders, key=lambda holder: sort_key(holder[1]))


def unit_above_with_leader(unit: Unit) -> Unit | None:
    """The nearest unit above whose leader answers what is lifted to them. None when there is no such unit."""
    tree = tree_now()
    above = list(tree.above(unit.id))
    answered = set(
        RoleGrant.objects.filter(
            in_force(), unit_id__in=above, role__in=ANSWERING_ROLES, person__is_active=True
        ).values_list("unit_id", flat=True)
    )
    nearest = next((unit_id for unit_id in above if unit_id in answered), None)
    if nearest is None and above and _holders([Role.CHIEF_EXECUTIVE], unit=None):
        nearest = above[-1]
    return None if nearest is None else Unit.objects.get(pk=nearest)


def unit_choices(*, only: frozenset[UUID] | None = None, but_below: UUID | None = None) -> list[tuple[str, str]]:
    """(id, name) of units in use, in the order of the tree and indented, for a list to choose from.

    `only` keeps some (None: all); `but_below` leaves out a unit with all below it.
    """
    tree = tree_now()
    left_out = set(tree.below.get(but_below, ())) if but_below else set()
    children: dict[UUID | None, list[Unit]] = {}
    for unit in sorted(Unit.objects.active(), key=lambda unit: sort_key(unit.name)):
        children.setdefault(unit.parent_id, []).append(unit)
    choices: list[tuple[str, str]] = []

    def walk(parent: UUID | None, level: int) -> None:
        for unit in children.get(parent, []):
            if (only is None or unit.id in only) and unit.id not in left_out:
                choices.append((str(unit.id), "\u2003" * level + unit.name))
            walk(unit.id, level + 1)

    walk(None, 0)
    return choices

"""Units: what lies below, who leads and guides them, and counts that are safe to show."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Count, F, Q

from laeringslean.foundation import clock
from laeringslean.foundation.database.connections import sort_key
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Membership, RoleGrant, Unit, UnitKind
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
    count = (
        Membership.objects.filter(in_force(), unit_id__in=units_below(unit), person__is_active=True)
        .aggregate(n=Count("person_id", distinct=True))
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


@dataclass(frozen=True)
class UnitRow:
    """A unit in the list: where it stands, who leads it, how many work there."""

    id: UUID
    name: str
    kind: str
    # 1 for the uppermost that the viewer sees.
    level: int
    # Whether units below it follow, and how many lists end after it.
    opens: bool
    closes: int
    # Names of the units above, uppermost first.
    path: tuple[str, ...]
    leaders: tuple[str, ...]
    # None where the viewer may not see the number or the group is too small.
    people: int | None
    is_small: bool

    @property
    def closing(self) -> range:
        """For a template that ends that many lists."""
        return range(self.closes)


def unit_rows(viewer: Viewer, search: str = "") -> list[UnitRow]:
    """The units that the viewer may see, as a tree in alphabetical order; with `search` those whose name has it.

    The number of queries does not depend on the number of units.
    """
    units = {unit.id: unit for unit in Unit.objects.active().visible_to(viewer)}
    tree = tree_now()
    children: dict[UUID | None, list[Unit]] = {}
    for unit in sorted(units.values(), key=lambda unit: sort_key(unit.name)):
        parent = next((above for above in tree.above(unit.id) if above in units), None)
        children.setdefault(parent, []).append(unit)
    people = _people_per_unit() if viewer.can(Permission.UNIT_COUNTS_READ) else {}
    leaders = _leaders_per_unit()
    rows: list[UnitRow] = []

    def walk(parent: UUID | None, path: tuple[str, ...]) -> None:
        for unit in children.get(parent, []):
            count = len(set().union(*(people.get(below, set()) for below in tree.below[unit.id])))
            rows.append(_row(viewer, unit, path, count, leaders.get(unit.id, ())))
            walk(unit.id, (*path, unit.name))

    walk(None, ())
    wanted = search.strip().lower()
    if wanted:
        rows = [row for row in rows if wanted in row.name.lower()]
    return rows if wanted else _with_closings(rows)


def _row(viewer: Viewer, unit: Unit, path: tuple[str, ...], count: int, leaders: tuple[str, ...]) -> UnitRow:
    knows_names = viewer.can(Permission.ORGANISATION_MANAGE) or viewer.can(Permission.MEMBERSHIP_MANAGE, unit.id)
    is_small = 0 < count < SMALLEST_GROUP and not knows_names
    may_count = knows_names or viewer.can(Permission.UNIT_COUNTS_READ, unit.id)
    return UnitRow(
        id=unit.id,
        name=unit.name,
        kind=str(UnitKind(unit.kind).label),
        level=len(path) + 1,
        opens=False,
        closes=0,
        path=path,
        leaders=leaders,
        people=count if may_count and not is_small else None,
        is_small=may_count and is_small,
    )


def _with_closings(rows: list[UnitRow]) -> list[UnitRow]:
    following = [row.level for row in rows[1:]] + [1]
    return [
        replace(row, opens=next_level > row.level, closes=max(row.level - next_level, 0))
        for row, next_level in zip(rows, following, strict=True)
    ]


def unit_choices(
    *, only: frozenset[UUID] | None = None, but_below: UUID | None = None
) -> list[tuple[str, str]]:
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


def _people_per_unit() -> dict[UUID, set[UUID]]:
    people: dict[UUID, set[UUID]] = {}
    members = Membership.objects.filter(in_force(), person__is_active=True).values_list("unit_id", "person_id")
    for unit_id, person_id in members:
        people.setdefault(unit_id, set()).add(person_id)
    return people


def _leaders_per_unit() -> dict[UUID, tuple[str, ...]]:
    leaders: dict[UUID, tuple[str, ...]] = {}
    grants = RoleGrant.objects.filter(in_force(), role__in=LEADER_ROLES, unit__isnull=False, person__is_active=True)
    for unit_id, name in grants.order_by("person__name").values_list("unit_id", "person__name"):
        if name not in leaders.get(unit_id, ()):
            leaders[unit_id] = (*leaders.get(unit_id, ()), name)
    return leaders

"""The units as a list: a tree with leaders and numbers, as far as the viewer may see them."""

from dataclasses import dataclass, replace
from uuid import UUID

from laeringslean.foundation.database.connections import sort_key
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import RoleGrant, Unit, UnitKind
from laeringslean.organisation.queries.counts import counts_for_those_who_know_the_names
from laeringslean.organisation.queries.tree import tree_now
from laeringslean.organisation.queries.units import LEADER_ROLES, in_force


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
    # None where the viewer may not see numbers, or this one is hidden because it could point somebody out.
    people: int | None
    is_hidden: bool
    # Whether the viewer may see who works there.
    knows_names: bool
    may_invite: bool

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
    exact, shown = counts_for_those_who_know_the_names() if viewer.can(Permission.UNIT_COUNTS_READ) else ({}, {})
    leaders = _leaders_per_unit()
    rows: list[UnitRow] = []

    def walk(parent: UUID | None, path: tuple[str, ...]) -> None:
        for unit in children.get(parent, []):
            people = exact.get(unit.id) if _knows_names(viewer, unit) else shown.get(unit.id)
            rows.append(_row(viewer, unit, path, people, leaders.get(unit.id, ())))
            walk(unit.id, (*path, unit.name))

    walk(None, ())
    wanted = search.strip().lower()
    if wanted:
        rows = [row for row in rows if wanted in row.name.lower()]
    return rows if wanted else _with_closings(rows)


def _knows_names(viewer: Viewer, unit: Unit) -> bool:
    return viewer.can(Permission.ORGANISATION_MANAGE) or viewer.can(Permission.MEMBERSHIP_MANAGE, unit.id)


def _row(viewer: Viewer, unit: Unit, path: tuple[str, ...], people: int | None, leaders: tuple[str, ...]) -> UnitRow:
    may_count = viewer.can(Permission.UNIT_COUNTS_READ, unit.id)
    return UnitRow(
        id=unit.id,
        name=unit.name,
        kind=str(UnitKind(unit.kind).label),
        level=len(path) + 1,
        opens=False,
        closes=0,
        path=path,
        leaders=leaders,
        people=people if may_count else None,
        is_hidden=may_count and people is None,
        knows_names=_knows_names(viewer, unit),
        may_invite=viewer.can(Permission.PERSON_INVITE, unit.id),
    )


def _with_closings(rows: list[UnitRow]) -> list[UnitRow]:
    following = [row.level for row in rows[1:]] + [1]
    return [
        replace(row, opens=next_level > row.level, closes=max(row.level - next_level, 0))
        for row, next_level in zip(rows, following, strict=True)
    ]


def _leaders_per_unit() -> dict[UUID, tuple[str, ...]]:
    leaders: dict[UUID, tuple[str, ...]] = {}
    grants = RoleGrant.objects.filter(in_force(), role__in=LEADER_ROLES, unit__isnull=False, person__is_active=True)
    for unit_id, name in grants.order_by("person__name").values_list("unit_id", "person__name"):
        if name not in leaders.get(unit_id, ()):
            leaders[unit_id] = (*leaders.get(unit_id, ()), name)
    return leaders

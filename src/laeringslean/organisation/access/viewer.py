"""Who is asking, and what they may do where. Views, queries and the live streams all ask the same object."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import ROLES, Role, Scope


@dataclass(frozen=True)
class Grant:
    """One role in one unit; `unit_id` None means the whole municipality."""

    role: Role
    unit_id: UUID | None


@dataclass(frozen=True)
class Access:
    """The permissions of one person: everywhere, or in the listed units (those below already included)."""

    everywhere: frozenset[Permission]
    units: Mapping[Permission, frozenset[UUID]]

    def has(self, permission: Permission, unit_id: UUID | None = None) -> bool:
        """Whether the permission holds in the unit; without a unit, whether it holds anywhere at all."""
        if permission in self.everywhere:
            return True
        held_in = self.units.get(permission, frozenset())
        return bool(held_in) if unit_id is None else unit_id in held_in


def access_of(grants: Iterable[Grant], below: Mapping[UUID, Iterable[UUID]], tops: Iterable[UUID] = ()) -> Access:
    """Work out a person's access.

    `below` gives for every unit the units of its sub-tree, itself included; `tops` are the units with none above.
    """
    everywhere: set[Permission] = set()
    units: dict[Permission, set[UUID]] = {}
    for grant in grants:
        for permission, scope in ROLES[grant.role].items():
            if scope is Scope.BOARD:
                units.setdefault(permission, set()).update(tops if grant.unit_id is None else [grant.unit_id])
            elif scope is Scope.ALL or grant.unit_id is None:
                everywhere.add(permission)
            else:
                units.setdefault(permission, set()).update(below.get(grant.unit_id, [grant.unit_id]))
    return Access(frozenset(everywhere), {p: frozenset(ids) for p, ids in units.items()})


@dataclass(frozen=True)
class Viewer:
    """The signed-in person of a request."""

    person_id: UUID
    name: str
    language: str
    tenant_id: int
    session_id: UUID | None
    # Changes whenever the person's access may have changed; part of every ETag.
    access_stamp: str
    access: Access
    roles: frozenset[Role]
    # Units where the person is a member of staff, the largest position first.
    home_unit_ids: tuple[UUID, ...]
    # Whether a single letter does something on the board for them.
    single_keys: bool = True

    def can(self, permission: Permission, unit_id: UUID | None = None) -> bool:
        """Whether the viewer has the permission in the unit (or, without a unit, anywhere)."""
        return self.access.has(permission, unit_id)

    def units_with(self, permission: Permission) -> frozenset[UUID] | None:
        """The units in which the viewer has the permission; None when it holds in the whole municipality."""
        if permission in self.access.everywhere:
            return None
        return self.access.units.get(permission, frozenset())

    def within(self, permission: Permission, field: str) -> Q:
        """A condition that keeps the rows whose `field` (a unit id) is in a unit where the permission holds."""
        if permission in self.access.everywhere:
            # Always true. An empty Q would vanish from "this or that", and leave only "that".
            return ~Q(pk__in=[])
        return Q(**{f"{field}__in": self.access.units.get(permission, frozenset())})


def has_permission(viewer: Viewer | None, permission: Permission, unit_id: UUID | None = None) -> bool:
    """Whether somebody (None: nobody is signed in) has the permission."""
    return viewer is not None and viewer.can(permission, unit_id)


def require(viewer: Viewer | None, permission: Permission, unit_id: UUID | None = None) -> None:
    """Raise PermissionDenied unless the viewer has the permission in the unit."""
    if not has_permission(viewer, permission, unit_id):
        raise PermissionDenied

"""Reads that span tables: who is asking, the tree of units, counts that are safe to show."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, F, Q

from laeringslean.foundation import clock
from laeringslean.foundation.models import Tenant
from laeringslean.foundation.tenancy.scope import current_tenant_id
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.access.viewer import Access, Grant, Viewer, access_of
from laeringslean.organisation.models import Membership, RoleGrant, Session, Unit

# Below this many people nothing is shown about a group.
SMALLEST_GROUP = 5

LEADER_ROLES = [Role.DEPARTMENT_MANAGER, Role.UNIT_MANAGER, Role.SERVICE_DIRECTOR, Role.CHIEF_EXECUTIVE]


def token_hash(token: str) -> str:
    """What is stored of a session's token: its SHA-256, so that a copy of the database opens no door."""
    return hashlib.sha256(token.encode()).hexdigest()


def viewer_for_token(token: str) -> Viewer | None:
    """The viewer whose session has this token, or None when there is no such open session. One query."""
    row = (
        Session.objects.filter(token_hash=token_hash(token), expires_on__gt=clock.today(), person__is_active=True)
        .values_list(
            "id",
            "person_id",
            "person__name",
            "person__language",
            "person__access_version",
            "tenant__organisation_version",
        )
        .first()
    )
    if row is None:
        return None
    session_id, person_id, name, language, access_version, organisation_version = row
    return _viewer(person_id, name, language, session_id, access_version, organisation_version)


def viewer_for_person(person_id: UUID) -> Viewer:
    """The viewer that a person would be, for commands, jobs and tests. Raises Person.DoesNotExist."""
    from laeringslean.organisation.models import Person

    row = Person.objects.values_list(
        "id", "name", "language", "access_version", "tenant__organisation_version"
    ).get(pk=person_id)
    return _viewer(row[0], row[1], row[2], None, row[3], row[4])


def _viewer(
    person_id: UUID, name: str, language: str, session_id: UUID | None, access_version: int, organisation_version: int
) -> Viewer:
    today = clock.today()
    access, roles, homes = _access(current_tenant_id(), person_id, access_version, organisation_version, today)
    return Viewer(
        person_id=person_id,
        name=name,
        language=language,
        tenant_id=current_tenant_id(),
        session_id=session_id,
        access_stamp=f"{access_version}.{organisation_version}.{today.toordinal()}",
        access=access,
        roles=roles,
        home_unit_ids=homes,
    )


@lru_cache(maxsize=2048)
def _access(
    tenant_id: int, person_id: UUID, access_version: int, organisation_version: int, today: object
) -> tuple[Access, frozenset[Role], tuple[UUID, ...]]:
    in_force = Q(valid_from__lte=today) & (Q(valid_until=None) | Q(valid_until__gte=today))
    grants = [
        Grant(Role(role), unit_id)
        for role, unit_id in RoleGrant.objects.filter(in_force, person_id=person_id).values_list("role", "unit_id")
    ]
    homes = tuple(
        Membership.objects.filter(in_force, person_id=person_id)
        .order_by("-position_percent", "valid_from", "id")
        .values_list("unit_id", flat=True)
    )
    grants += [Grant(Role.EMPLOYEE, unit_id) for unit_id in homes]
    below = subtrees(tenant_id, organisation_version)
    return access_of(grants, below), frozenset(grant.role for grant in grants), homes


@lru_cache(maxsize=256)
def subtrees(tenant_id: int, organisation_version: int) -> Mapping[UUID, tuple[UUID, ...]]:
    """For every unit the ids of its sub-tree, itself first. Cached per version of the organisation."""
    children: dict[UUID | None, list[UUID]] = {}
    for unit_id, parent_id in Unit.objects.values_list("id", "parent_id"):
        children.setdefault(parent_id, []).append(unit_id)
    result: dict[UUID, tuple[UUID, ...]] = {}

    def walk(unit_id: UUID) -> tuple[UUID, ...]:
        ids = (unit_id, *(below for child in children.get(unit_id, []) for below in walk(child)))
        result[unit_id] = ids
        return ids

    for root in children.get(None, []):
        walk(root)
    return result


def units_below(unit: Unit) -> tuple[UUID, ...]:
    """The ids of a unit's sub-tree, itself first."""
    version = Tenant.objects.values_list("organisation_version", flat=True).get(pk=unit.tenant_id)
    return subtrees(unit.tenant_id, version).get(unit.id, (unit.id,))


@dataclass(frozen=True)
class HeadCount:
    """How many people work somewhere; `shown` is None for a group too small to show."""

    people: int

    @property
    def shown(self) -> int | None:
        return self.people if self.people == 0 or self.people >= SMALLEST_GROUP else None


def head_count(unit: Unit) -> HeadCount:
    """People with a membership in force today in the unit or below it, each counted once."""
    today = clock.today()
    count = (
        Membership.objects.filter(unit_id__in=units_below(unit), valid_from__lte=today, person__is_active=True)
        .filter(Q(valid_until=None) | Q(valid_until__gte=today))
        .aggregate(n=Count("person_id", distinct=True))["n"]
    )
    return HeadCount(count)


def leaders_of(unit: Unit) -> list[tuple[UUID, str]]:
    """(id, name) of those who lead the unit itself, today."""
    return _holders(unit, LEADER_ROLES)


def guides_of(unit: Unit) -> list[tuple[UUID, str]]:
    """(id, name) of the unit's lean guides, today."""
    return _holders(unit, [Role.LEAN_GUIDE])


def _holders(unit: Unit, roles: list[Role]) -> list[tuple[UUID, str]]:
    today = clock.today()
    return list(
        RoleGrant.objects.filter(unit=unit, role__in=roles, valid_from__lte=today, person__is_active=True)
        .filter(Q(valid_until=None) | Q(valid_until__gte=today))
        .order_by("person__name")
        .values_list("person_id", F("person__name"))
    )


def unit_above_with_leader(unit: Unit) -> Unit | None:
    """The nearest unit above that has a leader: where an escalated idea goes. None at the top."""
    above = unit.parent
    while above is not None and not leaders_of(above):
        above = above.parent
    return above

"""Who is asking."""

import hashlib
from dataclasses import replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import Q

from laeringslean.foundation import clock
from laeringslean.foundation.tenancy.scope import current_tenant_id
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.access.viewer import Access, Grant, Viewer, access_of
from laeringslean.organisation.models import Membership, Person, RoleGrant
from laeringslean.organisation.queries.tree import tree_of_version


def token_hash(token: str) -> str:
    """What is stored of a session's token: its SHA-256, so that a copy of the database opens no door."""
    return hashlib.sha256(token.encode()).hexdigest()


def viewer_for_token(token: str) -> Viewer | None:
    """The viewer whose session has this token, or None when there is no such open session. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SESSION, [current_tenant_id(), token_hash(token), clock.today().isoformat()])
        row = cursor.fetchone()
    if row is None:
        return None
    session_id, person_id, name, language, single_keys, access_version, organisation_version = row
    viewer = _viewer(_uuid(person_id), name, language, _uuid(session_id), access_version, organisation_version)
    return viewer if single_keys else replace(viewer, single_keys=False)


# Written out because every request of a signed-in person begins with it: putting it together took the ORM several
# times as long as the database needs to answer.
_SESSION = """
    SELECT session.id, person.id, person.name, person.language, person.single_keys, person.access_version,
           tenant.organisation_version
    FROM organisation_session AS session
    JOIN organisation_person AS person ON person.id = session.person_id AND person.tenant_id = session.tenant_id
    JOIN foundation_tenant AS tenant ON tenant.id = session.tenant_id
    WHERE session.tenant_id = %s AND session.token_hash = %s AND session.expires_on > %s AND person.is_active
"""


def _uuid(value: UUID | str) -> UUID:
    """PostgreSQL gives keys as UUIDs, SQLite as text."""
    return value if isinstance(value, UUID) else UUID(value)


def viewer_for_person(person_id: UUID) -> Viewer:
    """The viewer that a person would be, for commands, jobs and tests. Raises Person.DoesNotExist."""
    row = Person.objects.values_list("id", "name", "language", "access_version", "tenant__organisation_version").get(
        pk=person_id
    )
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
    tenant_id: int, person_id: UUID, access_version: int, organisation_version: int, today: date
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
    tree = tree_of_version(tenant_id, organisation_version)
    return access_of(grants, tree.below, tree.tops), frozenset(grant.role for grant in grants), homes


def forget_access() -> None:
    """Empty what this process has cached about trees and access (for tests, whose versions begin anew)."""
    tree_of_version.cache_clear()
    _access.cache_clear()

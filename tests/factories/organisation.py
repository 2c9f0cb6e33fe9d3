"""Municipalities, units and people for tests: one row per call, and the versions that caches hang on."""

import secrets
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

from django.db.models import F

from laeringslean.foundation import clock
from laeringslean.foundation.models import Placement, Tenant
from laeringslean.foundation.tenancy.scope import current_tenant_id
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Membership, Person, RoleGrant, Session, Shift, Unit, UnitKind
from laeringslean.organisation.queries import token_hash, viewer_for_person

_numbers = count(1)
LONG_AGO = date(2020, 1, 1)


def make_tenant(name: str = "Prøve kommune", *, host: str = "") -> Tenant:
    """A municipality; with `host` it is reached under that name only."""
    tenant = Tenant.objects.create(name=name)
    if host:
        Placement.objects.create(host=host, tenant=tenant)
    return tenant


def make_unit(
    name: str = "",
    *,
    parent: Unit | None = None,
    kind: UnitKind = UnitKind.UNIT,
    external_id: str | None = None,
    is_active: bool = True,
) -> Unit:
    """A unit of the municipality of this scope."""
    unit = Unit.objects.create(
        name=name or f"Enhet {next(_numbers)}", parent=parent, kind=kind, external_id=external_id, is_active=is_active
    )
    _organisation_changed()
    return unit


def make_person(
    name: str = "",
    *,
    unit: Unit | None = None,
    role: Role | None = None,
    role_unit: Unit | None = None,
    email: str = "",
    password: str = "",
    language: str = "",
    external_id: str | None = None,
    is_active: bool = True,
    position_percent: int | str | Decimal = 100,
    shift: Shift | str = "",
    staff_group: str = "",
) -> Person:
    """Somebody; with `unit` a member of its staff, with `role` holding that role in `role_unit` (or everywhere)."""
    person = Person(
        name=name or f"Person {next(_numbers)}",
        email=email,
        language=language,
        external_id=external_id,
        is_active=is_active,
    )
    if password:
        person.set_password(password)
    person.save()
    if unit is not None:
        add_to(unit, person, position_percent=position_percent, shift=shift, staff_group=staff_group)
    if role is not None:
        grant(person, role, unit=role_unit)
    return person


def add_to(
    unit: Unit,
    person: Person,
    *,
    position_percent: int | str | Decimal = 100,
    shift: Shift | str = "",
    staff_group: str = "",
    valid_from: date = LONG_AGO,
    valid_until: date | None = None,
) -> Membership:
    """Make the person a member of the unit's staff."""
    membership = Membership.objects.create(
        person=person,
        unit=unit,
        position_percent=Decimal(position_percent),
        shift=shift,
        staff_group=staff_group,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    _access_changed(person.id)
    return membership


def grant(
    person: Person,
    role: Role,
    *,
    unit: Unit | None = None,
    valid_from: date = LONG_AGO,
    valid_until: date | None = None,
) -> RoleGrant:
    """Give the person a role in a unit, or without a unit in the whole municipality."""
    role_grant = RoleGrant.objects.create(
        person=person, role=role, unit=unit, valid_from=valid_from, valid_until=valid_until
    )
    _access_changed(person.id)
    return role_grant


def viewer_of(person: Person) -> Viewer:
    """The viewer that the person is when signed in, with the access they have now."""
    return viewer_for_person(person.id)


def open_session(person: Person) -> str:
    """Sign somebody in without the sign-in page; returns the value of the session cookie."""
    token = secrets.token_urlsafe(32)
    Session.objects.create(
        token_hash=token_hash(token),
        person=person,
        started_on=clock.today(),
        expires_on=clock.today() + timedelta(days=14),
    )
    return token


def _access_changed(person_id: UUID) -> None:
    Person.objects.filter(pk=person_id).update(access_version=F("access_version") + 1)


def _organisation_changed() -> None:
    Tenant.objects.filter(pk=current_tenant_id()).update(organisation_version=F("organisation_version") + 1)

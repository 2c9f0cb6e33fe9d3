"""What the writing commands do, whether called by the command itself or by the server it was handed to."""

import secrets
from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from laeringslean.benefits.actions import divisors
from laeringslean.foundation import clock
from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.models import Placement, Tenant
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.foundation.web.tenants import municipality_of_host
from laeringslean.improvement.actions.imports import import_ideas
from laeringslean.method.actions.versions import publish_standard
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.actions import imports, people, roles

Progress = Callable[[str], None]

# Letters and digits that nobody mistakes for another when typing them from paper.
_TYPEABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class CannotPerform(Exception):
    """The work cannot be done as asked; the message is one line. Nothing was saved."""


class InputFile(NamedTuple):
    """A file that the caller read."""

    name: str
    content: bytes


def _import_organisation(options: dict[str, Any], files: list[InputFile], progress: Progress) -> dict[str, Any]:
    units, people_file = files
    names = {imports.UNITS: units.name, imports.PEOPLE: people_file.name}
    progress(f"Reading {units.name} and {people_file.name} …")
    with tenant_scope(_municipality(options["municipality"])):
        report = imports.import_organisation(
            units=units.content, people=people_file.content, dry_run=options["dry_run"], by=None
        ).as_json()
    for warning in report["warnings"]:
        progress(f"{names[warning['file']]}:{warning['line']}: {warning['reason']}")
    errors = [{**error, "file": names[error["file"]]} for error in report["errors"]]
    return {"created": report["created"], "updated": report["updated"], "errors": errors}


def _import_ideas(options: dict[str, Any], files: list[InputFile], progress: Progress) -> dict[str, Any]:
    (ideas,) = files
    progress(f"Reading {ideas.name} …")
    with tenant_scope(_municipality(options["municipality"])):
        report = import_ideas(file=ideas.content, dry_run=options["dry_run"], by=None)
    for line in report.kept:
        progress(f"{ideas.name}:{line}: somebody has rewritten the idea since; it is left as it is")
    return report.as_json()


def _municipality(name: str) -> int:
    """The id of the municipality with the name, or of the only one."""
    found = Tenant.objects.filter(name=name) if name else Tenant.objects.all()
    ids = list(found.values_list("id", flat=True)[:2])
    if len(ids) == 1:
        return ids[0]
    if name:
        raise CannotPerform(f"there is no municipality (or more than one) called {name!r}")
    if ids:
        raise CannotPerform("there are several municipalities; say which with --municipality NAME")
    raise CannotPerform("there is no municipality yet; run `laeringslean create-municipality NAME` first")


def _create_municipality(options: dict[str, Any], files: list[InputFile], progress: Progress) -> dict[str, Any]:
    name, hosts = options["name"].strip(), [host.strip().lower() for host in options["hosts"]]
    email = options["administrator_email"] or f"administrator@{hosts[0] if hosts else 'localhost.localdomain'}"
    _refuse_impossible(name, hosts, email)
    with write_transaction(), transaction.atomic():
        tenant = Tenant.objects.create(name=name)
        Placement.objects.bulk_create(Placement(tenant=tenant, host=host) for host in hosts)
        with tenant_scope(tenant.id):
            publish_standard(by=None)
            divisors.set_divisor(hours=divisors.ORDINARY_WEEK, valid_from=clock.today(), by=None)
            password = _first_administrator(email)
    municipality_of_host.cache_clear()
    return {"municipality": name, "administrator": email, "password": password}


def _refuse_impossible(name: str, hosts: list[str], email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise CannotPerform(f"{email!r} is not an e-mail address")
    if not name:
        raise CannotPerform("the municipality needs a name")
    if Tenant.objects.filter(name=name).exists():
        raise CannotPerform(f"there is a municipality called {name} already")
    if connection.vendor == "sqlite" and Tenant.objects.exists():
        raise CannotPerform("a SQLite file holds one municipality; choose another data folder, or use PostgreSQL")
    if taken := Placement.objects.filter(host__in=hosts).values_list("host", flat=True).first():
        raise CannotPerform(f"another municipality is reached under {taken}")


def _first_administrator(email: str) -> str:
    person = people.add_person(name="Administrator", email=email, by=None)
    password = "-".join("".join(secrets.choice(_TYPEABLE) for _ in range(4)) for _ in range(4))
    person.set_password(password)
    person.save_changes("password")
    roles.grant_role(person=person, role=Role.ADMINISTRATOR, by=None)
    return password


PERFORM: dict[str, Callable[[dict[str, Any], list[InputFile], Progress], dict[str, Any]]] = {
    "import-organisation": _import_organisation,
    "import-ideas": _import_ideas,
    "create-municipality": _create_municipality,
}

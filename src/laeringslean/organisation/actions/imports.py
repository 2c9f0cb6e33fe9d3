"""Bringing in a municipality's units and people from two files: all of it or nothing, and safe to do again."""

from uuid import UUID

from django.db.models import Model

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action, write_transaction
from laeringslean.foundation.keys import uuid7
from laeringslean.organisation.actions.import_files import (
    LARGEST_FILE,
    PEOPLE,
    UNITS,
    FileError,
    OrganisationReport,
    read_people,
    read_units,
)
from laeringslean.organisation.actions.import_plan import Plan, plan_people, plan_units
from laeringslean.organisation.actions.versions import access_changed, one_at_a_time, organisation_changed
from laeringslean.organisation.models import Membership, Person, RoleGrant, Unit

__all__ = ["LARGEST_FILE", "PEOPLE", "UNITS", "FileError", "OrganisationReport", "import_organisation"]


def import_organisation(
    *, units: bytes = b"", people: bytes = b"", dry_run: bool = False, by: UUID | None
) -> OrganisationReport:
    """Import the two CSV files (either may be empty) and return what was done, or with `dry_run` what would be.

    Rows are matched by their external ids: those that are new are created, those that differ are updated, and whoever
    the files do not mention is left alone. When the report has errors nothing was saved.
    """
    if dry_run:
        return _planned(units, people, by)[0]
    with write_transaction():
        one_at_a_time()
        report, plan = _planned(units, people, by)
        if report.is_clean and plan.changes_anything:
            _save(plan=plan, report=report, by=by)
    return report


def _planned(units_file: bytes, people_file: bytes, by: UUID | None) -> tuple[OrganisationReport, Plan]:
    report, plan = OrganisationReport(), Plan()
    units_sheet, unit_lines = read_units(units_file, report)
    people_sheet, person_lines = read_people(people_file, report)
    units = plan_units(units_sheet, unit_lines, plan)
    plan_people(people_sheet, person_lines, units, plan, by)
    report.units_created, report.units_updated = len(plan.new_units), len(plan.changed_units)
    report.people_created, report.people_updated = len(plan.new_people), plan.people_updated
    report.created = report.units_created + report.people_created
    report.updated = report.units_updated + report.people_updated
    report.errors.sort(key=_place)
    report.warnings.sort(key=_place)
    return report, plan


def _place(error: object) -> tuple[bool, int]:
    return getattr(error, "file", "") == PEOPLE, getattr(error, "line", 0)


@action
def _save(*, plan: Plan, report: OrganisationReport, by: UUID | None) -> None:
    Unit.objects.bulk_create(plan.new_units)
    _replace(Unit, plan.changed_units, "name", "kind", "parent", "is_active", "version")
    Person.objects.filter(pk__in=plan.new_addresses).update(email="")
    _replace(Person, plan.changed_people, "external_id", "name", "email", "version")
    Person.objects.bulk_create(plan.new_people)
    Membership.objects.bulk_create(plan.new_memberships)
    _replace(
        Membership,
        plan.changed_memberships,
        "position_percent",
        "staff_group",
        "shift",
        "valid_from",
        "valid_until",
        "version",
    )
    RoleGrant.objects.bulk_create(plan.new_grants)
    access_changed(plan.access_of)
    organisation_changed()
    events.record(
        "organisation.organisation.imported",
        subject_id=uuid7(),
        actor_id=by,
        on=clock.today().isoformat(),
        units_created=report.units_created,
        units_updated=report.units_updated,
        people_created=report.people_created,
        people_updated=report.people_updated,
    )


def _replace(model: type[Model], rows: list, *fields: str) -> None:
    """Write the fields of rows that are there already, many at a time, each with its version raised."""
    for row in rows:
        row.version += 1
    model.objects.bulk_create(  # type: ignore[attr-defined]
        rows, update_conflicts=True, unique_fields=["id"], update_fields=list(fields)
    )

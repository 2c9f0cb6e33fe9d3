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
    MappedTable,
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
        return plan_import(units, people, by)[0]
    with write_transaction():
        one_at_a_time()
        report, plan = plan_import(units, people, by)
        if report.is_clean and plan.changes_anything:
            save_plan(plan=plan, report=report, by=by)
    return report


def plan_import(
    units_file: bytes | MappedTable, people_file: bytes | MappedTable, by: UUID | None
) -> tuple[OrganisationReport, Plan]:
    """Work out what the files would change, and what is wrong with them. Nothing is saved."""
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
def save_plan(*, plan: Plan, report: OrganisationReport, by: UUID | None) -> None:
    """Write what was planned from what the organisation is now."""
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

"""Giving roles and taking them back."""

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.organisation.access.roles import MUNICIPAL_ROLES, Role
from laeringslean.organisation.actions.people import refuse_last_administrator, refuse_own
from laeringslean.organisation.actions.refusals import Refused
from laeringslean.organisation.actions.versions import access_changed
from laeringslean.organisation.models import Person, RoleGrant, Unit


@action
def grant_role(
    *,
    person: Person,
    role: Role,
    unit: Unit | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
    by: UUID | None,
) -> RoleGrant:
    """Give somebody a role, in a unit or in the whole municipality, as the role demands. Returns the grant.

    From `valid_from` (default: today) until and with `valid_until` (default: until it is ended). Raises Refused for
    oneself, for a role in the wrong place, and for a period that ends before it begins.
    """
    refuse_own(person.id, by)
    start = valid_from or clock.today()
    _refuse_wrong_place(role, unit)
    if valid_until is not None and valid_until < start:
        raise Refused(_("The last day lies before the first."))
    grant = RoleGrant.objects.filter(person=person, role=role, unit=unit).first()
    grant = grant or RoleGrant(person=person, role=role, unit=unit)
    grant.valid_from, grant.valid_until = start, valid_until
    grant.save()
    access_changed([person.id])
    _grant_event("granted", grant, by)
    return grant


@action
def end_role(*, grant: RoleGrant, by: UUID | None) -> None:
    """Take a role back, from today on. Raises Refused for oneself and for the last administrator."""
    refuse_own(grant.person_id, by)
    if grant.role == Role.ADMINISTRATOR:
        refuse_last_administrator(grant.person_id)
    grant.valid_until = clock.today() - timedelta(days=1)
    grant.save(update_fields=["valid_until"])
    access_changed([grant.person_id])
    _grant_event("ended", grant, by)


def _refuse_wrong_place(role: Role, unit: Unit | None) -> None:
    if role is Role.EMPLOYEE:
        raise Refused(_("Whoever belongs to a unit is an employee there; make them a member instead."))
    if role in MUNICIPAL_ROLES and unit is not None:
        raise Refused(_("This role holds for the whole municipality and not for one unit."))
    if role not in MUNICIPAL_ROLES and unit is None:
        raise Refused(_("Choose the unit in which the role holds."))


def _grant_event(what: str, grant: RoleGrant, by: UUID | None) -> None:
    events.record(
        f"organisation.role.{what}",
        subject_id=grant.id,
        actor_id=by,
        unit_id=grant.unit_id,
        person_id=str(grant.person_id),
        role=grant.role,
    )

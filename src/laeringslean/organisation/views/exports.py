"""Lists of units, people and roles as files for a spreadsheet: what their pages show, and no more."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from laeringslean.foundation.exports import list_answer
from laeringslean.organisation.models import Membership, Person, RoleGrant
from laeringslean.organisation.queries.unit_list import UnitRow


def units_answer(request: HttpRequest, rows: Iterable[UnitRow], *, sees_counts: bool) -> HttpResponse:
    """The units of the list. A number that the page keeps back is kept back here."""
    header = [_("Unit"), _("Kind of unit"), _("Lies under"), _("Leader")]
    table = [[row.name, row.kind, " › ".join(row.path), ", ".join(row.leaders)] for row in rows]
    if sees_counts:
        header.append(_("People"))
        for cells, row in zip(table, rows, strict=True):
            hidden = _("too few to show") if row.is_hidden else ""
            cells.append(hidden if row.people is None else row.people)  # type: ignore[arg-type]
    return list_answer(request, _("units"), header, table)


def people_answer(request: HttpRequest, people: Iterable[Person]) -> HttpResponse:
    """The people that a search found."""
    rows = [[person.name, person.email, "" if person.is_active else _("Closed account")] for person in people]
    return list_answer(request, _("people"), [_("Name"), _("E-mail"), _("Account")], rows)


def members_answer(
    request: HttpRequest, members: Iterable[Membership], roles: Iterable[RoleGrant], unit: str
) -> HttpResponse:
    """Who works in a unit, and who has a role there."""
    held: dict[str, list[str]] = {}
    for grant in roles:
        held.setdefault(str(grant.person_id), []).append(str(grant.name))
    names = {str(grant.person_id): grant.person.name for grant in roles}
    rows: list[Sequence[object]] = [
        [
            member.person.name,
            unit,
            member.position_percent,
            member.staff_group,
            member.get_shift_display() if member.shift else "",
            ", ".join(held.pop(str(member.person_id), [])),
        ]
        for member in members
    ]
    rows += [[names[person], unit, None, "", "", ", ".join(of_person)] for person, of_person in held.items()]
    header = [_("Name"), _("Unit"), _("Position in per cent"), _("Occupation"), _("Shift"), _("Role")]
    return list_answer(request, _("people"), header, rows)


def roles_answer(request: HttpRequest, roles: Iterable[RoleGrant]) -> HttpResponse:
    """Who holds which role, since when and until when."""
    rows = [
        [str(grant.name), grant.person.name, grant.unit.name if grant.unit else "", grant.valid_from, grant.valid_until]
        for grant in roles
    ]
    return list_answer(request, _("roles"), [_("Role"), _("Name"), _("Unit"), _("From"), _("Until")], rows)

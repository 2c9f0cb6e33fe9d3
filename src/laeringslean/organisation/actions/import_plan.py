"""Working out what an import would change, from the files' lines and the rows there are. Nothing here is saved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from laeringslean.foundation import clock
from laeringslean.organisation.access.names import ROLE_NAMES
from laeringslean.organisation.access.roles import MUNICIPAL_ROLES, Role
from laeringslean.organisation.actions.import_files import PersonLine, Sheet, UnitLine
from laeringslean.organisation.models import Membership, Person, RoleGrant, Unit


@dataclass
class Plan:
    """The rows to make and to change, in the order in which they must be written."""

    new_units: list[Unit] = field(default_factory=list)
    changed_units: list[Unit] = field(default_factory=list)
    new_people: list[Person] = field(default_factory=list)
    changed_people: list[Person] = field(default_factory=list)
    # People whose address becomes another: emptied first, so that two may swap.
    new_addresses: list[UUID] = field(default_factory=list)
    new_memberships: list[Membership] = field(default_factory=list)
    changed_memberships: list[Membership] = field(default_factory=list)
    new_grants: list[RoleGrant] = field(default_factory=list)
    # People beside the new ones whose memberships or roles change.
    access_of: set[UUID] = field(default_factory=set)

    @property
    def people_updated(self) -> int:
        """How many of the people there were are changed in any way."""
        new = {person.id for person in self.new_people}
        return len(({person.id for person in self.changed_people} | self.access_of) - new)

    @property
    def changes_anything(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.new_units or self.changed_units or self.new_people or self.changed_people or self.access_of)


def plan_units(sheet: Sheet, lines: Sequence[UnitLine], plan: Plan) -> dict[str, Unit]:
    """Plan the units; returns all units with an external id, those of the file included."""
    units = {unit.external_id: unit for unit in Unit.objects.exclude(external_id=None)}
    before = {unit.id: (unit.name, unit.kind, unit.parent_id, unit.is_active) for unit in units.values()}
    for line in lines:
        unit = units.setdefault(line.external_id, Unit(external_id=line.external_id))
        unit.name, unit.kind, unit.is_active = line.name, line.kind, True
    for line in lines:
        parent = units.get(line.parent)
        if line.parent and parent is None:
            sheet.refuse(
                line.line, "parent_external_id", _("There is no unit with the id “%(id)s”.") % {"id": line.parent}
            )
        units[line.external_id].parent_id = parent.id if parent else None
    _refuse_circles(sheet, lines, units)
    for line in lines:
        unit = units[line.external_id]
        if unit.id not in before:
            plan.new_units.append(unit)
        elif before[unit.id] != (unit.name, unit.kind, unit.parent_id, unit.is_active):
            plan.changed_units.append(unit)
    return {key: unit for key, unit in units.items() if key is not None}


def _refuse_circles(sheet: Sheet, lines: Sequence[UnitLine], units: dict[Any, Unit]) -> None:
    parents: dict[UUID, UUID | None] = dict(Unit.objects.values_list("id", "parent_id"))
    parents |= {units[line.external_id].id: units[line.external_id].parent_id for line in lines}
    for line in lines:
        start = units[line.external_id].id
        seen: set[UUID | None] = {start}
        above: UUID | None = parents[start]
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above == start:
            reason = _("The units lie in a circle: “%(name)s” would lie under itself.") % {"name": line.name}
            sheet.refuse(line.line, "parent_external_id", reason)


def plan_people(sheet: Sheet, lines: Sequence[PersonLine], units: dict[str, Unit], plan: Plan, by: UUID | None) -> None:
    """Plan people, memberships and roles; units are looked up among `units`."""
    lines = _consistent(sheet, lines)
    people = _plan_persons(sheet, lines, plan)
    _Work(sheet, units, people, plan, by).plan(lines)


def _consistent(sheet: Sheet, lines: Iterable[PersonLine]) -> list[PersonLine]:
    """The lines that do not contradict an earlier one about the same person."""
    first: dict[str, PersonLine] = {}
    places: dict[tuple[str, str], int] = {}
    kept = []
    for line in lines:
        earlier = first.setdefault(line.external_id, line)
        place = (line.external_id, line.unit)
        if place in places:
            words = {"id": line.external_id, "line": places[place]}
            sheet.refuse(line.line, "external_id", _("“%(id)s” stands in this unit on line %(line)s as well.") % words)
            continue
        places[place] = line.line
        for column, value, known in [("name", line.name, earlier.name), ("email", line.email, earlier.email)]:
            if value != known:
                words = {"id": line.external_id, "line": earlier.line}
                sheet.refuse(line.line, column, _("Line %(line)s has something else here for “%(id)s”.") % words)
        kept.append(line)
    return kept


def _plan_persons(sheet: Sheet, lines: Sequence[PersonLine], plan: Plan) -> dict[str, Person]:
    everybody = list(Person.objects.all())
    known = {person.external_id: person for person in everybody if person.external_id}
    by_address = {person.email.lower(): person for person in everybody if person.email}
    people: dict[str, Person] = {}
    addresses: dict[str, str] = {}
    for line in lines:
        if line.external_id in people:
            continue
        person = known.get(line.external_id) or _without_id(by_address, line.email)
        holder = addresses.setdefault(line.email.lower(), line.external_id) if line.email else line.external_id
        if holder != line.external_id:
            sheet.refuse(
                line.line, "email", _("“%(id)s” has this e-mail address in the file as well.") % {"id": holder}
            )
        people[line.external_id] = _planned(sheet, line, person, plan)
    _refuse_taken_addresses(sheet, lines, people, by_address)
    return people


def _without_id(by_address: dict[str, Person], email: str) -> Person | None:
    """Somebody who was registered by hand and now comes with an id."""
    person = by_address.get(email.lower()) if email else None
    return person if person is not None and person.external_id is None else None


def _planned(sheet: Sheet, line: PersonLine, person: Person | None, plan: Plan) -> Person:
    if person is None:
        person = Person(external_id=line.external_id, name=line.name, email=line.email)
        plan.new_people.append(person)
        return person
    if not person.is_active:
        sheet.warn(
            line.line, "external_id", _("The account of “%(name)s” is closed and stays so.") % {"name": line.name}
        )
    # A file without addresses takes nobody's address away.
    email = line.email or person.email
    if (person.external_id, person.name, person.email) != (line.external_id, line.name, email):
        if person.email != email:
            plan.new_addresses.append(person.id)
        person.external_id, person.name, person.email = line.external_id, line.name, email
        plan.changed_people.append(person)
    return person


def _refuse_taken_addresses(
    sheet: Sheet, lines: Sequence[PersonLine], people: dict[str, Person], by_address: dict[str, Person]
) -> None:
    in_file = {person.id for person in people.values()}
    seen: set[str] = set()
    for line in lines:
        holder = by_address.get(line.email.lower()) if line.email else None
        if holder is None or holder.id == people[line.external_id].id or line.external_id in seen:
            continue
        seen.add(line.external_id)
        # The holder may be getting another address in this very file.
        if holder.id not in in_file or holder.email.lower() == line.email.lower():
            sheet.refuse(line.line, "email", _("Somebody else has this e-mail address."))


class _Work:
    """Memberships and roles."""

    def __init__(self, sheet: Sheet, units: dict[str, Unit], people: dict[str, Person], plan: Plan, by: UUID | None):
        self._sheet, self._units, self._people, self._plan, self._by = sheet, units, people, plan, by
        self._today = clock.today()
        ids = {person.id for person in people.values()}
        self._memberships = {
            (row.person_id, row.unit_id): row for row in Membership.objects.all() if row.person_id in ids
        }
        self._grants = {
            (row.person_id, row.role, row.unit_id): row for row in RoleGrant.objects.all() if row.person_id in ids
        }
        self._closed = set(Unit.objects.filter(is_active=False).values_list("id", flat=True))
        self._closed -= {unit.id for unit in plan.changed_units if unit.is_active}

    def plan(self, lines: Sequence[PersonLine]) -> None:
        last: dict[UUID, PersonLine] = {}
        for line in lines:
            person = self._people[line.external_id]
            last[person.id] = line
            unit = self._unit(line)
            if unit is not None:
                self._membership(line, person, unit)
            for role in line.roles:
                self._role(line, person, role, unit)
        self._warn_of_more_than_whole_positions(last)

    def _unit(self, line: PersonLine) -> Unit | None:
        unit = self._units.get(line.unit)
        if line.unit and unit is None:
            reason = _("There is no unit with the id “%(id)s”.") % {"id": line.unit}
            self._sheet.refuse(line.line, "unit_external_id", reason)
        elif unit is not None and unit.id in self._closed:
            self._sheet.refuse(line.line, "unit_external_id", _("This unit is no longer in use."))
        return unit

    def _membership(self, line: PersonLine, person: Person, unit: Unit) -> None:
        work = {"position_percent": line.percent, "staff_group": line.staff_group, "shift": line.shift}
        row = self._memberships.get((person.id, unit.id))
        if row is None:
            row = Membership(person=person, unit=unit, valid_from=self._today, **work)
            self._memberships[person.id, unit.id] = row
            self._plan.new_memberships.append(row)
        elif _is_ended(row, self._today) or any(getattr(row, name) != value for name, value in work.items()):
            if _is_ended(row, self._today):
                row.valid_from, row.valid_until = self._today, None
            for name, value in work.items():
                setattr(row, name, value)
            self._plan.changed_memberships.append(row)
        else:
            return
        self._change_access(line, person)

    def _role(self, line: PersonLine, person: Person, role: Role, unit: Unit | None) -> None:
        place = None if role in MUNICIPAL_ROLES else unit
        words = {"role": ROLE_NAMES[role]}
        if role not in MUNICIPAL_ROLES and unit is None:
            if not line.unit:
                self._sheet.refuse(line.line, "role", _("%(role)s holds in a unit: write its id too.") % words)
            return
        row = self._grants.get((person.id, role.value, place.id if place else None))
        if row is not None:
            if _is_ended(row, self._today):
                self._sheet.warn(line.line, "role", _("%(role)s was ended by hand and stays so.") % words)
            return
        if role is Role.ADMINISTRATOR and self._by is not None:
            self._sheet.refuse(line.line, "role", _("This role is given by hand, not by a file."))
            return
        row = RoleGrant(person=person, role=role.value, unit=place, valid_from=self._today)
        self._grants[person.id, role.value, place.id if place else None] = row
        self._plan.new_grants.append(row)
        self._change_access(line, person)

    def _change_access(self, line: PersonLine, person: Person) -> None:
        if person.id == self._by:
            self._sheet.refuse(line.line, "external_id", _("You cannot change your own rights. Ask a colleague."))
        self._plan.access_of.add(person.id)

    def _warn_of_more_than_whole_positions(self, last: dict[UUID, PersonLine]) -> None:
        sums: dict[UUID, Any] = {}
        for (person_id, _unit_id), row in self._memberships.items():
            if not _is_ended(row, self._today):
                sums[person_id] = sums.get(person_id, 0) + row.position_percent
        for person_id, percent in sums.items():
            if percent > 100 and person_id in last:
                words = {"name": last[person_id].name, "percent": f"{percent.normalize():f}"}
                reason = _("The positions of %(name)s add up to %(percent)s per cent.") % words
                self._sheet.warn(last[person_id].line, "position_percent", reason)


def _is_ended(row: Membership | RoleGrant, today: date) -> bool:
    return row.valid_until is not None and row.valid_until < today

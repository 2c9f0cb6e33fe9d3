"""Lists of units and of people whose columns and words somebody says the meaning of on a page."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.database.gate import action
from laeringslean.foundation.imports import Row
from laeringslean.foundation.lists.kinds import Choices, Examples, Overtaken, Setting, Work
from laeringslean.foundation.lists.mapping import ListField, Mapping, known_words, plain
from laeringslean.foundation.models import Tenant
from laeringslean.foundation.tenancy.scope import current_tenant_id
from laeringslean.organisation.access.names import ROLE_NAMES
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.actions.import_files import (
    HEADERS,
    KINDS,
    PEOPLE,
    ROLES,
    SHIFTS,
    UNITS,
    MappedTable,
    OrganisationReport,
)
from laeringslean.organisation.actions.import_plan import Plan
from laeringslean.organisation.actions.imports import plan_import, save_plan
from laeringslean.organisation.actions.versions import one_at_a_time
from laeringslean.organisation.models import Person, Shift, UnitKind


def _field(key: str, label: str | Promise, *more: str, has_words: bool = False) -> ListField:
    return ListField(key, label, tuple(plain(name) for name in (*HEADERS[key], *more)), has_words)


class _Lists:
    """What the two kinds have in common."""

    file = ""
    fields: Sequence[ListField] = ()
    needed: tuple[str, ...] = ()

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer

    def settings(self, mapping: Mapping) -> list[Setting]:
        """Nothing is decided for a whole list of the organisation."""
        return []

    def missing(self, mapping: Mapping) -> list[str | Promise]:
        """The columns that every row must have something in."""
        labels = {each.key: each.label for each in self.fields}
        return [
            _("Say which column holds: %(name)s.") % {"name": labels[key]}
            for key in self.needed
            if key not in mapping.columns
        ]

    def begin(self, rows: Sequence[Row], mapping: Mapping, headings: dict[str, str]) -> "OrganisationImport":
        """Begin; everything is read in one step."""
        return OrganisationImport(self.file, MappedTable(headings, list(rows)), self._viewer.person_id)


class UnitLists(_Lists):
    """A list of units."""

    file = UNITS
    needed = ("external_id", "name", "kind")
    fields = (
        _field(
            "external_id",
            _("Id of the unit"),
            "enhetsnummer",
            "einingsnummer",
            "enhetsnr",
            "einingsnr",
            "nr",
            "nummer",
            "kode",
            "orgnr",
        ),
        _field("name", _("Name"), "enhet", "eining", "enhetsnavn", "einingsnamn", "avdeling", "unit", "department"),
        _field("kind", _("Kind of unit"), "enhetstype", "einingstype", has_words=True),
        _field("parent_external_id", _("Id of the unit above"), "overordnet enhet", "overordna eining", "tilhører"),
    )
    _words = known_words((kind.value, names) for kind, names in KINDS.items())

    def choices(self, field: str) -> Choices:
        """The kinds of unit."""
        return [(kind.value, kind.label) for kind in UnitKind]

    def meaning(self, field: str, word: str) -> str:
        """The kind that a word names."""
        return self._words.get(plain(word), "")

    def examples(self, work: Work, most: int) -> Examples:
        """The first of the new units."""
        assert isinstance(work, OrganisationImport)
        units = work.plan.new_units[:most]
        rows = [[unit.name, str(unit.get_kind_display()), unit.external_id or ""] for unit in units]
        return Examples([_("Name"), _("Kind of unit"), _("Id")], rows)


class PeopleLists(_Lists):
    """A list of people, with a row for each unit that somebody works in."""

    file = PEOPLE
    needed = ("external_id", "name")
    fields = (
        _field("external_id", _("Staff number"), "ansatt nr", "ressursnr", "ressursnummer", "nr", "nummer"),
        _field("name", _("Name"), "ansatt", "tilsett", "fullt navn", "fullt namn", "employee"),
        _field("email", _("E-mail"), "e post", "e postadresse", "mailadresse"),
        _field(
            "unit_external_id",
            _("Id of the unit"),
            "avdeling",
            "enhetsnummer",
            "einingsnummer",
            "enhetsnr",
            "einingsnr",
        ),
        _field("position_percent", _("Position in per cent"), "stillingsandel", "st pst", "stillingspst"),
        _field("role", _("Role"), has_words=True),
        _field("staff_group", _("Occupation"), "stillingstittel", "yrke", "tittel"),
        _field("shift", _("Shift"), has_words=True),
    )
    _words = {
        "role": known_words((role.value, names) for role, names in ROLES.items()),
        "shift": known_words((shift.value, names) for shift, names in SHIFTS.items()),
    }

    def choices(self, field: str) -> Choices:
        """The roles or the shifts."""
        if field == "shift":
            return [(shift.value, shift.label) for shift in Shift]
        return [(role.value, ROLE_NAMES[role]) for role in Role if role is not Role.ADMINISTRATOR]

    def meaning(self, field: str, word: str) -> str:
        """The role or shift that a word names."""
        return self._words[field].get(plain(word), "")

    def examples(self, work: Work, most: int) -> Examples:
        """The first of the new people."""
        assert isinstance(work, OrganisationImport)
        people = work.plan.new_people[:most]
        rows = [[person.name, person.email, person.external_id or ""] for person in people]
        return Examples([_("Name"), _("E-mail"), _("Staff number")], rows)


class OrganisationImport:
    """The import of a list of units or of people."""

    def __init__(self, file: str, table: MappedTable, by: UUID) -> None:
        self.report = OrganisationReport()
        self.plan = Plan()
        self.total, self.done = len(table.rows), 0
        self._tables = {file: table}
        self._by = by
        self._stamp: tuple[int, int | None] = (0, None)

    def step(self) -> bool:
        """Look through all rows."""
        self._stamp = _stamp()
        self.report, self.plan = plan_import(self._tables.get(UNITS, b""), self._tables.get(PEOPLE, b""), self._by)
        self.done = self.total
        return False

    def prepared(self, *, by: UUID) -> "OrganisationImport":
        """Itself: the plan is all there is to make ready."""
        return self

    @action
    def save(self) -> None:
        """Write the plan. Raises Overtaken when units, memberships or roles have changed since it was made."""
        one_at_a_time()
        if _stamp() != self._stamp:
            raise Overtaken
        if self.plan.changes_anything:
            save_plan(plan=self.plan, report=self.report, by=self._by)


def _stamp() -> tuple[int, int | None]:
    """Another one after every change of units, people, memberships or roles."""
    versions = Tenant.objects.values_list("organisation_version", flat=True)
    return versions.get(pk=current_tenant_id()), Person.objects.aggregate(sum=Sum("access_version"))["sum"]

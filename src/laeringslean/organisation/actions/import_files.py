"""Reading the two files of an organisation: units, and people with where they work. Nothing here is saved."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from laeringslean.foundation.imports import ImportReport, Row, RowError, UnreadableTable, read_table
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.models import Shift, UnitKind

UNITS, PEOPLE = "units", "people"
LARGEST_FILE = 5 * 1024 * 1024

HEADERS = {
    "external_id": [
        "id",
        "ekstern_id",
        "enhetsid",
        "enhets_id",
        "einingsid",
        "ansattnummer",
        "ansattnr",
        "tilsettnummer",
    ],
    "name": ["navn", "namn", "full_name"],
    "kind": ["type", "slag", "nivå"],
    "parent_external_id": [
        "parent",
        "parent_id",
        "overordnet",
        "overordnet_id",
        "overordna",
        "overordna_id",
        "ligger_under",
    ],
    "email": ["e_mail", "mail", "e_post", "epost", "e_postadresse", "epostadresse"],
    "unit_external_id": ["unit", "unit_id", "enhet", "enhet_id", "eining", "eining_id", "arbeidssted"],
    "position_percent": ["position", "percent", "stillingsprosent", "stilling", "prosent", "stillingsprosent_%"],
    "role": ["rolle"],
    "staff_group": ["yrkesgruppe", "stillingsgruppe", "stillingstype", "occupation", "occupation_group"],
    "shift": ["vakt", "skift", "arbeidstid", "turnus"],
}
_UNIT_COLUMNS = ["external_id", "name", "kind"]
_PEOPLE_COLUMNS = ["external_id", "name"]
_ALL_UNIT_COLUMNS = [*_UNIT_COLUMNS, "parent_external_id"]
_ALL_PEOPLE_COLUMNS = [
    *_PEOPLE_COLUMNS, "email", "unit_external_id", "position_percent", "role", "staff_group", "shift",
]  # fmt: skip

KINDS = {
    UnitKind.SERVICE_AREA: ["service_area", "service area", "kommunalområde", "kommunalomraade", "område", "sektor"],
    UnitKind.UNIT: ["unit", "enhet", "eining", "virksomhet", "verksemd"],
    UnitKind.DEPARTMENT: ["department", "avdeling", "seksjon"],
}
SHIFTS = {
    Shift.DAY: ["day", "dag", "dagtid"],
    Shift.EVENING: ["evening", "kveld"],
    Shift.NIGHT: ["night", "natt"],
    Shift.ROTATING: ["rotating", "turnus", "skift", "rotation"],
}
ROLES = {
    Role.EMPLOYEE: ["medarbeider", "medarbeidar", "ansatt", "tilsett"],
    Role.FACILITATOR: ["fasilitator"],
    Role.DEPARTMENT_MANAGER: ["department manager", "avdelingsleder", "avdelingsleiar"],
    Role.UNIT_MANAGER: ["unit manager", "enhetsleder", "einingsleiar"],
    Role.SERVICE_DIRECTOR: ["service director", "kommunalsjef"],
    Role.CHIEF_EXECUTIVE: ["chief executive", "kommunedirektør", "rådmann"],
    Role.HR_MANAGER: ["hr manager", "personalsjef", "hr-sjef"],
    Role.LEAN_GUIDE: ["lean guide", "leanveileder", "leanrettleiar"],
    Role.LEAN_COORDINATOR: ["lean coordinator", "leankoordinator"],
    Role.UNION_REP: ["union representative", "tillitsvalgt", "tillitsvald"],
    Role.SAFETY_REP: ["safety representative", "verneombud", "verneombod"],
    Role.CHIEF_UNION_REP: ["chief union representative", "hovedtillitsvalgt", "hovudtillitsvald"],
    Role.POLITICIAN: ["politiker", "politikar"],
    Role.EXTERNAL_CONSULTANT: ["external consultant", "ekstern konsulent"],
    Role.ADMINISTRATOR: ["administrator"],
}

_TEXT_LENGTHS = {
    "external_id": 64,
    "name": 200,
    "email": 254,
    "staff_group": 100,
    "parent_external_id": 64,
    "unit_external_id": 64,
}
_FORMULA = ("=", "+", "-", "@")
_ELEVEN_DIGITS = re.compile(r"(?<!\d)(\d\d)(\d\d)\d\d[ .]?\d{5}(?!\d)")


@dataclass(frozen=True)
class FileError(RowError):
    """What is wrong, and in which of the files ("units" or "people")."""

    file: str = ""


@dataclass
class OrganisationReport(ImportReport):
    """What the import did or would do. Warnings do not stop it; errors do, and then nothing was saved."""

    warnings: list[FileError] = field(default_factory=list)
    units_created: int = 0
    units_updated: int = 0
    people_created: int = 0
    people_updated: int = 0

    def as_json(self) -> dict[str, Any]:
        """The report for machines; every error names its file as well."""

        def shown(error: RowError) -> dict[str, Any]:
            file = getattr(error, "file", "")
            return {"file": file, "line": error.line, "column": error.column, "reason": str(error.reason)}

        return {
            "created": self.created,
            "updated": self.updated,
            "errors": [shown(error) for error in self.errors],
            "warnings": [shown(warning) for warning in self.warnings],
        }


@dataclass(frozen=True)
class UnitLine:
    """A unit as the file has it."""

    line: int
    external_id: str
    name: str
    kind: UnitKind
    parent: str


@dataclass(frozen=True)
class PersonLine:
    """A person's work in one unit (or in none) as the file has it."""

    line: int
    external_id: str
    name: str
    email: str
    unit: str
    percent: Decimal
    roles: tuple[Role, ...]
    staff_group: str
    shift: str


@dataclass(frozen=True)
class MappedTable:
    """Rows under our own column names, and what the file itself calls each of them."""

    names: dict[str, str]
    rows: list[Row]


class Sheet:
    """One file: its rows under our own column names, and telling what is wrong with them."""

    def __init__(
        self,
        file: str,
        content: bytes | MappedTable,
        required: Sequence[str],
        known: Sequence[str],
        report: OrganisationReport,
    ):
        self._file, self._report = file, report
        self._names: dict[str, str] = {}
        self.rows: list[Row] = []
        if isinstance(content, MappedTable):
            self._names, self.rows = content.names, content.rows
        elif content.strip():
            self._read(content, required, known)

    def _read(self, content: bytes, required: Sequence[str], known: Sequence[str]) -> None:
        try:
            header, rows = read_table(content)
        except UnreadableTable as unreadable:
            error = unreadable.error
            self._report.errors.append(FileError(error.line, error.column, error.reason, self._file))
            return
        self._name_columns(header, known)
        missing = [name for name in required if name not in self._names]
        for name in missing:
            self.refuse(1, name, _("The column “%(name)s” is missing.") % {"name": name})
        if not missing:
            ours = self._names.items()
            self.rows = [Row(row.line, {name: row[theirs] for name, theirs in ours}) for row in rows]

    def _name_columns(self, header: list[str], known: Sequence[str]) -> None:
        for written in header:
            plain = re.sub(r"[\s\-]+", "_", written.strip().lower())
            name = next((name for name in known if plain == name or plain in HEADERS[name]), None)
            if name is None:
                if written:
                    self.warn(1, written, _("This column is not used."))
            elif name in self._names:
                self.refuse(1, written, _("The column “%(name)s” is there twice.") % {"name": name})
            else:
                self._names[name] = written

    def column(self, name: str) -> str:
        """What the file itself calls one of our columns."""
        return self._names.get(name, name)

    def refuse(self, line: int, name: str, reason: str) -> None:
        """An error in a row."""
        self._report.errors.append(FileError(line, self.column(name), reason, self._file))

    def warn(self, line: int, name: str, reason: str) -> None:
        """Something odd that does not stop the import."""
        self._report.warnings.append(FileError(line, self.column(name), reason, self._file))

    def text(self, row: Row, name: str, *, needed: bool = False) -> str:
        """The text of a cell; "" after refusing one that cannot be taken."""
        value = unicodedata.normalize("NFC", row[name])
        reason = self._fault_of(value, name, needed)
        if reason:
            self.refuse(row.line, name, reason)
            return ""
        return value

    def _fault_of(self, value: str, name: str, needed: bool) -> str:
        if not value:
            return _("The cell is empty.") if needed else ""
        if any(unicodedata.category(character) == "Cc" or character == "\ufffd" for character in value):
            return _("The cell has characters that cannot be shown.")
        if value.startswith(_FORMULA):
            return _("The cell begins like a formula in a spreadsheet (=, +, - or @).")
        if looks_like_national_identity_number(value):
            return _("This looks like a national identity number, which Læringslean shall not have.")
        if len(value) > _TEXT_LENGTHS.get(name, 100):
            return _("The text is longer than %(most)s characters.") % {"most": _TEXT_LENGTHS.get(name, 100)}
        return ""

    def choice(self, row: Row, name: str, choices: dict[Any, list[str]], unknown: str) -> Any:
        """One of the choices by any of its names, or None after refusing; None as well for an empty cell."""
        value = self.text(row, name).lower()
        if not value:
            return None
        found = next((key for key, names in choices.items() if value == key.value or value in names), None)
        if found is None:
            self.refuse(row.line, name, unknown % {"value": value})
        return found

    def percent(self, row: Row) -> Decimal:
        """A position, written with comma or point; 100 when nothing is written."""
        written = row["position_percent"]
        if not written:
            return Decimal(100)
        try:
            percent = Decimal(written.rstrip("% \u00a0").replace(",", "."))
            if not (0 <= percent <= 100) or percent != percent.quantize(Decimal("0.01")):
                raise InvalidOperation
        except InvalidOperation:
            reason = _("“%(value)s” is not a position from 0 to 100 per cent.") % {"value": written[:20]}
            self.refuse(row.line, "position_percent", reason)
            return Decimal(0)
        return percent


def looks_like_national_identity_number(text: str) -> bool:
    """Whether eleven digits in the text begin with a date, as a Norwegian identity number (or D-number) does."""
    for match in _ELEVEN_DIGITS.finditer(text):
        day, month = int(match[1]), int(match[2])
        if 1 <= (day - 40 if day > 40 else day) <= 31 and 1 <= month % 40 <= 12:
            return True
    return False


def read_units(content: bytes | MappedTable, report: OrganisationReport) -> tuple[Sheet, list[UnitLine]]:
    """The units of the file; what is wrong with it goes into the report."""
    sheet = Sheet(UNITS, content, _UNIT_COLUMNS, _ALL_UNIT_COLUMNS, report)
    unknown = _("“%(value)s” is not a kind of unit. Write kommunalområde, enhet or avdeling.")
    lines, seen = [], dict[str, int]()
    for row in sheet.rows:
        external_id = sheet.text(row, "external_id", needed=True)
        name = sheet.text(row, "name", needed=True)
        kind = sheet.choice(row, "kind", KINDS, unknown)
        if kind is None and not row["kind"]:
            sheet.refuse(row.line, "kind", _("The cell is empty."))
        parent = sheet.text(row, "parent_external_id")
        if external_id and external_id in seen:
            reason = _("The id “%(id)s” stands on line %(line)s as well.") % {
                "id": external_id,
                "line": seen[external_id],
            }
            sheet.refuse(row.line, "external_id", reason)
        elif external_id:
            seen[external_id] = row.line
            lines.append(UnitLine(row.line, external_id, name, kind or UnitKind.UNIT, parent))
    return sheet, lines


def read_people(content: bytes | MappedTable, report: OrganisationReport) -> tuple[Sheet, list[PersonLine]]:
    """The people of the file, one line for each unit they work in; what is wrong goes into the report."""
    sheet = Sheet(PEOPLE, content, _PEOPLE_COLUMNS, _ALL_PEOPLE_COLUMNS, report)
    lines = []
    for row in sheet.rows:
        external_id = sheet.text(row, "external_id", needed=True)
        line = PersonLine(
            line=row.line,
            external_id=external_id,
            name=sheet.text(row, "name", needed=True),
            email=_email(sheet, row),
            unit=sheet.text(row, "unit_external_id"),
            percent=sheet.percent(row),
            roles=_roles(sheet, row),
            staff_group=sheet.text(row, "staff_group"),
            shift=sheet.choice(row, "shift", SHIFTS, _("“%(value)s” is not a shift. Write dag, kveld, natt or turnus."))
            or "",
        )
        if external_id:
            lines.append(line)
    return sheet, lines


def _email(sheet: Sheet, row: Row) -> str:
    email = sheet.text(row, "email")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            sheet.refuse(row.line, "email", _("“%(value)s” is not an e-mail address.") % {"value": email[:60]})
            return ""
    return email


def _roles(sheet: Sheet, row: Row) -> tuple[Role, ...]:
    """The roles of the cell, several with a slash or comma between; a member of staff needs none."""
    roles = []
    for written in re.split(r"[,/|]", sheet.text(row, "role").lower()):
        name = written.strip()
        role = next((role for role, names in ROLES.items() if name == role.value or name in names), None)
        if name and role is None:
            sheet.refuse(row.line, "role", _("“%(value)s” is not a role.") % {"value": name[:60]})
        elif role is not None and role is not Role.EMPLOYEE and role not in roles:
            roles.append(role)
    return tuple(roles)

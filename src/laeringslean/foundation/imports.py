"""Reading tables that people made in a spreadsheet, and telling them exactly what is wrong."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200


@dataclass(frozen=True)
class RowError:
    """What is wrong, and where: the line of the file (the header is line 1) and the column's name ("" for the row)."""

    line: int
    column: str
    reason: str


@dataclass
class ImportReport:
    """What an import did, or would do. With errors nothing was saved."""

    created: int = 0
    updated: int = 0
    errors: list[RowError] = field(default_factory=list)

    def refuse(self, line: int, column: str, reason: str) -> None:
        """Add what is wrong with a row."""
        self.errors.append(RowError(line, column, reason))

    @property
    def is_clean(self) -> bool:
        """Whether every row is right."""
        return not self.errors

    def as_json(self) -> dict[str, Any]:
        """The report for machines: `{created, updated, errors: [{line, column, reason}]}`."""
        errors = [{"line": e.line, "column": e.column, "reason": str(e.reason)} for e in self.errors]
        return {"created": self.created, "updated": self.updated, "errors": errors}


@dataclass(frozen=True)
class Row:
    """One row: its first line in the file, and the trimmed text of each column of the header."""

    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The text under a column; "" when the file lacks the column."""
        return self.values.get(column, "")


class UnreadableTable(Exception):
    """The file as a whole cannot be used; `error` says where and why."""

    def __init__(self, line: int, column: str, reason: str) -> None:
        super().__init__(reason)
        self.error = RowError(line, column, reason)


def read_table(
    content: bytes, *, required: Sequence[str] = (), optional: Sequence[str] | None = None
) -> tuple[list[str], list[Row]]:
    """The header and the rows of a CSV file; empty rows are left out.

    Understands UTF-8 (with or without a byte order mark) and Windows-1252, and semicolon, comma or tab, as the header
    has them. Column names are compared in lower case. With `optional` given, any column beside those named is an error.
    Raises UnreadableTable when the file is empty, too large, not text, or its header is wrong.
    """
    reader = csv.reader(io.StringIO(_text(content), newline=""), delimiter=_delimiter(content), strict=True)
    lines = _numbered(reader)
    header = [name.strip().lower() for name in next(lines, (1, []))[1]]
    _check_header(header, required, optional)
    rows = []
    for line, cells in lines:
        if len(rows) == MOST_ROWS:
            raise UnreadableTable(line, "", _("The file has more than %(rows)s rows.") % {"rows": MOST_ROWS})
        if any(cell.strip() for cell in cells[len(header) :]):
            raise UnreadableTable(line, "", _("The row has more cells than the header has columns."))
        rows.append(Row(line, {name: cell.strip() for name, cell in zip(header, cells, strict=False)}))
    return header, rows


# æ, ø and å as UTF-8 writes them. In Windows-1252 they would be two signs that no word has beside each other.
_NORWEGIAN_IN_UTF_8 = re.compile(rb"\xc3[\xa6\xb8\xa5\x86\x98\x85]")


def _text(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise UnreadableTable(1, "", _("The file is larger than 20 MB."))
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise UnreadableTable(line, "", _("This is not a text file. Save it as CSV (UTF-8)."))
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as broken:
        place = broken.start
    try:
        if _NORWEGIAN_IN_UTF_8.search(content) is None:
            return content.decode("cp1252")
    except UnicodeDecodeError as broken:
        place = broken.start
    line = content[:place].count(b"\n") + 1
    raise UnreadableTable(line, "", _("Some letters here cannot be read. Save the file as CSV (UTF-8)."))


def _delimiter(content: bytes) -> str:
    header = content.split(b"\n", 1)[0]
    return max((";", ",", "\t"), key=lambda mark: header.count(mark.encode()))


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows that say something, with the line each begins on (a quoted cell may span lines)."""
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise UnreadableTable(line, "", _("The row cannot be read: look for a quotation mark that is never closed."))


def _check_header(header: list[str], required: Sequence[str], optional: Sequence[str] | None) -> None:
    if not any(header):
        raise UnreadableTable(1, "", _("The file is empty."))
    if len(header) > MOST_COLUMNS:
        raise UnreadableTable(1, "", _("The file has more than %(columns)s columns.") % {"columns": MOST_COLUMNS})
    for name in required:
        if name not in header:
            raise UnreadableTable(1, name, _("The column “%(name)s” is missing.") % {"name": name})
    for name in header:
        if header.count(name) > 1:
            raise UnreadableTable(1, name, _("The column “%(name)s” is there twice.") % {"name": name})
        if optional is not None and name and name not in (*required, *optional):
            raise UnreadableTable(1, name, _("The column “%(name)s” is unknown.") % {"name": name})

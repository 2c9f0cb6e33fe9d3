"""Importing lists whose columns have agreed names, and telling people exactly what is wrong with them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from laeringslean.foundation.lists.books import read_book
from laeringslean.foundation.lists.faults import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, RowError, UnreadableTable
from laeringslean.foundation.lists.rows import ImportReport, Row

__all__ = [
    "LARGEST_FILE",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "ImportReport",
    "Row",
    "RowError",
    "UnreadableTable",
    "read_table",
]


def read_table(
    content: bytes, *, required: Sequence[str] = (), optional: Sequence[str] | None = None
) -> tuple[list[str], list[Row]]:
    """The header and the rows of a CSV file, or of the first sheet of an Excel file; empty rows are left out.

    Column names are compared in lower case. With `optional` given, any column beside those named is an error. Raises
    UnreadableTable when the file is empty, too large, cannot be read, or its header is wrong.
    """
    book = read_book(content)
    sheet = next((sheet for sheet in book.sheets if sheet.rows and not sheet.is_hidden), book.sheets[0])
    lines = iter(sheet.rows)
    header = [name.lower() for name in next(lines, (1, []))[1]]
    _check_header(header, required, optional)
    rows = []
    for line, cells in lines:
        if any(cells[len(header) :]):
            raise UnreadableTable(line, "", _("The row has more cells than the header has columns."))
        rows.append(Row(line, dict(zip(header, cells, strict=False))))
    return header, rows


def _check_header(header: list[str], required: Sequence[str], optional: Sequence[str] | None) -> None:
    if not any(header):
        raise UnreadableTable(1, "", _("The file is empty."))
    if len(header) > MOST_COLUMNS:
        raise UnreadableTable(1, "", _("The file has more than %(columns)s columns.") % {"columns": MOST_COLUMNS})
    for name in required:
        if name not in header:
            raise UnreadableTable(1, name, _("The column “%(name)s” is missing.") % {"name": name})
    for name in header:
        if name and header.count(name) > 1:
            raise UnreadableTable(1, name, _("The column “%(name)s” is there twice.") % {"name": name})
        if optional is not None and name and name not in (*required, *optional):
            raise UnreadableTable(1, name, _("The column “%(name)s” is unknown.") % {"name": name})

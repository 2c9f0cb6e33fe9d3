"""Excel workbooks (.xlsx), read within bounds and without trusting what they say of themselves."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from laeringslean.foundation.lists.faults import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, UnreadableTable

# What a workbook may hold when it is unpacked. A list of 5,000 rows takes 5 MB.
LARGEST_UNPACKED = 64 * 1024 * 1024
MOST_PARTS = 500
MOST_SHEETS = 50
MOST_CELLS = 1_000_000
_CHUNK = 256 * 1024

_ZIP = b"PK\x03\x04"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
# A part that declares entities could make little into much, or name a file of this machine.
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY", *(mark.encode("utf-16-le") for mark in ("<!DOCTYPE", "<!ENTITY")))
_OVERLAP = 32

Rows = list[tuple[int, list[str]]]


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are those of a file that Excel made, of today or of old."""
    return content.startswith((_ZIP, _OLD_OR_LOCKED))


def read_workbook(content: bytes) -> list[tuple[str, bool, Rows]]:
    """Of every sheet: its name, whether it is hidden, and its rows that say something, with their numbers in Excel.

    Days are written as 2026-02-03, and formulas are what they came to when the file was saved. Raises UnreadableTable
    when the file is too large, broken, locked with a password, or an old .xls.
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableTable(1, "", _("The file is larger than 20 MB."))
    if content.startswith(_OLD_OR_LOCKED):
        reason = _("The file is locked with a password or is an old .xls. Save it as .xlsx without a password.")
        raise UnreadableTable(1, "", reason)
    try:
        _refuse_dangerous(content)
        return _sheets(content)
    except UnreadableTable:
        raise
    except Exception as broken:
        # What openpyxl raises at broken files is of every kind: KeyError, BadZipFile, ParseError, ValueError …
        reason = _("The workbook is broken and cannot be opened. Open it in Excel and save it anew.")
        raise UnreadableTable(1, "", reason) from broken


def _refuse_dangerous(content: bytes) -> None:
    """Unpack every part once, piece by piece and to nowhere, before anything builds on it."""
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise _too_much()
        for part in parts:
            tail = b""
            with archive.open(part) as opened:
                while chunk := opened.read(_CHUNK):
                    unpacked += len(chunk)
                    if unpacked > LARGEST_UNPACKED:
                        raise _too_much()
                    if part.filename.endswith((".xml", ".rels")) and _declares(tail + chunk):
                        reason = _("The workbook holds declarations that are not allowed. Save it anew in Excel.")
                        raise UnreadableTable(1, "", reason)
                    tail = chunk[-_OVERLAP:]


def _declares(piece: bytes) -> bool:
    return any(mark in piece for mark in _DECLARATIONS)


def _too_much() -> UnreadableTable:
    return UnreadableTable(1, "", _("The workbook holds too much. Save the list alone in a file of its own."))


def _sheets(content: bytes) -> list[tuple[str, bool, Rows]]:
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = [sheet for sheet in workbook.worksheets if hasattr(sheet, "iter_rows")]
        if not sheets:
            raise UnreadableTable(1, "", _("The file is empty."))
        if len(sheets) > MOST_SHEETS:
            raise _too_much()
        counter = _Counter(workbook.epoch == CALENDAR_MAC_1904)
        return [(sheet.title, sheet.sheet_state != "visible", list(counter.rows(sheet))) for sheet in sheets]
    finally:
        workbook.close()


class _Counter:
    """Reads rows, and counts the cells of all sheets together."""

    def __init__(self, is_1904: bool) -> None:
        self._cells = 0
        self._is_1904 = is_1904

    def rows(self, sheet: Any) -> Iterator[tuple[int, list[str]]]:
        """The rows that say something. What a sheet says of its own size is not believed."""
        sheet.reset_dimensions()
        kept = 0
        for number, row in enumerate(sheet.iter_rows(), 1):
            cells = [_written(cell, self._is_1904) for cell in row[: MOST_COLUMNS + 1]]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            kept, self._cells = kept + 1, self._cells + len(cells)
            if len(cells) > MOST_COLUMNS:
                too_wide = _("The file has more than %(columns)s columns.") % {"columns": MOST_COLUMNS}
                raise UnreadableTable(number, "", too_wide)
            if kept > MOST_ROWS + 1:
                raise UnreadableTable(number, "", _("The file has more than %(rows)s rows.") % {"rows": MOST_ROWS})
            if self._cells > MOST_CELLS:
                raise _too_much()
            yield number, cells


_TEXT = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _written(cell: Any, is_1904: bool) -> str:
    """A cell as text, the same whatever the language of the Excel that wrote it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        # Excel writes a line break within a cell as _x000D_ now and then.
        return _TEXT.sub(lambda found: chr(int(found[1], 16)), value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return _number(value, cell, is_1904)


def _number(value: Any, cell: Any, is_1904: bool) -> str:
    text = format(Decimal(str(value)).normalize(), "f") if isinstance(value, int | float) else str(value)
    if "%" in (getattr(cell, "number_format", None) or ""):
        return f"{format((Decimal(str(value)) * 100).normalize(), 'f')} %"
    # In such a workbook a bare number for a day counts from 1904: marked, so that it is never taken for another day.
    return f"1904:{text}" if is_1904 and text.isdigit() and len(text) == 5 else text

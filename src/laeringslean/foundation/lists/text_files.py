"""CSV as it comes out of spreadsheets: its letters, its separator, and its lines."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from laeringslean.foundation.lists.faults import LARGEST_FILE, MOST_ROWS, UnreadableTable

# æ, ø and å as UTF-8 writes them. In Windows-1252 they would be two signs that no word has beside each other.
_NORWEGIAN_IN_UTF_8 = re.compile(rb"\xc3[\xa6\xb8\xa5\x86\x98\x85]")
SEPARATORS = (";", ",", "\t")
# What a separator is judged by, and the beginning of a file that is looked at for UTF-16 without a mark.
_ROWS_JUDGED, _CHARACTERS_JUDGED = 30, 50_000
_BEGINNING = 400


@dataclass(frozen=True)
class TextFile:
    """A CSV file: its rows with the line each begins on, and how it was written."""

    rows: list[tuple[int, list[str]]]
    encoding: str
    separator: str


def read_text_file(content: bytes) -> TextFile:
    """Every row that says something, its cells trimmed.

    Understands UTF-8 (with or without a byte order mark), UTF-16 and Windows-1252, and semicolon, comma and tab.
    Raises UnreadableTable when it is too large, not text, or its quotation marks are not closed.
    """
    text, encoding = _text(content)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    for line, cells in _numbered(reader):
        if len(rows) > MOST_ROWS:
            raise UnreadableTable(line, "", _("The file has more than %(rows)s rows.") % {"rows": MOST_ROWS})
        rows.append((line, [cell.strip() for cell in cells]))
    return TextFile(rows, encoding, separator)


def _text(content: bytes) -> tuple[str, str]:
    if len(content) > LARGEST_FILE:
        raise UnreadableTable(1, "", _("The file is larger than 20 MB."))
    if wide := _utf_16(content):
        try:
            return content.decode(wide).removeprefix("\ufeff"), "UTF-16"
        except UnicodeDecodeError:
            raise _unreadable(1) from None
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise UnreadableTable(line, "", _("This is not a text file. Save it as CSV (UTF-8)."))
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode(), "UTF-8"
    except UnicodeDecodeError as broken:
        place = broken.start
    try:
        if _NORWEGIAN_IN_UTF_8.search(content) is None:
            return content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError as broken:
        place = broken.start
    raise _unreadable(content[:place].count(b"\n") + 1)


def _unreadable(line: int) -> UnreadableTable:
    return UnreadableTable(line, "", _("Some letters here cannot be read. Save the file as CSV (UTF-8)."))


def _utf_16(content: bytes) -> str:
    """The codec when the file is UTF-16: by its mark, or because every other byte of its beginning is zero."""
    if content.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if content.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    first, second = content[:_BEGINNING:2], content[1:_BEGINNING:2]
    if not second:
        return ""
    if second.count(0) > 0.8 * len(second) and not first.count(0):
        return "utf-16-le"
    if first.count(0) > 0.8 * len(first) and not second.count(0):
        return "utf-16-be"
    return ""


def _separator(text: str) -> str:
    """The one that stands equally often in most rows of the beginning; of two such the one that makes more columns.

    Titles above the headings, and cells with another separator in them, have it now and then but not in every row.
    """
    rows = _whole_rows(text)
    return max(SEPARATORS, key=lambda mark: _regularity([_outside_quotes(row, mark) for row in rows]))


def _regularity(counts: list[int]) -> tuple[int, int]:
    """How many rows have the most usual number of separators, and that number."""
    usual = Counter(filter(None, counts)).most_common(1)
    return (usual[0][1], usual[0][0]) if usual else (0, 0)


def _whole_rows(text: str) -> list[str]:
    """The first rows; lines within quotation marks belong together."""
    rows, open_row = [], ""
    for line in text[:_CHARACTERS_JUDGED].splitlines():
        open_row = f"{open_row}\n{line}" if open_row else line
        if open_row.count('"') % 2 == 0:
            if open_row.strip():
                rows.append(open_row)
            open_row = ""
        if len(rows) == _ROWS_JUDGED:
            break
    return rows or [open_row]


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows that say something, with the line each begins on (a quoted cell may span lines)."""
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        reason = _("The row cannot be read: look for a quotation mark that is never closed.")
        raise UnreadableTable(line, "", reason) from None

"""CSV as it comes out of spreadsheets: its letters, its separator, and its lines."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from laeringslean.foundation.lists.faults import LARGEST_FILE, MOST_ROWS, UnreadableTable

# æ, ø and å as UTF-8 writes them. In Windows-1252 they would be two signs that no word has beside each other.
_NORWEGIAN_IN_UTF_8 = re.compile(rb"\xc3[\xa6\xb8\xa5\x86\x98\x85]")
SEPARATORS = (";", ",", "\t")
# Lines that a separator is judged by, and the beginning of a file that is looked at for UTF-16 without a mark.
_LINES_JUDGED = 20
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
    """The one that most lines of the beginning have in common: by where it stands first, since headings have it too."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:_LINES_JUDGED]
    if not lines:
        return ";"
    widest = max(lines, key=lambda line: max(_outside_quotes(line, mark) for mark in SEPARATORS))
    header = lines[0] if any(_outside_quotes(lines[0], mark) for mark in SEPARATORS) else widest
    # A list with lines above its headings: a comma in a title is no separator when its rows have semicolons.
    rows = lines[1:] or lines
    return max(
        SEPARATORS,
        key=lambda mark: (
            sum(_outside_quotes(line, mark) > 0 for line in rows) > len(rows) // 2,
            _outside_quotes(header, mark),
            sum(_outside_quotes(line, mark) for line in rows),
        ),
    )


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

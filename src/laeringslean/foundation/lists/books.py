"""Whatever file a list comes in, read once into plain rows, and kept in that shape while somebody looks through it."""

import json
import zlib
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from laeringslean.foundation.lists.faults import UnreadableTable
from laeringslean.foundation.lists.text_files import read_text_file
from laeringslean.foundation.lists.workbooks import is_workbook, read_workbook

_SEPARATOR_NAMES = {";": ";", ",": ",", "\t": "tab"}


@dataclass(frozen=True)
class Sheet:
    """One table: its rows that say something, each with its line in the file and its trimmed cells."""

    name: str
    is_hidden: bool
    rows: list[tuple[int, list[str]]]

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(cells) for _line, cells in self.rows), default=0)


@dataclass(frozen=True)
class Book:
    """All the tables of a file. `encoding` and `separator` are "" for Excel."""

    sheets: list[Sheet]
    encoding: str = ""
    separator: str = ""

    @property
    def separator_name(self) -> str:
        """What people call the separator."""
        return _SEPARATOR_NAMES.get(self.separator, "")

    @property
    def most_likely(self) -> int:
        """The sheet that is looked at first: of those that are not hidden the one with most rows, else the first."""
        shown = [number for number, sheet in enumerate(self.sheets) if not sheet.is_hidden]
        return max(shown, key=lambda number: len(self.sheets[number].rows), default=0)


def read_book(content: bytes) -> Book:
    """The tables of a CSV file or an Excel workbook. Raises UnreadableTable, also when there is nothing in it."""
    if is_workbook(content):
        book = Book([Sheet(*sheet) for sheet in read_workbook(content)])
    else:
        text = read_text_file(content)
        book = Book([Sheet("", False, text.rows)], text.encoding, text.separator)
    if not any(sheet.rows for sheet in book.sheets):
        raise UnreadableTable(1, "", _("The file is empty."))
    return book


def packed(book: Book) -> bytes:
    """The book as bytes that `unpacked` reads; several times quicker than the file it came from."""
    return zlib.compress(json.dumps(asdict(book), ensure_ascii=False).encode(), 1)


def unpacked(content: bytes) -> Book:
    """The book that `packed` made bytes of."""
    read: dict[str, Any] = json.loads(zlib.decompress(content))
    sheets = [
        Sheet(sheet["name"], sheet["is_hidden"], [(line, cells) for line, cells in sheet["rows"]])
        for sheet in read["sheets"]
    ]
    return Book(sheets, read["encoding"], read["separator"])

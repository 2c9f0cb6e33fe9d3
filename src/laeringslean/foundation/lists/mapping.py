"""What the columns of somebody's list mean: proposed from the headings, corrected by a person, applied to the rows."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise

from laeringslean.foundation.lists.books import Sheet
from laeringslean.foundation.lists.rows import Row

# Rows at the top among which the headings are looked for: lists begin with a title, a date, an empty line.
ROWS_OF_HEADINGS = 20
# More different words than this in a column are no words that have a meaning each.
MOST_WORDS = 150


@dataclass(frozen=True)
class ListField:
    """Something that a column can hold. `synonyms` are headings that mean it, in lower case, in nb, nn and English.

    `has_words`: its cells are words that each stand for something of ours, which somebody may have to say.
    """

    key: str
    label: str | Promise
    synonyms: tuple[str, ...] = ()
    has_words: bool = False


@dataclass
class Mapping:
    """What a person has said of a list: the sheet, the row of the headings (by its place among the rows that say
    something), the column of each field, what the words in columns mean, and what else was asked."""

    sheet: int = 0
    header: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Mapping":
        """The mapping that `as_json` gave; an empty one for {}."""
        return cls(**stored)

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        return asdict(self)


def plain(text: str) -> str:
    """A heading or word without what makes no difference: case, punctuation, lines, the way its letters are made."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return re.sub(r"[\W_]+", " ", folded).strip()


def propose(sheet: Sheet, fields: Sequence[ListField], number: int = 0, header: int | None = None) -> Mapping:
    """The most likely mapping of a sheet (the `number`th of its book); with `header` that row holds the headings."""
    if header is None:
        header = _likely_header(sheet, fields)
    headings = sheet.rows[header][1] if sheet.rows else []
    return Mapping(number, header, _columns(headings, fields))


def _likely_header(sheet: Sheet, fields: Sequence[ListField]) -> int:
    """The row of the top in which most cells are headings we know; without any the first with more than one cell."""
    top = [cells for _line, cells in sheet.rows[:ROWS_OF_HEADINGS]]
    known = [len(_columns(cells, fields)) for cells in top]
    if max(known, default=0) > 0:
        return known.index(max(known))
    return next((place for place, cells in enumerate(top) if sum(map(bool, cells)) > 1), 0)


def _columns(headings: Sequence[str], fields: Sequence[ListField]) -> dict[str, int]:
    """Each field's column: the headings that fit best get their fields first."""
    fits = [
        (_fit(plain(heading), each), -column, -place, each.key)
        for column, heading in enumerate(headings)
        if heading and len(heading) <= 80
        for place, each in enumerate(fields)
    ]
    found: dict[str, int] = {}
    for fit, column, _place, key in sorted(fits, reverse=True):
        if fit and key not in found and -column not in found.values():
            found[key] = -column
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _fit(heading: str, each: ListField) -> int:
    """How well a heading fits a field; 0 not at all. Exact words win, then the longest that it holds."""
    if heading in (plain(each.key), *each.synonyms):
        return 1000
    held = [len(synonym) for synonym in each.synonyms if len(synonym) > 2 and f" {synonym} " in f" {heading} "]
    return max(held, default=0)


def headings_of(sheet: Sheet, header: int) -> list[str]:
    """What every column of the sheet is called; one without a heading by its letter, as in Excel."""
    cells = sheet.rows[header][1] if header < len(sheet.rows) else []
    return [(cells[column] if column < len(cells) else "") or column_letters(column) for column in range(sheet.width)]


def column_letters(column: int) -> str:
    """A, B … Z, AA …: what a spreadsheet calls a column (0 is the first)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def rows_below(sheet: Sheet, header: int) -> list[tuple[int, list[str]]]:
    """The rows under the headings; headings that are repeated further down are no rows."""
    heading = sheet.rows[header][1] if sheet.rows else []
    return [(line, cells) for line, cells in sheet.rows[header + 1 :] if cells != heading]


def mapped_rows(sheet: Sheet, mapping: Mapping) -> list[Row]:
    """The rows with their cells under our own names; those that say nothing in any column that is used are left out.

    Words that somebody gave a meaning are replaced by it.
    """
    rows = []
    for line, cells in rows_below(sheet, mapping.header):
        values = {key: cells[column] if column < len(cells) else "" for key, column in mapping.columns.items()}
        if any(values.values()):
            for key, meanings in mapping.words.items():
                if meant := meanings.get(plain(values.get(key, ""))):
                    values[key] = meant
            rows.append(Row(line, values))
    return rows


def words_in(sheet: Sheet, mapping: Mapping, key: str) -> list[tuple[str, str, int]]:
    """The different words in a field's column, the most frequent first: (plain, as written, how often)."""
    column = mapping.columns.get(key)
    if column is None:
        return []
    cells = [row[column] for _line, row in rows_below(sheet, mapping.header) if column < len(row) and row[column]]
    written: dict[str, str] = {}
    for cell in cells:
        written.setdefault(plain(cell), cell)
    return [(word, written[word], times) for word, times in Counter(map(plain, cells)).most_common(MOST_WORDS)]


def known_words(meanings: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """From (meaning, words) pairs a table from each plain word to its meaning; the first that claims a word has it."""
    table: dict[str, str] = {}
    for meaning, words in meanings:
        for word in (meaning, *words):
            table.setdefault(plain(word), meaning)
    return table

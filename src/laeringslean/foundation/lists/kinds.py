"""What a room says of a kind of list that can be imported, so that one set of pages serves them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise

from laeringslean.foundation.lists.mapping import ListField, Mapping
from laeringslean.foundation.lists.rows import ImportReport, Row

Choices = list[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Setting:
    """Something to decide for the whole list. Without choices it is a text; `initial` is what stands there at first."""

    key: str
    label: str | Promise
    help_text: str | Promise = ""
    choices: Choices | None = None
    initial: str = ""
    is_required: bool = False


class Writing(Protocol):
    """Rows that are ready to be saved."""

    def save(self) -> None:
        """Save all of them. Raises Overtaken, saving nothing, when they were read from what is no longer so."""


class Work(Protocol):
    """The import of some rows: looked through in steps, then made ready, then saved."""

    total: int
    done: int

    @property
    def report(self) -> ImportReport:
        """What is wrong so far, and how many rows are new or changed."""

    def step(self) -> bool:
        """Look through the next rows; returns whether there are more."""

    def prepared(self, *, by: UUID) -> Writing:
        """Make everything ready that can be before others have to wait."""


@dataclass(frozen=True)
class Examples:
    """The first rows as they will be."""

    headings: Sequence[str | Promise]
    rows: list[list[str]]


class ListKind(Protocol):
    """A kind of list, for one person who imports it."""

    @property
    def fields(self) -> Sequence[ListField]:
        """What the columns can hold."""

    def choices(self, field: str) -> Choices:
        """What a word in the field's column can mean."""

    def meaning(self, field: str, word: str) -> str:
        """What a word probably means, "" when nobody can tell."""

    def settings(self, mapping: Mapping) -> list[Setting]:
        """What is to be decided for the whole list, given its columns."""

    def missing(self, mapping: Mapping) -> list[str | Promise]:
        """What the columns lack, in words; the import cannot go on without."""

    def begin(self, rows: Sequence[Row], mapping: Mapping, headings: dict[str, str]) -> Work:
        """Read what rows may refer to, and begin. `headings`: what the list itself calls the fields."""

    def examples(self, work: Work, most: int) -> Examples:
        """The first of the rows that are new, as they will be."""


class Overtaken(Exception):
    """Somebody changed what the rows build on while they were made ready. Nothing was saved."""

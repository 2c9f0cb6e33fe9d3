"""Reading how a unit's board is arranged, and how much stands in its sections."""

from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.utils.translation import get_language

from laeringslean.foundation import clock
from laeringslean.improvement.models import SECTION_OF_STATE, Board, Idea, IdeaState
from laeringslean.improvement.models.arrangement import Arrangement, read
from laeringslean.method.models import BoardSection
from laeringslean.method.queries import method_in_force


class Section(NamedTuple):
    """A part of a unit's board: what it shows, what the unit or the municipality calls it, how many cards are enough at
    a time, and whether the unit has hidden it.
    """

    key: str
    name: str
    limit: int | None = None
    is_hidden: bool = False


@lru_cache(maxsize=256)
def sections_of_method(method_version_id: UUID, language: str) -> tuple[Section, ...]:
    """The sections of a published version of the method, in order. Such a version never changes."""
    rows = BoardSection.objects.filter(method_version_id=method_version_id).order_by("position")
    names = rows.values_list("key", f"name_{language}", "name_nb")
    return tuple(Section(key, name or bokmal) for key, name, bokmal in names)


@lru_cache(maxsize=1024)
def sections_of(method_version_id: UUID, arrangement: str, language: str) -> tuple[Section, ...]:
    """The sections of a board, hidden ones too, in the unit's order. `arrangement` is the JSON that the board holds."""
    return arranged(method_version_id, read(arrangement), language)


def arranged(method_version_id: UUID, arrangement: Arrangement, language: str) -> tuple[Section, ...]:
    """The sections of the method as an arrangement has them."""
    named = {section.key: section.name for section in sections_of_method(method_version_id, language)}
    return tuple(
        Section(own.key, own.name(language) or named[own.key], own.limit, own.is_hidden)
        for own in arrangement.in_order(named)
    )


def sections_of_unit(unit_id: UUID) -> tuple[Section, ...]:
    """The sections of a unit's board in the language of the page, hidden ones too. One query, or two where nobody has
    used the board yet.
    """
    row = Board.objects.filter(unit_id=unit_id).values_list("method_version_id", "arrangement").first()
    method_version_id, arrangement = row or (method_in_force().pk, {})
    return arranged(method_version_id, read(arrangement), get_language() or settings.LANGUAGE_CODE)


def cards_in_sections(unit_id: UUID) -> dict[str, int]:
    """How many cards stand in each section of a unit's board; sections without any are not there."""
    cards = Idea.objects.on_board(unit_id, since=clock.today().replace(day=1))
    numbers: dict[str, int] = {}
    for state, number in cards.order_by().values_list("state").annotate(n=Count("pk")):
        key = SECTION_OF_STATE[IdeaState(state)]
        numbers[key] = numbers.get(key, 0) + number
    return numbers


class Fullness(NamedTuple):
    """A section with a limit: how many cards stand there, and how many are enough."""

    name: str
    number: int
    limit: int


def full_sections(unit_id: UUID) -> dict[str, Fullness]:
    """The sections of a unit's board that one card more would bring over their limit, by their key.

    One query where the unit has set no limit, else two.
    """
    limited = [section for section in sections_of_unit(unit_id) if section.limit is not None]
    numbers = cards_in_sections(unit_id) if limited else {}
    return {
        section.key: Fullness(section.name, numbers[section.key], section.limit)
        for section in limited
        if section.limit is not None and numbers.get(section.key, 0) >= section.limit
    }

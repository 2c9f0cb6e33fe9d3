"""The card list of a board, written out once per version of the board and kept for everybody who may read it.

Nothing in it depends on who looks, but for the benefits, which some readers may not see: that makes two lists. What
differs by rights otherwise (moving a card) is in every list and shown by a class on the board; the server asks again
when it is used. There is no form token in it.

When a card changes, the other cards are taken over as they were written, and sections without a change as they were
compressed: the first view after a change costs little more than reading the board from the database.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import get_language
from markupsafe import Markup

from laeringslean.benefits.models import BenefitState
from laeringslean.calc import benefits as calc
from laeringslean.foundation import clock
from laeringslean.overview.queries.boards import (
    BoardState,
    Card,
    FreedTime,
    Section,
    benefits_of,
    cards_of,
    recognitions_of,
    sections_of,
)
from laeringslean.overview.views.card_words import ShownCard, Words, hours_a_week
from laeringslean.overview.views.pieces import Kept, Piece


class _Order(NamedTuple):
    """What comes first among the cards of a section."""

    by: Callable[[Card], Any]
    newest_first: bool = False


ORDER = {
    "new": _Order(lambda card: (card.raised_on, card.key), newest_first=True),
    "decided": _Order(lambda card: (card.due_on or _NEVER, card.key)),
    "testing": _Order(lambda card: (card.due_on or _NEVER, card.key)),
    "evaluate": _Order(lambda card: (card.since, card.key)),
    "done": _Order(lambda card: (card.since, card.key), newest_first=True),
    "escalated": _Order(lambda card: (card.due_on or _NEVER, card.key)),
}
_NEVER = "9999"
# Not a section of the method: the list of links to the sections, with the number of cards in each.
_JUMPS = Section("jumps", "")

CardWithTime = tuple[Card, FreedTime | None]


class CardList(NamedTuple):
    """A board's cards as they were written out for one version of it."""

    version: tuple[Any, ...]
    pieces: Mapping[str, Piece]
    written: Mapping[CardWithTime, str]

    @property
    def size(self) -> int:
        """Bytes of memory, roughly."""
        return sum(piece.size for piece in self.pieces.values()) + sum(
            len(text) + 600 for text in self.written.values()
        )


class Column(NamedTuple):
    """The cards of a section, written out."""

    number: int
    html: Markup


kept_cards: Kept[CardList] = Kept(lambda cards: cards.size, most_bytes=96 * 1024 * 1024)


def card_pieces(state: BoardState, *, with_benefits: bool) -> Mapping[str, Piece]:
    """The contents of the board's sections by their key, in the language of the page, and the list of jumps."""
    key = (state.unit_id, get_language(), settings.RELEASE, clock.today(), with_benefits)
    version = (state.cards_version, state.version, state.method_version_id, state.organisation_version)
    earlier = kept_cards.find(key)
    if earlier is not None and earlier.version == version:
        return earlier.pieces
    cards = _write_out(state, with_benefits, version, earlier)
    kept_cards.keep(key, cards)
    return cards.pieces


def _write_out(state: BoardState, with_benefits: bool, version: tuple[Any, ...], earlier: CardList | None) -> CardList:
    language = get_language() or settings.LANGUAGE_CODE
    freed, lines = benefits_of(state.unit_id) if with_benefits else ({}, [])
    columns: dict[str, list[CardWithTime]] = {key: [] for key in ORDER}
    for card in cards_of(state.unit_id, language):
        columns[card.section].append((card, freed.get(card.key)))
    written = _written(columns, Words(clock.today(), state.unit_id), earlier.written if earlier else {})
    context = {
        "columns": {key: _column(columns[key], ORDER[key], written) for key in ORDER},
        "new_idea": f"{reverse('improvement:idea-new')}?unit={state.unit_id}",
        "arrangement": reverse("improvement:board-arrangement", args=[state.unit_id]),
        "vision": state.vision.strip(),
        "values": state.values.strip(),
        "recognitions": recognitions_of(state.unit_id),
        "sums": _sums(lines),
        "sections": sections_of(state.method_version_id, language),
    }
    return CardList(version, _pieces(context, earlier.pieces if earlier else {}), written)


def _written(
    columns: Mapping[str, list[CardWithTime]], words: Words, earlier: Mapping[CardWithTime, str]
) -> dict[CardWithTime, str]:
    """Each card's text: as before where the card is as before."""
    write = _card_writer()
    return {card: earlier.get(card) or write(words.shown(*card)) for column in columns.values() for card in column}


def _column(cards: list[CardWithTime], order: _Order, written: Mapping[CardWithTime, str]) -> Column:
    cards.sort(key=lambda card: order.by(card[0]), reverse=order.newest_first)
    return Column(len(cards), Markup("".join([written[card] for card in cards])))


def _pieces(context: dict[str, Any], earlier: Mapping[str, Piece]) -> dict[str, Piece]:
    template = get_template("overview/board_cards.html", using="jinja2")
    pieces = {}
    for section in (*context["sections"], _JUMPS):
        text = template.render({**context, "section": section}).encode()
        before = earlier.get(section.key)
        pieces[section.key] = before if before is not None and before.plain == text else Piece(text)
    return pieces


@lru_cache(maxsize=1)
def _card_writer() -> Callable[[ShownCard], str]:
    """The macro that writes one card; it escapes whatever people wrote."""
    return get_template("overview/board_card.html", using="jinja2").template.module.card


def _sums(lines: list[calc.Line]) -> list[tuple[str, str]]:
    """Hours a week by how far they have come: three sums side by side, never added."""
    if not lines:
        return []
    totals = calc.totals(lines)
    sums = [totals.identified, totals.agreed, totals.realised]
    names = [BenefitState.IDENTIFIED, BenefitState.AGREED, BenefitState.REALISED]
    return [(str(name.label), hours_a_week(total.hours_per_week)) for name, total in zip(names, sums, strict=True)]

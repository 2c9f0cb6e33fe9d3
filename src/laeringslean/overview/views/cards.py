"""The card list of a board, written out once per version of the board and kept for everybody who may read it.

Nothing in it depends on who looks, but for the benefits, which some readers may not see: that makes two lists. What
differs by rights otherwise (moving a card) is in every list and shown by a class on the board; the server asks again
when it is used. There is no form token in it.

When a card changes, the other cards are taken over as they were written, and sections of which nothing has changed as
they were compressed: the first view after a change costs little more than reading the board from the database.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
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
from laeringslean.improvement.queries.boards import Section, sections_of
from laeringslean.overview.queries.boards import (
    BoardState,
    Card,
    FreedTime,
    ShownLane,
    benefits_of,
    cards_of,
    lanes_of,
    recognitions_of,
)
from laeringslean.overview.views.board_layout import spans
from laeringslean.overview.views.card_words import Placed, ShownCard, Words, hours_a_week
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

# A card that has stood where it is for so many days, and twice as long as half of the others there, is marked; among so
# few that it would mean little, none is.
_LONG_DAYS, _FEW = 21, 4


class Group(NamedTuple):
    """Cards of a section that stand together, each written out: those of a lane, or all when `lane` is None."""

    lane: ShownLane | None
    days: str
    texts: list[str]

    @property
    def html(self) -> Markup:
        """All of them; whoever wrote them out has escaped what people wrote."""
        return Markup("".join(self.texts))


class Column(NamedTuple):
    """The cards of a section: in one group, or by lane."""

    groups: list[Group]

    @property
    def number(self) -> int:
        """How many there are."""
        return sum(len(group.texts) for group in self.groups)


class Part(NamedTuple):
    """A section as it was written out, and everything that it was written from."""

    facts: Mapping[str, Any]
    piece: Piece


class CardList(NamedTuple):
    """A board's cards as they were written out for one version of it."""

    version: BoardState
    parts: Mapping[str, Part]
    pieces: Mapping[str, Piece]
    written: Mapping[Placed, str]

    @property
    def size(self) -> int:
        """Bytes of memory, roughly."""
        return sum(piece.size for piece in self.pieces.values()) + sum(
            len(text) + 600 for text in self.written.values()
        )


kept_cards: Kept[CardList] = Kept(lambda cards: cards.size, most_bytes=96 * 1024 * 1024)


def card_pieces(state: BoardState, *, with_benefits: bool, by_lane: bool = True) -> Mapping[str, Piece]:
    """The contents of the board's sections by their key, in the language of the page, and the list of jumps.

    `by_lane`: whether cards are grouped, where the unit has lanes.
    """
    key = (state.unit_id, get_language(), settings.RELEASE, clock.today(), with_benefits, by_lane)
    version = state._replace(vision="", values="", goals_stamp=None, meetings_stamp=None)
    earlier = kept_cards.find(key)
    if earlier is not None and earlier.version == version:
        return earlier.pieces
    cards = _write_out(state, with_benefits, by_lane, version, earlier)
    kept_cards.keep(key, cards)
    return cards.pieces


def _write_out(
    state: BoardState, with_benefits: bool, by_lane: bool, version: BoardState, earlier: CardList | None
) -> CardList:
    language = get_language() or settings.LANGUAGE_CODE
    freed, lines = benefits_of(state.unit_id) if with_benefits else ({}, [])
    lanes = {lane.key: lane for lane in lanes_of(state.unit_id)} if state.lanes_stamp else {}
    cards = cards_of(state.unit_id, language)
    columns = _placed(cards, freed, lanes)
    words = Words(clock.today(), state.unit_id)
    written = _written(columns, words, earlier.written if earlier else {})
    grouped = list(lanes.values()) if by_lane else []
    shown = {key: _column(columns[key], order, written, grouped, words) for key, order in ORDER.items()}
    sections = sections_of(state.method_version_id, state.arrangement, language)
    numbers = {key: column.number for key, column in shown.items()}
    facts: dict[str, dict[str, Any]] = {key: {"column": column} for key, column in shown.items()}
    facts["new"]["new_idea"] = f"{reverse('improvement:idea-new')}?unit={state.unit_id}"
    facts["new"]["last_idea"] = words.last_idea(max([state.last_raised_on, *(card.raised_on for card in cards)]))
    facts["done"]["sums"] = _sums(lines)
    facts["recognition"] = {"recognitions": recognitions_of(state.unit_id)}
    facts["vision"] = {
        "vision": state.vision.strip(),
        "values": state.values.strip(),
        "arrangement": reverse("improvement:board-arrangement", args=[state.unit_id]),
    }
    facts[_JUMPS.key] = {
        "sections": [section for section in sections if not section.is_hidden],
        "numbers": numbers,
        "hidden": [section for section in sections if section.is_hidden and numbers.get(section.key)],
        "list": f"{reverse('improvement:idea-list')}?unit={state.unit_id}",
    }
    for key, width in spans(tuple(section.key for section in sections if not section.is_hidden)).items():
        facts.setdefault(key, {})["span"] = width
    parts = _parts((*sections, _JUMPS), facts, earlier.parts if earlier else {})
    return CardList(version, parts, {key: part.piece for key, part in parts.items()}, written)


def _placed(
    cards: list[Card], freed: Mapping[str, FreedTime], lanes: Mapping[str, ShownLane]
) -> dict[str, list[Placed]]:
    """The cards by the section they stand in, each with what else its text depends on."""
    columns: dict[str, list[Card]] = {key: [] for key in ORDER}
    for card in cards:
        columns[card.section].append(card)
    placed: dict[str, list[Placed]] = {}
    for key, column in columns.items():
        long_since = _long_since(column) if key != "done" else ""
        placed[key] = [
            (card, freed.get(card.key), lanes.get(card.lane) if card.lane else None, card.since < long_since)
            for card in column
        ]
    return placed


def _long_since(cards: list[Card]) -> str:
    """The day (text) before which a card of a section has stood there for long, as the others there go; "" for none."""
    if len(cards) < _FEW:
        return ""
    middle = date.fromisoformat(sorted(card.since for card in cards)[len(cards) // 2])
    days = max(2 * (clock.today() - middle).days, _LONG_DAYS)
    return (clock.today() - timedelta(days=days)).isoformat()


def _written(columns: Mapping[str, list[Placed]], words: Words, earlier: Mapping[Placed, str]) -> dict[Placed, str]:
    """Each card's text: as before where the card is as before."""
    write = _card_writer()
    return {card: earlier.get(card) or write(words.shown(card)) for column in columns.values() for card in column}


def _column(
    cards: list[Placed], order: _Order, written: Mapping[Placed, str], lanes: list[ShownLane], words: Words
) -> Column:
    """A section's cards in their order; by lane where some stand in one, those without a lane last."""
    cards.sort(key=lambda placed: order.by(placed[0]), reverse=order.newest_first)
    if not lanes or not any(lane for _card, _freed, lane, _long in cards):
        return Column([Group(None, "", [written[placed] for placed in cards])] if cards else [])
    groups = [
        Group(lane, words.lane_ends(lane.ends_on), [written[placed] for placed in cards if placed[2] == lane])
        for lane in lanes
    ]
    groups.append(Group(None, "", [written[placed] for placed in cards if placed[2] is None]))
    return Column([group for group in groups if group.texts])


def _parts(
    sections: Iterable[Section], facts: Mapping[str, dict[str, Any]], earlier: Mapping[str, Part]
) -> dict[str, Part]:
    """The sections written out: as before where all that the template is given is as before."""
    template = get_template("overview/board_cards.html", using="jinja2")
    parts = {}
    for section in sections:
        given = {"section": section, **facts.get(section.key, {})}
        before = earlier.get(section.key)
        if before is None or before.facts != given:
            before = Part(given, Piece(template.render(given).encode()))
        parts[section.key] = before
    return parts


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

"""The card list of a board, written out once per version of the board and kept for everybody who may read it.

Nothing in it depends on who looks, but for the benefits, which some readers may not see: that makes two lists. What
differs by rights otherwise (moving a card) is in every list and shown by a class on the board; the server asks again
when it is used. There is no form token in it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from laeringslean.benefits.models import BenefitState
from laeringslean.benefits.queries.ledger import LedgerLine, ledger
from laeringslean.calc import benefits as calc
from laeringslean.foundation import clock
from laeringslean.improvement.models import IdeaKind, IdeaState
from laeringslean.overview.queries.boards import (
    BoardState,
    Card,
    cards_of,
    recognitions_of,
    sections_of,
)
from laeringslean.overview.views.pieces import KeptPieces, Piece

kept_cards = KeptPieces(most_bytes=64 * 1024 * 1024)

# Sections that hold cards, and what comes first in each.
ORDER: dict[str, Callable[[Card], Any]] = {
    "new": lambda card: (-card.raised_on.toordinal(), str(card.id)),
    "decided": lambda card: (card.due_on or date.max, card.state_since, str(card.id)),
    "testing": lambda card: (card.trial_ends_on or date.max, str(card.id)),
    "evaluate": lambda card: (card.state_since, str(card.id)),
    "done": lambda card: (-(card.done_on or card.state_since).toordinal(), str(card.id)),
    "escalated": lambda card: (card.answer_due_on or date.max, str(card.id)),
}
# The date that counts in a section.
_DUE = {"decided": "due_on", "testing": "trial_ends_on", "escalated": "answer_due_on"}
# States that the section alone does not tell.
_NAMED_STATES = {
    IdeaState.DISCUSSED,
    IdeaState.EVALUATED,
    IdeaState.STANDARDISED,
    IdeaState.DROPPED,
    IdeaState.DONE,
    IdeaState.CLOSED,
}


class ShownCard(NamedTuple):
    """A card in words, ready to be written out."""

    id: str
    address: str
    version: int
    kind: str
    kind_label: str
    title: str
    waste_type: str | None
    state: str
    age: str
    owner: str | None
    due: str
    late: str
    comments: str
    is_anonymous: bool
    freed: str


def card_pieces(state: BoardState, *, with_benefits: bool) -> Mapping[str, Piece]:
    """The contents of the board's sections by their key, in the language of the page, and the list of jumps."""
    key = (
        state.unit_id,
        state.cards_version,
        state.version,
        state.method_version_id,
        state.organisation_version,
        get_language(),
        settings.RELEASE,
        clock.today(),
        with_benefits,
    )
    return kept_cards.get(key, lambda: _write_out(state, with_benefits))


def _write_out(state: BoardState, with_benefits: bool) -> Mapping[str, Piece]:
    language = get_language() or settings.LANGUAGE_CODE
    sections = sections_of(state.method_version_id, language)
    lines = ledger([state.unit_id], with_ideas=False) if with_benefits else []
    columns = _columns(cards_of(state.unit_id, language), {line.idea_id: line for line in lines})
    context = {
        "columns": columns,
        "anonymous": _("Anonymous"),
        "move_to": _("Move to …"),
        "new_idea": f"{reverse('improvement:idea-new')}?unit={state.unit_id}",
        "arrangement": reverse("improvement:board-arrangement", args=[state.unit_id]),
        "move": f"move/?next={reverse('overview:board', args=[state.unit_id])}&version=",
        "vision": state.vision.strip(),
        "values": state.values.strip(),
        "recognitions": recognitions_of(state.unit_id),
        "sums": _sums(lines),
        "sections": sections,
    }
    template = get_template("overview/board_cards.html", using="jinja2")
    return {section.key: Piece(template.render({**context, "section": section})) for section in (*sections, _JUMPS)}


def _sums(lines: list[LedgerLine]) -> list[tuple[str, str]]:
    """Hours a week by how far they have come: three sums side by side, never added."""
    if not lines:
        return []
    totals = calc.totals(line.line for line in lines)
    sums = [totals.identified, totals.agreed, totals.realised]
    names = [BenefitState.IDENTIFIED, BenefitState.AGREED, BenefitState.REALISED]
    return [(str(name.label), _hours(total.hours_per_week)) for name, total in zip(names, sums, strict=True)]


def _hours(hours: Decimal) -> str:
    return _("%s hours a week") % formats.number_format(calc.rounded(hours, 1), 1)


class _Jumps(NamedTuple):
    key: str
    name: str


_JUMPS = _Jumps("jumps", "")


def _columns(cards: list[Card], freed: Mapping[UUID, LedgerLine]) -> dict[str, list[ShownCard]]:
    columns: dict[str, list[Card]] = {key: [] for key in ORDER}
    for card in cards:
        columns[card.section].append(card)
    words = _Words(clock.today())
    return {
        key: [words.shown(card, key, freed.get(card.id)) for card in sorted(columns[key], key=ORDER[key])]
        for key in ORDER
    }


class _Words:
    """Puts cards into words. Each phrase is looked up, and each day written out, once per list."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._before, self._after = _idea_address()
        self._kinds = {kind.value: str(kind.label) for kind in IdeaKind}
        self._states = {state.value: str(state.label) if state in _NAMED_STATES else "" for state in IdeaState}
        self._nobody = _("Who takes it, and by when?")
        self._due_until = {"decided": _("Due %s"), "testing": _("Tried until %s"), "escalated": _("Answer by %s")}
        self._days: dict[date, str] = {}
        self._ages: dict[date, str] = {}
        self._delays: dict[date, str] = {}

    def shown(self, card: Card, section: str, freed: LedgerLine | None) -> ShownCard:
        """The card in words. What it frees is told of what is done, where it is the point."""
        key = str(card.id)
        due_on = getattr(card, _DUE[section]) if section in _DUE else None
        return ShownCard(
            id=key,
            address=f"{self._before}{key}{self._after}",
            version=card.version,
            kind=card.kind,
            kind_label=self._kinds[card.kind],
            title=card.title,
            waste_type=card.waste_type,
            state=self._states[card.state],
            age=self._ages.get(card.raised_on) or self._age(card.raised_on),
            owner=card.answered_by if section == "escalated" else card.owner,
            due=self._due(section, due_on),
            late=self._late(due_on) if due_on is not None and due_on < self._today else "",
            comments=ngettext("%d comment", "%d comments", card.comments) % card.comments if card.comments else "",
            is_anonymous=card.is_anonymous,
            freed=self._freed(freed) if freed is not None and section == "done" else "",
        )

    def _due(self, section: str, due_on: date | None) -> str:
        """What is due and when; empty where nothing is."""
        if due_on is None:
            return self._nobody if section == "decided" else ""
        return self._due_until[section] % (self._days.get(due_on) or self._day(due_on))

    def _freed(self, freed: LedgerLine) -> str:
        """How much it frees, how sure that is, and what for."""
        told = {"hours": _hours(freed.hours_per_week), "state": freed.state.label.lower(), "use": freed.use_of_time}
        return (_("%(hours)s %(state)s: %(use)s") if freed.use_of_time else _("%(hours)s %(state)s")) % told

    def _day(self, day: date) -> str:
        here = day.year == self._today.year
        text = formats.date_format(day, "MONTH_DAY_FORMAT" if here else "DATE_FORMAT")
        return self._days.setdefault(day, text)

    def _age(self, day: date) -> str:
        days = (self._today - day).days
        return self._ages.setdefault(day, ngettext("%d day", "%d days", days) % days if days > 0 else _("Today"))

    def _late(self, day: date) -> str:
        if day not in self._delays:
            days = (self._today - day).days
            self._delays[day] = ngettext("%d day overdue", "%d days overdue", days) % days
        return self._delays[day]


@lru_cache(maxsize=1)
def _idea_address() -> tuple[str, str]:
    """What stands before and after the key in an idea's address; `reverse` for each of 500 would take its time."""
    key = UUID(int=0)
    before, after = reverse("improvement:idea-detail", args=[key]).split(str(key))
    return before, after

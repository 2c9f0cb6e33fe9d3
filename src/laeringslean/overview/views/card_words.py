"""A card in words: what it says in the language of the page, today."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laeringslean.benefits.models import BenefitState
from laeringslean.calc import benefits as calc
from laeringslean.improvement.models import IdeaKind, IdeaState
from laeringslean.overview.queries.boards import Card, FreedTime, first_line

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
    """A card in words, ready to be written out; what it does not say is empty."""

    id: str
    address: str
    kind: str
    kind_label: str
    title: str
    waste_type: str | None
    anonymous: str
    state: str
    owner: str | None
    due: str
    late: str
    freed: str
    age: str
    comments: str
    move: str
    move_to: str


class Words:
    """Puts cards into words. Each phrase is looked up, and each day written out, once per list."""

    def __init__(self, today: date, unit_id: UUID) -> None:
        self._today = today
        self._move = f"move/?next={reverse('overview:board', args=[unit_id])}&version="
        self._move_to = _("Move to …")
        self._anonymous = _("Anonymous")
        self._before, self._after = _idea_address()
        self._kinds = {kind.value: str(kind.label) for kind in IdeaKind}
        self._states = {state.value: str(state.label) if state in _NAMED_STATES else "" for state in IdeaState}
        self._nobody = _("Who takes it, and by when?")
        self._due_until = {"decided": _("Due %s"), "testing": _("Tried until %s"), "escalated": _("Answer by %s")}
        self._days: dict[date, str] = {}
        self._ages: dict[date, str] = {}
        self._delays: dict[date, str] = {}

    def shown(self, card: Card, freed: FreedTime | None) -> ShownCard:
        """The card in words. What it frees is told of what is done, where it is the point."""
        key, section = str(UUID(card.key)), card.section
        address = f"{self._before}{key}{self._after}"
        due_on = date.fromisoformat(card.due_on) if card.due_on else None
        return ShownCard(
            id=key,
            address=address,
            kind=card.kind,
            kind_label=self._kinds[card.kind],
            title=first_line(card.words),
            waste_type=card.waste_type,
            anonymous=self._anonymous if card.is_anonymous else "",
            state=self._states[card.state],
            owner=card.who,
            due=self._due(section, due_on),
            late=self._late(due_on) if due_on is not None and due_on < self._today else "",
            freed=self._freed(freed) if freed is not None and section == "done" else "",
            age=self._age(date.fromisoformat(card.raised_on)),
            comments=ngettext("%d comment", "%d comments", card.comments) % card.comments if card.comments else "",
            move=f"{address}{self._move}{card.version}",
            move_to=self._move_to,
        )

    def _due(self, section: str, due_on: date | None) -> str:
        """What is due and when; empty where nothing is."""
        if due_on is None:
            return self._nobody if section == "decided" else ""
        return self._due_until[section] % self._day(due_on)

    def _freed(self, freed: FreedTime) -> str:
        """How much it frees, how sure that is, and what for."""
        told = {
            "hours": hours_a_week(freed.hours_per_week),
            "state": BenefitState(freed.state).label.lower(),
            "use": freed.use_of_time,
        }
        return (_("%(hours)s %(state)s: %(use)s") if freed.use_of_time else _("%(hours)s %(state)s")) % told

    def _day(self, day: date) -> str:
        if day not in self._days:
            here = day.year == self._today.year
            self._days[day] = formats.date_format(day, "MONTH_DAY_FORMAT" if here else "DATE_FORMAT")
        return self._days[day]

    def _age(self, day: date) -> str:
        if day not in self._ages:
            days = (self._today - day).days
            self._ages[day] = ngettext("%d day ago", "%d days ago", days) % days if days > 0 else _("Today")
        return self._ages[day]

    def _late(self, day: date) -> str:
        if day not in self._delays:
            days = (self._today - day).days
            self._delays[day] = ngettext("%d day overdue", "%d days overdue", days) % days
        return self._delays[day]


def hours_a_week(hours: Decimal) -> str:
    """Hours a week with one decimal."""
    return _("%s hours a week") % formats.number_format(calc.rounded(hours, 1), 1)


@lru_cache(maxsize=1)
def _idea_address() -> tuple[str, str]:
    """What stands before and after the key in an idea's address; `reverse` for each of 500 would take its time."""
    key = UUID(int=0)
    before, after = reverse("improvement:idea-detail", args=[key]).split(str(key))
    return before, after

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
from laeringslean.overview.queries.boards import Card, FreedTime, ShownLane, first_line

# States that the section alone does not tell.
_NAMED_STATES = {
    IdeaState.DISCUSSED,
    IdeaState.EVALUATED,
    IdeaState.STANDARDISED,
    IdeaState.DROPPED,
    IdeaState.DONE,
    IdeaState.CLOSED,
}


# A card and what else its text depends on: the time it frees, its lane, and whether it has stood long where it is. Five
# hundred of them are made for each view after a change, so it is a tuple without names.
Placed = tuple[Card, FreedTime | None, ShownLane | None, bool]


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
    aside: str
    lane: str
    age: str
    here: str
    long: str
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
        self._long = _("Longer than most here")
        self._aside = _("Untouched: set aside on %s")
        self._days: dict[date, str] = {}
        self._stays: dict[date, str] = {}
        self._ages: dict[date, str] = {}
        self._delays: dict[date, str] = {}

    def shown(self, placed: Placed) -> ShownCard:
        """The card in words. What it frees is told of what is done, where it is the point."""
        card, freed, lane, is_long = placed
        key, section = str(UUID(card.key)), card.section
        here = self._stay(date.fromisoformat(card.since)) if section != "done" else ""
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
            aside=self._aside % self._day(date.fromisoformat(card.aside_on)) if card.aside_on else "",
            lane=lane.name if lane else "",
            # Where it has stood since it was raised, the two would say the same.
            age=self._age(date.fromisoformat(card.raised_on)) if not here or card.since != card.raised_on else "",
            here=here,
            long=self._long if is_long else "",
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

    def _stay(self, since: date) -> str:
        """How long it has stood where it stands; empty for the first week, when that tells nothing."""
        if since not in self._stays:
            weeks = (self._today - since).days // 7
            self._stays[since] = ngettext("Here for %d week", "Here for %d weeks", weeks) % weeks if weeks else ""
        return self._stays[since]

    def last_idea(self, day: str) -> str:
        """When somebody last put an idea on the board, `day` as text; empty where nobody ever has."""
        if not day:
            return ""
        days = (self._today - date.fromisoformat(day)).days
        if days <= 0:
            return _("Last idea: today")
        return ngettext("Last idea: %d day ago", "Last idea: %d days ago", days) % days

    def lane_ends(self, day: str | None) -> str:
        """Until when a lane is there, or that it is over; empty where it has no end."""
        if not day:
            return ""
        ends_on = date.fromisoformat(day)
        return (_("Ended %s") if ends_on < self._today else _("Until %s")) % self._day(ends_on)

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

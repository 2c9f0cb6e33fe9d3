"""What has happened to an idea, in words, read from the audit events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from laeringslean.foundation.models import Event
from laeringslean.improvement.models import Decision, Idea, IdeaState, Worked
from laeringslean.organisation.models import Person, Unit

_PREFIX = "improvement.idea."


@dataclass(frozen=True)
class Happening:
    """One thing that happened: what, by whom ("" when nobody is named), and when (a day where no time was kept)."""

    what: str
    who: str
    on: date
    at: datetime | None


Words = Callable[[dict[str, Any], Mapping[str, str]], str]

# In words by the end of the event's kind. What is not here is not told: comments stand under the idea themselves, and
# what the board above is told is told here by the idea's own event.
_WORDS: dict[str, Words] = {
    "raised": lambda facts, names: _("Raised"),
    "imported": lambda facts, names: _("Came with a list that was imported, as: %s") % _state(facts.get("state")),
    "edited": lambda facts, names: _("Rewritten"),
    "tagged": lambda facts, names: _("Lane or time thief changed"),
    "discussed": lambda facts, names: _("Discussed at the board"),
    "left-untouched": lambda facts, names: _("Untouched for long: set aside on %s") % _day(facts.get("aside_on")),
    "kept": lambda facts, names: _("Kept on the board"),
    "set-aside": lambda facts, names: _("Set aside, since nobody had touched it"),
    "returned": lambda facts, names: _("Taken up again, since its day had come"),
    "revived": lambda facts, names: _("Taken up again"),
    "accepted": lambda facts, names: _("Accepted"),
    "parked": lambda facts, names: _("Parked until %s") % _day(facts["until"]) if facts.get("until") else _("Parked"),
    "declined": lambda facts, names: _("Declined"),
    "escalated": lambda facts, names: (
        _("Lifted to %(unit)s, answer by %(day)s")
        % {"unit": names.get(facts.get("to_unit", ""), ""), "day": _day(facts.get("answer_due_on"))}
    ),
    "escalation-answered": lambda facts, names: _("Reply from %s") % names.get(facts.get("from_unit", ""), ""),
    "planned": lambda facts, names: (
        _("Planned: %(owner)s by %(day)s")
        % {"owner": names.get(facts.get("owner", ""), ""), "day": _day(facts.get("due_on"))}
    ),
    "trial-started": lambda facts, names: _("Trial started, until %s") % _day(facts.get("ends_on")),
    "measured": lambda facts, names: _("Result written down"),
    "evaluated": lambda facts, names: (
        _("Evaluated. Did it work? %(worked)s. What now? %(decision)s.")
        % {"worked": Worked(facts["worked"]).label, "decision": Decision(facts["decision"]).label}
    ),
    "standardised": lambda facts, names: _("Made the new standard"),
    "adjusted": lambda facts, names: _("Adjusted and tried again, until %s") % _day(facts.get("ends_on")),
    "relocated": lambda facts, names: _("Moved to the board of %s") % names.get(facts.get("to_unit", ""), ""),
    "dropped": lambda facts, names: _("Dropped"),
    "done": lambda facts, names: _("Done"),
    "closed": lambda facts, names: _("Closed"),
    "comment-removed": lambda facts, names: _("A comment was taken away"),
}


def timeline_of(idea: Idea) -> list[Happening]:
    """What has happened to the idea, the newest first. One that was imported begins with the day it was raised."""
    told = {f"{_PREFIX}{end}" for end in _WORDS}
    events = list(Event.objects.filter(subject_id=idea.id, kind__in=told).order_by("-sequence"))
    names = _names(events)
    happenings = [_happening(event, names) for event in events]
    if not any(event.kind == f"{_PREFIX}raised" for event in events):
        happenings.append(Happening(_("Raised"), "", idea.raised_on, None))
    return happenings


def _happening(event: Event, names: Mapping[str, str]) -> Happening:
    words = _WORDS[event.kind.removeprefix(_PREFIX)]
    who = names.get(str(event.actor_id), "") if event.actor_id else ""
    return Happening(words(event.details, names), who, event.happened_on, event.happened_at)


def _names(events: list[Event]) -> dict[str, str]:
    """The names of the people and units that the events speak of, by their id as text."""
    people = {event.actor_id for event in events if event.actor_id}
    people |= {UUID(owner) for event in events if (owner := event.details.get("owner"))}
    units = {UUID(unit) for event in events for key in ("to_unit", "from_unit") if (unit := event.details.get(key))}
    names = {str(pk): name for pk, name in Person.objects.filter(id__in=people).values_list("id", "name")}
    if units:
        names |= {str(pk): name for pk, name in Unit.objects.filter(id__in=units).values_list("id", "name")}
    return names


def _state(text: str | None) -> str:
    return str(IdeaState(text).label) if text in IdeaState.values else ""


def _day(text: str | None) -> str:
    day = parse_date(text or "")
    return date_format(day, "j. F") if day else ""

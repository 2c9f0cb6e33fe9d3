"""Reading thanks and learnings: a unit's own, and what was learned by all whose ideas one may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laeringslean.foundation import clock
from laeringslean.improvement.models import (
    IMPLEMENTED,
    BoardMeeting,
    Evaluation,
    Idea,
    IdeaSource,
    IdeaState,
    Recognition,
)
from laeringslean.improvement.queries.ideas import words_wanted
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Unit
from laeringslean.organisation.queries import units_below

# How many that build on a unit's ideas, and how many milestones, a page has room for.
REUSES_SHOWN, MILESTONES_SHOWN = 8, 5
_CARRIED_OUT = [*IMPLEMENTED, IdeaState.CLOSED]
_COUNTS = (1, 10, 25, 50, 100, 200, 300, 500, 1000)
# A year of board meetings is one in which they were still held at its end.
_STILL_MEETING = timedelta(days=60)


def recognitions_for(unit_id: UUID, *, words: str = "", kind: str = "") -> QuerySet[Recognition]:
    """What the unit has given and got, the newest first; narrowed to what holds all the words, and to a kind."""
    found = Recognition.objects.filter(Q(unit_id=unit_id) | Q(to_unit_id=unit_id))
    for condition in words_wanted(words):
        found = found.filter(condition)
    if kind:
        found = found.filter(kind=kind)
    return found.select_related("unit", "to_unit", "idea").order_by("-given_on", "-id")


def readable_ideas(viewer: Viewer, ideas: Iterable[UUID | None]) -> set[UUID]:
    """Which of these ideas the viewer may open. One query."""
    asked = {key for key in ideas if key}
    return set(Idea.objects.visible_to(viewer).filter(pk__in=asked).values_list("pk", flat=True))


def learnings_of(viewer: Viewer, *, words: str = "", unit: Unit | None = None) -> QuerySet[Evaluation]:
    """What was learned when ideas were evaluated, worked or not, among the ideas that the viewer may read.

    All the words must stand in the idea or in what was learned, there as they were typed or with a capital letter.
    """
    ideas = Idea.objects.visible_to(viewer)
    if unit is not None:
        ideas = ideas.filter(unit_id__in=units_below(unit))
    found = Evaluation.objects.filter(idea__in=ideas)
    for word, condition in zip(words.split(), _per_word(words), strict=False):
        typed = Q(learned__contains=word.lower()) | Q(learned__contains=word.capitalize())
        found = found.filter(Q(idea__in=Idea.objects.filter(condition)) | typed)
    return found.select_related("idea__unit").order_by("-evaluated_on", "-id")


def _per_word(words: str) -> list[Q]:
    conditions = []
    for word in words.split():
        found = words_wanted(word)
        conditions.append(found[0] if found else Q(search_text__contains=word.lower()))
    return conditions


@dataclass(frozen=True)
class Reuse:
    """That a unit builds on an idea of this one."""

    source: Idea
    unit_name: str
    on: date


def reuses_of(unit_id: UUID) -> list[Reuse]:
    """Who builds on the unit's ideas, the latest first: units, never persons. One query."""
    links = IdeaSource.objects.filter(source__unit_id=unit_id).exclude(idea__unit_id=unit_id)
    rows = links.select_related("source", "idea__unit").order_by("-linked_on", "-id")[:REUSES_SHOWN]
    return [Reuse(link.source, link.idea.unit.name, link.linked_on) for link in rows]


@dataclass(frozen=True)
class Milestone:
    """Something a unit has reached, in words, and the day it did."""

    text: str | Promise
    on: date


def milestones_of(unit_id: UUID) -> list[Milestone]:
    """What the unit has reached, the latest first: ideas carried out, meetings held, years of them. Two queries."""
    done = Idea.objects.for_unit(unit_id).filter(state__in=_CARRIED_OUT).exclude(done_on=None)
    done_days = list(done.order_by("done_on", "id").values_list("done_on", flat=True))
    met = BoardMeeting.objects.held().filter(unit_id=unit_id).order_by("planned_on", "id")
    met_days = list(met.values_list("planned_on", flat=True))
    reached = [
        *(Milestone(_carried_out(n), done_days[n - 1]) for n in _COUNTS if n <= len(done_days)),
        *(Milestone(_met(n), met_days[n - 1]) for n in _COUNTS if n <= len(met_days)),
        *_years(met_days),
    ]
    return sorted(reached, key=lambda one: one.on, reverse=True)[:MILESTONES_SHOWN]


def _carried_out(number: int) -> str:
    if number == 1:
        return _("The first idea was carried out")
    return _("%(number)d ideas carried out") % {"number": number}


def _met(number: int) -> str:
    if number == 1:
        return _("The first board meeting")
    return _("%(number)d board meetings held") % {"number": number}


def _years(met_days: list[date]) -> list[Milestone]:
    if not met_days:
        return []
    found = []
    for years in range(1, clock.today().year - met_days[0].year + 1):
        day = _years_after(met_days[0], years)
        if day <= clock.today() and any(day - _STILL_MEETING <= met <= day for met in met_days):
            text = ngettext("%(number)d year of board meetings", "%(number)d years of board meetings", years)
            found.append(Milestone(text % {"number": years}, day))
    return found


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)

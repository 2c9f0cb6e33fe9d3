"""Early warnings that a unit's improvement work is stalling. About units, never about persons.

The thresholds stand here and nowhere else. A unit is judged once its work has begun: it has planned a board meeting
or raised an idea. Whoever has `Permission.SIGNALS_READ` in a unit sees its signals: its own leader and guide first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laeringslean.foundation import clock
from laeringslean.improvement.models import BoardMeeting, Idea
from laeringslean.improvement.queries.deadlines import with_deadline
from laeringslean.improvement.queries.meetings import Rhythm, rhythms
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Unit

# Board meetings missed in a row: from the first number on we say so, from the second on it is serious.
MISSED_MEETINGS_NOTICE = 2
MISSED_MEETINGS_SERIOUS = 4
# No new idea for this long.
QUIET_AFTER = timedelta(weeks=6)
# More than this share of planned and tried actions is past its date, where there are at least so many of them.
OVERDUE_SHARE = 0.5
OVERDUE_FROM = 4


@dataclass(frozen=True)
class Signal:
    """One warning: what it is about, in plain words, and whether it is serious."""

    kind: str
    text: str
    is_serious: bool = False


@dataclass(frozen=True)
class StalledUnit:
    """A unit with at least one signal."""

    unit: Unit
    signals: tuple[Signal, ...]

    @property
    def is_serious(self) -> bool:
        """Whether any of the signals is serious."""
        return any(signal.is_serious for signal in self.signals)


@dataclass(frozen=True)
class _Activity:
    began_on: date | None = None
    last_idea_on: date | None = None
    dated: int = 0
    overdue: int = 0


def stalled_units(viewer: Viewer) -> list[StalledUnit]:
    """The units with signals among those whose signals the viewer may read, serious ones first. Four queries."""
    units = {unit.id: unit for unit in Unit.objects.active().allowing(viewer, Permission.SIGNALS_READ)}
    found = [StalledUnit(units[unit_id], signals) for unit_id, signals in signals_of(units).items()]
    return sorted(found, key=lambda stalled: (not stalled.is_serious, stalled.unit.name))


def signals_of(unit_ids: Iterable[UUID]) -> dict[UUID, tuple[Signal, ...]]:
    """The signals of each unit that has any. Three queries. Rights are the caller's to ask."""
    wanted = list(unit_ids)
    held = rhythms(wanted)
    result = {}
    for unit_id, activity in _activities(wanted).items():
        signals = tuple(_signals(activity, held.get(unit_id, Rhythm())))
        if signals:
            result[unit_id] = signals
    return result


def _activities(unit_ids: list[UUID]) -> dict[UUID, _Activity]:
    today = clock.today()
    dated = Q(deadline__isnull=False)
    ideas = {
        row["unit_id"]: row
        for row in with_deadline(Idea.objects.filter(unit_id__in=unit_ids))
        .values("unit_id")
        .annotate(
            first=Min("raised_on"),
            last=Max("raised_on"),
            dated=Count("id", filter=dated),
            overdue=Count("id", filter=Q(deadline__lt=today)),
        )
    }
    first_meetings = dict(
        BoardMeeting.objects.filter(unit_id__in=unit_ids)
        .values("unit_id")
        .annotate(first=Min("planned_on"))
        .values_list("unit_id", "first")
    )
    return {
        unit_id: _activity(ideas.get(unit_id, {}), first_meetings.get(unit_id))
        for unit_id in unit_ids
        if unit_id in ideas or unit_id in first_meetings
    }


def _activity(ideas: Mapping[str, Any], first_meeting: date | None) -> _Activity:
    beginnings = [day for day in (ideas.get("first"), first_meeting) if day is not None]
    return _Activity(
        began_on=min(beginnings, default=None),
        last_idea_on=ideas.get("last"),
        dated=ideas.get("dated", 0),
        overdue=ideas.get("overdue", 0),
    )


def _signals(activity: _Activity, rhythm: Rhythm) -> Iterable[Signal]:
    missed = rhythm.missed_in_a_row
    if missed >= MISSED_MEETINGS_NOTICE:
        text = ngettext(
            "%(count)d board meeting missed in a row", "%(count)d board meetings missed in a row", missed
        ) % {"count": missed}
        yield Signal("meetings", text, is_serious=missed >= MISSED_MEETINGS_SERIOUS)
    quiet_since = activity.last_idea_on or activity.began_on
    if quiet_since is not None and clock.today() - quiet_since >= QUIET_AFTER:
        weeks = (clock.today() - quiet_since).days // 7
        text = ngettext("No new ideas for %(count)d week", "No new ideas for %(count)d weeks", weeks)
        yield Signal("ideas", text % {"count": weeks})
    if activity.dated >= OVERDUE_FROM and activity.overdue / activity.dated > OVERDUE_SHARE:
        text = _("%(overdue)d of %(all)d actions are past their date")
        yield Signal("overdue", text % {"overdue": activity.overdue, "all": activity.dated})

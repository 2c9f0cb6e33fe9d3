"""What a unit's page shows, gathered from the rooms."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from laeringslean.attention.queries.signals import Signal, signals_of
from laeringslean.foundation.database.sorting import NorwegianOrder
from laeringslean.improvement.models import BoardMeeting, MeetingState
from laeringslean.improvement.queries.meetings import Rhythm, current_meetings, past_meetings, rhythms
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Unit
from laeringslean.organisation.queries import guides_of, leaders_of
from laeringslean.organisation.queries.counts import counts_to_show
from laeringslean.organisation.queries.tree import tree_now

MEETINGS_SHOWN = 8


@dataclass(frozen=True)
class UnitMeetings:
    """A unit's rhythm: the meeting in progress or ahead, and the last ones, held or missed."""

    current: BoardMeeting | None
    past: list[BoardMeeting]
    rhythm: Rhythm

    @property
    def meets_now(self) -> bool:
        """Whether a meeting is going on."""
        return self.current is not None and self.current.state == MeetingState.IN_PROGRESS


@dataclass(frozen=True)
class Place:
    """A unit above or below this one; `people` is None where the number is not for the viewer or not to be shown."""

    id: UUID
    name: str
    may_open: bool
    people: int | None


@dataclass(frozen=True)
class UnitPage:
    """One unit: where it stands in the tree, who leads and guides it, its meetings, signals and sub-units."""

    unit: Unit
    path: list[Place]
    leaders: list[str]
    guides: list[str]
    may_count: bool
    people: int | None
    children: list[Place]
    meetings: UnitMeetings | None
    signals: tuple[Signal, ...]


def unit_page(viewer: Viewer, unit: Unit) -> UnitPage:
    """Everything on a unit's page that the viewer may see; the queries do not grow with what they return."""
    may_count = viewer.can(Permission.UNIT_COUNTS_READ, unit.id)
    counts: Mapping[UUID, int | None] = counts_to_show() if may_count else {}
    return UnitPage(
        unit=unit,
        path=_path(viewer, unit),
        leaders=[name for _, name in leaders_of(unit)],
        guides=[name for _, name in guides_of(unit)],
        may_count=may_count,
        people=counts.get(unit.id),
        children=_children(viewer, unit, counts),
        meetings=_meetings(unit) if viewer.can(Permission.BOARD_READ, unit.id) else None,
        signals=_signals(viewer, unit),
    )


def _path(viewer: Viewer, unit: Unit) -> list[Place]:
    """The units above, the topmost first; only those the viewer may open become links."""
    above = list(tree_now().above(unit.id))
    names = dict(Unit.objects.filter(pk__in=above).values_list("id", "name"))
    return [
        Place(unit_id, names[unit_id], viewer.can(Permission.UNIT_READ, unit_id), None) for unit_id in reversed(above)
    ]


def _children(viewer: Viewer, unit: Unit, counts: Mapping[UUID, int | None]) -> list[Place]:
    below = Unit.objects.active().visible_to(viewer).filter(parent_id=unit.id).order_by(NorwegianOrder("name"), "id")
    return [Place(child.id, child.name, True, counts.get(child.id)) for child in below]


def _meetings(unit: Unit) -> UnitMeetings:
    return UnitMeetings(
        current=current_meetings([unit.id]).get(unit.id),
        past=past_meetings(unit.id, MEETINGS_SHOWN),
        rhythm=rhythms([unit.id]).get(unit.id, Rhythm()),
    )


def _signals(viewer: Viewer, unit: Unit) -> tuple[Signal, ...]:
    if not viewer.can(Permission.SIGNALS_READ, unit.id):
        return ()
    return signals_of([unit.id]).get(unit.id, ())

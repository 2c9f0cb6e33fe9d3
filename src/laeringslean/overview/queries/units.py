"""What a unit's page shows, gathered from the rooms."""

from dataclasses import dataclass

from laeringslean.attention.queries.signals import Signal, signals_of
from laeringslean.improvement.models import BoardMeeting, MeetingState
from laeringslean.improvement.queries.meetings import Rhythm, current_meetings, past_meetings, rhythms
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Unit
from laeringslean.organisation.queries import guides_of, leaders_of

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
class UnitPage:
    """One unit: where it stands in the tree, who leads and guides it, its meetings, signals and sub-units."""

    unit: Unit
    path: list[Unit]
    leaders: list[str]
    guides: list[str]
    children: list[Unit]
    meetings: UnitMeetings | None
    signals: tuple[Signal, ...]


def unit_page(viewer: Viewer, unit: Unit) -> UnitPage:
    """Everything on a unit's page that the viewer may see; the queries do not grow with what they return."""
    return UnitPage(
        unit=unit,
        path=_path(unit),
        leaders=[name for _, name in leaders_of(unit)],
        guides=[name for _, name in guides_of(unit)],
        children=list(Unit.objects.active().visible_to(viewer).filter(parent_id=unit.id).order_by("name")),
        meetings=_meetings(unit) if viewer.can(Permission.BOARD_READ, unit.id) else None,
        signals=_signals(viewer, unit),
    )


def _path(unit: Unit) -> list[Unit]:
    """The units above, the topmost first. One query for the whole tree, which is small."""
    units = {row.id: row for row in Unit.objects.only("id", "name", "parent_id")}
    above: list[Unit] = []
    step = unit.parent_id
    while step is not None:
        above.append(units[step])
        step = units[step].parent_id
    return above[::-1]


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

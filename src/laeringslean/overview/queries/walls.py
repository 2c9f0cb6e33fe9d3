"""What the screen on the wall shows: the meeting that goes on, or the unit's board in a few large sections."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import get_language

from laeringslean.foundation import clock
from laeringslean.improvement.models import BoardMeeting, MeetingState
from laeringslean.improvement.queries.boards import Section, sections_of
from laeringslean.improvement.queries.meetings import current_meetings
from laeringslean.measures.models import Goal
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Unit
from laeringslean.overview.queries.boards import BoardState, Card, board_state, cards_of, recognitions_of
from laeringslean.overview.queries.meetings import MeetingScreen, meeting_screen

# As many cards as can be read across a room; the others are counted.
CARDS_SHOWN = 6


@dataclass(frozen=True)
class WallSection:
    """One section of the board on the wall. Which of the lists is filled depends on its key."""

    key: str
    name: str
    cards: list[Card] = field(default_factory=list)
    # How many more there are than are shown.
    more: int = 0
    goals: list[Goal] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.cards or self.goals or self.lines)


@dataclass(frozen=True)
class Wall:
    """The screen as it stands. `names` says whether people are named: never on a screen where nobody is signed in."""

    unit: Unit
    meeting: BoardMeeting | None
    names: bool
    screen: MeetingScreen | None = None
    sections: list[WallSection] = field(default_factory=list)

    @property
    def is_meeting(self) -> bool:
        """Whether a meeting goes on."""
        return self.screen is not None

    @property
    def is_today(self) -> bool:
        """Whether the next meeting is today."""
        return self.meeting is not None and self.meeting.planned_on == clock.today()


def wall_of(viewer: Viewer, unit: Unit, *, names: bool) -> Wall:
    """What the wall of a unit shows to somebody who may read its board. The same few queries whatever is on it."""
    meeting = current_meetings([unit.id]).get(unit.id)
    if meeting is not None and meeting.state == MeetingState.IN_PROGRESS:
        meeting.unit = unit
        return Wall(unit, meeting, names, screen=meeting_screen(viewer, meeting))
    state = board_state(unit.id)
    return Wall(unit, meeting, names, sections=_sections(viewer, unit.id, state) if state else [])


def _sections(viewer: Viewer, unit_id: UUID, state: BoardState) -> list[WallSection]:
    language = get_language() or "nb"
    by_section: dict[str, list[Card]] = {}
    for card in cards_of(unit_id, language):
        by_section.setdefault(card.section, []).append(card)
    goals = list(Goal.objects.visible_to(viewer).for_unit(unit_id))
    lines = {
        "vision": [line for line in (state.vision, state.values) if line.strip()],
        "recognition": recognitions_of(unit_id),
    }
    shown = (
        _section(section, by_section.get(section.key, []), goals, lines.get(section.key, []))
        for section in _visible(sections_of(state.method_version_id, state.arrangement, language))
    )
    return [section for section in shown if not section.is_empty]


def _visible(sections: Iterable[Section]) -> list[Section]:
    return [section for section in sections if not section.is_hidden]


def _section(section: Section, cards: list[Card], goals: list[Goal], lines: list[str]) -> WallSection:
    newest_first = sorted(cards, key=lambda card: (card.since, card.key), reverse=True)
    return WallSection(
        section.key,
        section.name,
        cards=newest_first[:CARDS_SHOWN],
        more=max(0, len(cards) - CARDS_SHOWN),
        goals=goals if section.key == "goals" else [],
        lines=lines,
    )

"""Reading what groups think about ideas: the grid of a unit, the panel of one idea."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import Q

from laeringslean.improvement.models import (
    EFFORT_WORDS,
    FINISHED,
    IMPACT_WORDS,
    EffortImpact,
    FiveWhys,
    Idea,
    IdeaSource,
    IdeaState,
    Level,
)
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer

# While an idea stands here it is still to be chosen, so a place on the grid helps.
TO_CHOOSE = [
    IdeaState.RAISED,
    IdeaState.DISCUSSED,
    IdeaState.ACCEPTED,
    IdeaState.PLANNED,
    IdeaState.PARKED,
    IdeaState.ESCALATED,
]


@dataclass(frozen=True)
class Thinking:
    """What a group has thought about one idea, and whether the viewer may write more of it."""

    place: EffortImpact | None
    whys: FiveWhys | None
    # What it builds on, as far as the viewer may see it, and the names of the units that build on it.
    sources: list[Idea]
    built_on_by: list[str]
    may_think: bool

    @property
    def efforts(self) -> list[tuple[int, str]]:
        """The steps of the grid sideways, for a form."""
        return [(level.value, str(word)) for level, word in EFFORT_WORDS.items()]

    @property
    def impacts(self) -> list[tuple[int, str]]:
        """The steps of the grid upwards, for a form; the most first."""
        return [(level.value, str(word)) for level, word in reversed(IMPACT_WORDS.items())]


def thinking_of(viewer: Viewer, idea: Idea) -> Thinking:
    """What a group has thought about an idea. Three queries, and one more when it builds on others."""
    links = IdeaSource.objects.filter(Q(idea=idea) | Q(source=idea)).select_related("source__unit", "idea__unit")
    both = list(links.order_by("id"))
    sources = [link.source for link in both if link.idea_id == idea.id]
    if sources:
        asked = Idea.objects.visible_to(viewer).filter(pk__in=[source.id for source in sources])
        readable = set(asked.values_list("pk", flat=True))
        sources = [source for source in sources if source.id in readable]
    used_by = [link.idea.unit.name for link in reversed(both) if link.source_id == idea.id]
    return replace(first_thoughts(viewer, idea), sources=sources, built_on_by=list(dict.fromkeys(used_by)))


def first_thoughts(viewer: Viewer, idea: Idea) -> Thinking:
    """As `thinking_of`, without what builds on what: enough for the meeting. Two queries."""
    place = EffortImpact.objects.filter(idea=idea).first()
    whys = FiveWhys.objects.filter(idea=idea).first()
    return Thinking(place, whys, [], [], viewer.can(Permission.IDEA_COMMENT, idea.unit_id))


@dataclass(frozen=True)
class Placed:
    """An idea with its place."""

    idea: Idea
    place: EffortImpact


@dataclass(frozen=True)
class Cell:
    """One square of the grid, and what stands in it."""

    effort: Level
    impact: Level
    placed: list[Placed] = field(default_factory=list)

    @property
    def is_quick_win(self) -> bool:
        """Whether what stands here gives more than it takes, and takes little."""
        return EffortImpact(effort=self.effort, impact=self.impact).is_quick_win


@dataclass(frozen=True)
class Grid:
    """A unit's ideas by effort and impact: rows from much impact to little, columns from little effort to much."""

    rows: list[tuple[str, list[Cell]]]
    # Quick wins first.
    placed: list[Placed]
    # The oldest first.
    unplaced: list[Idea]

    @property
    def efforts(self) -> list[tuple[int, str]]:
        """The columns: little work first."""
        return [(level.value, str(word)) for level, word in EFFORT_WORDS.items()]

    @property
    def impacts(self) -> list[tuple[int, str]]:
        """The rows: what gives much first."""
        return [(level.value, str(word)) for level, word in reversed(IMPACT_WORDS.items())]


def grid_of(unit_id: UUID) -> Grid:
    """The unit's grid: what is placed and not finished, and beside it what is still to be chosen. Two queries."""
    open_ideas = Idea.objects.for_unit(unit_id).exclude(state__in=[*FINISHED, IdeaState.STANDARDISED, IdeaState.DONE])
    places = EffortImpact.objects.filter(idea__in=open_ideas).select_related("idea")
    placed = sorted((Placed(place.idea, place) for place in places), key=_most_for_least)
    cells = {(e, i): Cell(e, i) for e in Level for i in Level}
    for one in placed:
        cells[Level(one.place.effort), Level(one.place.impact)].placed.append(one)
    known = EffortImpact.objects.filter(idea__unit_id=unit_id).values("idea_id")
    waiting = Idea.objects.for_unit(unit_id).filter(state__in=TO_CHOOSE).exclude(pk__in=known)
    return Grid(
        rows=[(str(IMPACT_WORDS[impact]), [cells[effort, impact] for effort in Level]) for impact in reversed(Level)],
        placed=placed,
        unplaced=list(waiting.order_by("raised_on", "id")),
    )


def _most_for_least(one: Placed) -> tuple[int, int, UUID]:
    """Most for the least first; of equals those that give more, then the oldest."""
    return one.place.effort - one.place.impact, -one.place.impact, one.idea.id

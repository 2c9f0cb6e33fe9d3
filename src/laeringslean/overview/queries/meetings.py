"""What the screen shows while a unit meets at its board: the open point of the agenda and its material."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from laeringslean.benefits.models import Benefit, BenefitAgreement, BenefitState
from laeringslean.foundation import clock
from laeringslean.improvement.models import (
    BoardMeeting,
    Decision,
    Evaluation,
    Idea,
    IdeaState,
    MeetingItem,
    Outcome,
    Recognition,
    Trial,
    Worked,
)
from laeringslean.improvement.queries.checks import check_of
from laeringslean.improvement.queries.deadlines import with_deadline
from laeringslean.improvement.queries.ideas import possible_owners
from laeringslean.improvement.queries.meetings import open_tasks, possible_facilitators, staff_to_ask
from laeringslean.improvement.queries.recurrences import open_recurrent_tasks
from laeringslean.improvement.queries.thinking import first_thoughts
from laeringslean.measures.models import Goal
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Shift
from laeringslean.overview.queries.answers import answers_to


@dataclass(frozen=True)
class MeetingScreen:
    """The agenda, the point that is open, and everything that belongs on the screen with it."""

    meeting: BoardMeeting
    items: list[MeetingItem]
    outcomes: list[Outcome]
    today: date
    may_run: bool
    # Planned ideas: what a trial may be started for on the spot.
    triable: list[Idea] = field(default_factory=list)
    material: dict[str, Any] = field(default_factory=dict)

    @property
    def item(self) -> MeetingItem | None:
        """The point that is open."""
        return next((item for item in self.items if item.position == self.meeting.current_position), None)

    @property
    def previous(self) -> MeetingItem | None:
        """The point before the open one."""
        return max(
            (item for item in self.items if item.position < self.meeting.current_position),
            key=lambda item: item.position,
            default=None,
        )

    @property
    def following(self) -> MeetingItem | None:
        """The point after the open one."""
        return min(
            (item for item in self.items if item.position > self.meeting.current_position),
            key=lambda item: item.position,
            default=None,
        )

    @property
    def template(self) -> str:
        """The template of the open point's material; empty when it has none."""
        return f"overview/meeting/{self.item.key}.html" if self.item and self.item.key in _MATERIAL else ""

    @property
    def seconds_used(self) -> int:
        """How long the open point has taken so far."""
        return self.item.seconds_until(clock.now()) if self.item else 0

    @property
    def is_over(self) -> bool:
        """Whether the open point has taken longer than planned."""
        return self.item is not None and self.seconds_used > self.item.seconds_planned

    @property
    def seconds_of_meeting(self) -> int:
        """How long the meeting has lasted, in seconds."""
        started = self.meeting.started_at
        return max(0, int((clock.now() - started).total_seconds())) if started else 0

    @property
    def stamp(self) -> int:
        """When these times were read, in milliseconds: a page that gets the same stamp need not set its clock."""
        return int(clock.now().timestamp() * 1000)

    @property
    def time_used(self) -> str:
        """How long the open point has taken, as minutes and seconds: 2:05."""
        return _minutes_and_seconds(self.seconds_used)

    @property
    def time_of_meeting(self) -> str:
        """How long the meeting has lasted, as minutes and seconds."""
        return _minutes_and_seconds(self.seconds_of_meeting)

    @property
    def minutes_planned(self) -> int:
        """The sum of the agenda, in minutes."""
        return sum(item.minutes for item in self.items)


def _minutes_and_seconds(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"


def meeting_screen(viewer: Viewer, meeting: BoardMeeting, wanted_idea: UUID | None = None) -> MeetingScreen:
    """The screen of a meeting as it stands; `wanted_idea` is the new idea to show, instead of the one that
    all who follow along see."""
    screen = MeetingScreen(
        meeting=meeting,
        items=list(meeting.items.order_by("position")),
        outcomes=list(meeting.outcomes.select_related("owner").order_by("-id")),
        today=clock.today(),
        may_run=viewer.can(Permission.MEETING_RUN, meeting.unit_id),
    )
    item = screen.item
    if item is not None and screen.following is None:
        screen.material["check"] = check_of(meeting)
    if item is not None and item.key in _MATERIAL:
        screen.material.update(_MATERIAL[item.key](viewer, meeting, wanted_idea))
    if screen.may_run:
        screen.material["staff"] = staff_to_ask(meeting.unit)
        planned = Idea.objects.for_unit(meeting.unit_id).filter(state=IdeaState.PLANNED)
        screen.triable.extend(planned.order_by("due_on", "id"))
    return screen


def _gather(viewer: Viewer, meeting: BoardMeeting, wanted_idea: UUID | None) -> dict[str, Any]:
    return {"shifts": Shift.choices}


def _goals(viewer: Viewer, meeting: BoardMeeting, wanted_idea: UUID | None) -> dict[str, Any]:
    return {
        "goals": list(Goal.objects.visible_to(viewer).for_unit(meeting.unit_id)),
        "may_enter": viewer.can(Permission.GOAL_ENTER, meeting.unit_id),
    }


def _actions(viewer: Viewer, meeting: BoardMeeting, wanted_idea: UUID | None) -> dict[str, Any]:
    states = [IdeaState.PLANNED, IdeaState.TESTING]
    ideas = Idea.objects.for_unit(meeting.unit_id).filter(state__in=states).select_related("owner")
    return {
        "actions": list(with_deadline(ideas).order_by(F("deadline").asc(nulls_last=True), "id")),
        "tasks": [*open_tasks(meeting.unit_id), *open_recurrent_tasks(meeting.unit_id)],
        "may_try": viewer.can(Permission.IDEA_TRY, meeting.unit_id),
    }


def _ideas(viewer: Viewer, meeting: BoardMeeting, wanted_idea: UUID | None) -> dict[str, Any]:
    """The ideas that wait for an answer or a plan, the oldest first, and the one to talk about now."""
    waiting = [IdeaState.RAISED, IdeaState.DISCUSSED, IdeaState.ACCEPTED]
    ideas = list(
        Idea.objects.for_unit(meeting.unit_id)
        .filter(state__in=waiting)
        .select_related("unit", "raised_by", "waste_type")
        .order_by("raised_on", "id")
    )
    to_show = wanted_idea or meeting.current_idea_id
    place = next((n for n, idea in enumerate(ideas) if idea.id == to_show), 0)
    shown = ideas[place] if ideas else None
    return {
        "answers": answers_to(meeting.unit_id, clock.today()),
        "ideas": ideas,
        "idea": shown,
        "thinking": first_thoughts(viewer, shown) if shown else None,
        "owners": possible_owners(shown) if shown and shown.state == IdeaState.ACCEPTED else [],
        "number": place + 1,
        "before": ideas[place - 1] if place else None,
        "after": ideas[place + 1] if place + 1 < len(ideas) else None,
        "may_decide": viewer.can(Permission.IDEA_DECIDE, meeting.unit_id),
    }


@dataclass(frozen=True)
class TriedIdea:
    """An idea that is being tried or was just done, its latest trial, and what the last evaluation decided."""

    idea: Idea
    trial: Trial | None
    decision: str | None

    @property
    def needs_evaluation(self) -> bool:
        """Whether it is time to ask if it worked."""
        return self.idea.state == IdeaState.MEASURED or (self.idea.state == IdeaState.DONE and self.decision is None)


def _evaluate(viewer: Viewer, meeting: BoardMeeting, wanted_idea: UUID | None) -> dict[str, Any]:
    """What was measured and waits for an evaluation first, then what is evaluated, then what is still tried."""
    order = [IdeaState.MEASURED, IdeaState.DONE, IdeaState.EVALUATED, IdeaState.TESTING]
    ideas = Idea.objects.for_unit(meeting.unit_id).filter(state__in=order).select_related("owner")
    last = Evaluation.objects.filter(idea=OuterRef("pk")).order_by("-id").values("decision")[:1]
    tried = [
        TriedIdea(idea, max(idea.trials.all(), key=lambda trial: trial.cycle, default=None), idea.last_decision)
        for idea in ideas.annotate(last_decision=Subquery(last)).prefetch_related("trials").order_by("due_on", "id")
    ]
    waiting = [row for row in tried if row.idea.state != IdeaState.DONE or row.needs_evaluation]
    return {
        "tried": sorted(waiting, key=lambda row: order.index(IdeaState(row.idea.state))),
        "agreements": _agreements(viewer, meeting.unit_id),
        "may_try": viewer.can(Permission.IDEA_TRY, meeting.unit_id),
        "may_decide": viewer.can(Permission.IDEA_DECIDE, meeting.unit_id),
        "worked": Worked.choices,
        "decisions": Decision.choices,
    }


def _agreements(viewer: Viewer, unit_id: UUID) -> list[BenefitAgreement]:
    """What the unit's freed time shall be used for, where leader and staff have signed. One query."""
    agreed = Benefit.objects.visible_to(viewer).filter(unit_id=unit_id, state=BenefitState.AGREED)
    return list(
        BenefitAgreement.objects.filter(benefit__in=agreed).select_related("benefit__idea").order_by("follow_up_on")
    )


def _thanks(viewer: Viewer, meeting: BoardMeeting, wanted_idea: UUID | None) -> dict[str, Any]:
    return {
        "recognitions": list(Recognition.objects.filter(meeting=meeting).order_by("id")),
        "facilitators": possible_facilitators(meeting.unit),
    }


# The material of each point of the agenda by its key; a point of the municipality's own has its prompt alone.
_MATERIAL: dict[str, Callable[[Viewer, BoardMeeting, UUID | None], dict[str, Any]]] = {
    "gather": _gather,
    "goals": _goals,
    "actions": _actions,
    "ideas": _ideas,
    "evaluate": _evaluate,
    "thanks": _thanks,
}

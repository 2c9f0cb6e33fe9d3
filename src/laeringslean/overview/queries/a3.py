"""An idea on one page, from background to follow-up, put together from what is written in the rooms."""

from dataclasses import dataclass

from laeringslean.benefits.queries.panels import Panel, panel_of
from laeringslean.improvement.models import Evaluation, Idea, Outcome, Trial
from laeringslean.improvement.queries.ideas import may_edit, moves_for
from laeringslean.improvement.queries.thinking import Thinking, thinking_of
from laeringslean.improvement.queries.timelines import Happening, timeline_of
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer

# How much of what has happened is follow-up that fits on the page.
HAPPENINGS_SHOWN = 6


@dataclass(frozen=True)
class Round:
    """One round of PUKK with its evaluations; None as the trial of a small idea that was simply done."""

    trial: Trial | None
    evaluations: list[Evaluation]


@dataclass(frozen=True)
class A3:
    """Everything that the page shows. `benefit` is None for those who may not read benefits."""

    idea: Idea
    thinking: Thinking
    rounds: list[Round]
    benefit: Panel | None
    # Tasks that meetings gave for this idea.
    tasks: list[Outcome]
    happenings: list[Happening]
    may_edit: bool
    may_move: bool

    @property
    def has_results(self) -> bool:
        """Whether any trial has a result."""
        return any(one.trial and one.trial.result for one in self.rounds)

    @property
    def has_evaluation(self) -> bool:
        """Whether anything was evaluated."""
        return any(one.evaluations for one in self.rounds)


def a3_of(viewer: Viewer, idea: Idea) -> A3:
    """The page of an idea that the viewer may see, with what each room lets them read."""
    trials = list(idea.trials.order_by("cycle"))
    evaluations = list(idea.evaluations.order_by("id"))
    rounds = [Round(trial, [one for one in evaluations if one.trial_id == trial.id]) for trial in trials]
    if without := [one for one in evaluations if one.trial_id is None]:
        rounds.append(Round(None, without))
    decision = evaluations[-1].decision if evaluations else None
    tasks = Outcome.objects.visible_to(viewer).filter(idea=idea, move="").exclude(owner=None).select_related("owner")
    return A3(
        idea=idea,
        thinking=thinking_of(viewer, idea),
        rounds=rounds,
        benefit=panel_of(viewer, idea) if viewer.can(Permission.BENEFIT_READ, idea.unit_id) else None,
        tasks=list(tasks.order_by("due_on", "id")),
        happenings=timeline_of(idea)[:HAPPENINGS_SHOWN],
        may_edit=may_edit(viewer, idea),
        may_move=bool(moves_for(viewer, idea, decision)),
    )

"""The table of moves, walked at random: no way round it leads past an answer, a plan or an evaluation."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from laeringslean.foundation import clock
from laeringslean.foundation.models import Event
from laeringslean.improvement.actions import ideas
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.models import (
    MOVES_OF_IDEAS,
    SECTION_OF_STATE,
    Escalation,
    Evaluation,
    Idea,
    IdeaState,
    moves_from,
    open_moves,
)
from laeringslean.improvement.queries.ideas import last_decision
from laeringslean.organisation.access.roles import Role
from tests.factories.improvement import make_idea
from tests.factories.organisation import make_person, make_unit

WORDS = "Fordi vi lærte noe"


def _actions(owner_id):
    """Every move as a call with all it needs, by its key."""
    until = clock.today() + timedelta(days=7)
    trial = {"plan": WORDS, "look_at": "", "ends_on": until}
    return {
        "discussion": lambda idea, _d: ideas.discuss(idea=idea, by=None),
        "revival": lambda idea, _d: ideas.revive(idea=idea, by=None),
        "acceptance": lambda idea, _d: ideas.accept(idea=idea, by=None),
        "parking": lambda idea, _d: ideas.park(idea=idea, reason=WORDS, by=None),
        "escalation": lambda idea, _d: ideas.escalate(idea=idea, reason=WORDS, by=None),
        "escalation-reply": lambda idea, _d: ideas.answer_escalation(idea=idea, reply=WORDS, by=None),
        "decline": lambda idea, _d: ideas.decline(idea=idea, reason=WORDS, by=None),
        "plan": lambda idea, _d: ideas.plan(idea=idea, owner_id=owner_id, due_on=until, by=None),
        "trial": lambda idea, _d: ideas.start_trial(idea=idea, **trial, by=None),
        "result": lambda idea, _d: ideas.record_result(idea=idea, result=WORDS, by=None),
        "done": lambda idea, _d: ideas.mark_done(idea=idea, by=None),
        "evaluation": lambda idea, d: ideas.evaluate(idea=idea, worked="no", learned=WORDS, decision=d, by=None),
        "standard": lambda idea, _d: ideas.standardise(idea=idea, by=None),
        "adjustment": lambda idea, _d: ideas.adjust(idea=idea, **trial, by=None),
        "drop": lambda idea, _d: ideas.drop(idea=idea, by=None),
        "closure": lambda idea, _d: ideas.close(idea=idea, by=None),
    }


class IdeaOnItsWay(RuleBasedStateMachine):
    """Tries moves in any order; what the table offers must work, what it does not offer must be refused."""

    def __init__(self) -> None:
        super().__init__()
        top = make_unit()
        make_person(role=Role.UNIT_MANAGER, role_unit=top)
        unit = make_unit(parent=top)
        self.idea = make_idea(unit)
        self.acts = _actions(make_person(unit=unit).id)
        self.trail = ["raised"]

    @rule(key=st.sampled_from(sorted(MOVES_OF_IDEAS)), decision=st.sampled_from(["keep", "adjust", "drop"]))
    def move(self, key, decision):
        idea = Idea.objects.get(pk=self.idea.pk)
        events = Event.objects.count()
        if key in [move.key for move in open_moves(idea.state, last_decision(idea))]:
            self.acts[key](idea, decision)
            self.trail.append(idea.state)
            assert Event.objects.count() > events
            assert idea.version == self.idea.version + 1
            self.idea = Idea.objects.get(pk=idea.pk)
        else:
            with pytest.raises(ImpossibleMove):
                self.acts[key](idea, decision)
            assert Event.objects.count() == events
            assert Idea.objects.get(pk=idea.pk).version == self.idea.version

    @invariant()
    def what_has_begun_was_answered_and_planned(self):
        idea = self.idea
        if idea.state in ("testing", "measured", "evaluated", "standardised", "dropped", "done", "closed"):
            assert "accepted" in self.trail
            assert idea.decided_on is not None
        if idea.state == "planned":
            assert idea.owner_id and idea.due_on
        if idea.state in ("parked", "declined", "escalated"):
            assert idea.reason

    @invariant()
    def what_is_closed_was_evaluated(self):
        if self.idea.state in ("evaluated", "standardised", "dropped", "closed"):
            assert Evaluation.objects.filter(idea=self.idea).exists()

    @invariant()
    def what_is_lifted_waits_for_exactly_one_answer(self):
        waiting = Escalation.objects.filter(idea=self.idea, replied_on=None).count()
        assert waiting == (1 if self.idea.state == "escalated" else 0)
        assert (self.idea.escalated_to_id is not None) == (self.idea.state == "escalated")


@pytest.mark.django_db
def test_ideas_never_leave_the_table():
    run_state_machine_as_test(
        IdeaOnItsWay,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )


def test_only_what_is_finished_leads_nowhere():
    ends = [state for state in IdeaState if not moves_from(state)]
    assert ends == [IdeaState.DECLINED, IdeaState.CLOSED]


def test_every_move_of_the_table_leads_somewhere_it_says():
    reached = {move.target for move in MOVES_OF_IDEAS.values()} | {IdeaState.RAISED}
    # Only the nights set something aside: no person does.
    assert reached == set(IdeaState) - {IdeaState.SET_ASIDE}


def test_every_state_but_parked_set_aside_and_declined_has_a_place_on_the_board():
    assert set(IdeaState) - set(SECTION_OF_STATE) == {IdeaState.PARKED, IdeaState.SET_ASIDE, IdeaState.DECLINED}

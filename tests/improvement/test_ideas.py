"""Raising, rewriting and moving ideas: the actions."""

from datetime import timedelta

import pytest

from laeringslean.foundation import clock
from laeringslean.foundation.keys import uuid4
from laeringslean.foundation.models import EditConflict, Event
from laeringslean.improvement.actions import boards, ideas
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.models import Board, Escalation, Evaluation, Idea, IdeaState, Trial
from laeringslean.method.models import WasteType
from laeringslean.organisation.access.roles import Role
from tests.factories.improvement import advance, make_idea, make_method
from tests.factories.organisation import add_to, make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    make_method()
    return make_unit("Hjemmetjenesten", parent=make_unit("Helse"))


@pytest.fixture
def nurse(unit):
    return make_person("Kari", unit=unit)


def _last() -> Event:
    return Event.objects.order_by("-sequence")[0]


def test_raise_idea_stores_the_answers_and_tells_the_board(unit, nurse):
    waste = WasteType.objects.get(key="searching")
    idea = ideas.raise_idea(
        unit=unit,
        kind="deviation",
        problem="  Nøkkelen er BORTE ",
        proposal="Krok",
        expected_effect="Ro",
        waste_type=waste,
        by=nurse.id,
    )
    idea.refresh_from_db()
    assert (idea.kind, idea.problem, idea.state) == ("deviation", "Nøkkelen er BORTE", "raised")
    assert (idea.raised_by, idea.raised_on, idea.waste_type) == (nurse, clock.today(), waste)
    assert idea.search_text == "nøkkelen er borte\nkrok\nro\n¤1 bort krok nøkl ro "
    assert (_last().kind, _last().actor_id, _last().unit_id) == ("improvement.idea.raised", nurse.id, unit.id)
    assert _last().details["board_version"] == Board.objects.get(unit=unit).cards_version


def test_raise_idea_again_with_the_same_key_is_the_same_idea(unit, nurse):
    key = uuid4()
    first = ideas.raise_idea(unit=unit, kind="wish", problem="Lys", client_key=key, by=nurse.id)
    again = ideas.raise_idea(unit=unit, kind="wish", problem="Lys igjen", client_key=key, by=nurse.id)
    assert again == first
    assert Idea.objects.count() == 1
    assert Event.objects.filter(kind="improvement.idea.raised").count() == 1


def test_raise_idea_needs_a_problem_and_an_open_unit(unit, nurse):
    with pytest.raises(ImpossibleMove):
        ideas.raise_idea(unit=unit, kind="wish", problem="   ", by=nurse.id)
    with pytest.raises(ImpossibleMove):
        ideas.raise_idea(unit=make_unit(is_active=False), kind="wish", problem="Lys", by=nurse.id)
    assert Idea.objects.count() == 0


@pytest.mark.parametrize("state", list(IdeaState))
def test_every_state_can_be_reached(unit, nurse, state):
    make_person(role=Role.UNIT_MANAGER, role_unit=unit.parent)
    idea = make_idea(unit, by=nurse, state=state)
    assert Idea.objects.get(pk=idea.pk).state == state


def test_the_whole_way_through_two_rounds_of_pukk(unit, nurse):
    idea = make_idea(unit, by=nurse, state="evaluated", decision="adjust")
    until = clock.today() + timedelta(days=7)
    ideas.adjust(idea=idea, plan="Én krok til", look_at="Minutter", ends_on=until, by=nurse.id)
    advance(idea, "measured")
    ideas.evaluate(idea=idea, worked="yes", learned="To kroker holder", decision="keep", by=nurse.id)
    ideas.standardise(idea=idea, by=nurse.id)
    ideas.close(idea=idea, by=nurse.id)
    assert idea.state == "closed"
    assert idea.done_on == clock.today()
    assert list(Trial.objects.order_by("cycle").values_list("cycle", "plan")) == [(1, "Vi prøver"), (2, "Én krok til")]
    assert list(Evaluation.objects.order_by("id").values_list("decision", "trial__cycle")) == [
        ("adjust", 1),
        ("keep", 2),
    ]


def test_each_move_leaves_one_event_with_where_it_came_from(unit, nurse):
    idea = make_idea(unit, by=nurse)
    for state, ends in [
        ("accepted", "accepted"),
        ("planned", "planned"),
        ("testing", "trial-started"),
        ("measured", "measured"),
        ("evaluated", "evaluated"),
        ("standardised", "standardised"),
        ("closed", "closed"),
    ]:
        before, events = idea.state, Event.objects.count()
        advance(idea, state, by=nurse)
        assert Event.objects.count() == events + 1
        assert _last().kind == f"improvement.idea.{ends}"
        assert (_last().details["before"], _last().details["state"]) == (before, state)
        assert _last().details["board_version"] == Board.objects.get(unit=unit).cards_version


@pytest.mark.parametrize("move", ["park", "decline", "escalate"])
def test_an_answer_other_than_yes_needs_a_reason(unit, nurse, move):
    make_person(role=Role.UNIT_MANAGER, role_unit=unit.parent)
    idea = make_idea(unit, by=nurse)
    with pytest.raises(ImpossibleMove):
        getattr(ideas, move)(idea=idea, reason=" ", by=nurse.id)
    assert Idea.objects.get(pk=idea.pk).state == "raised"


def test_decided_on_is_the_day_of_the_first_answer(unit, nurse):
    idea = make_idea(unit, by=nurse)
    ideas.park(idea=idea, reason="Etter ferien", by=nurse.id)
    Idea.objects.filter(pk=idea.pk).update(decided_on="2026-01-02")
    idea.refresh_from_db()
    ideas.revive(idea=idea, by=nurse.id)
    ideas.accept(idea=idea, by=nurse.id)
    idea.refresh_from_db()
    assert (idea.state, idea.reason, idea.parked_until) == ("accepted", "", None)
    assert idea.decided_on.isoformat() == "2026-01-02"


def test_escalate_goes_to_the_nearest_leader_above_and_comes_back_with_a_reply(nurse):
    top = make_unit("Kommunen")
    leaderless = make_unit("Mellomledd", parent=top)
    own = make_unit("Avdeling", parent=leaderless)
    boss = make_person(role=Role.SERVICE_DIRECTOR, role_unit=top)
    idea = make_idea(own, by=nurse)
    own_before, top_before = boards.ensure(own.id).cards_version, boards.ensure(top.id).cards_version

    ideas.escalate(idea=idea, reason="Krever penger", by=nurse.id)
    escalation = Escalation.objects.get(idea=idea)
    assert idea.escalated_to == top
    assert (escalation.to_unit, escalation.reason) == (top, "Krever penger")
    assert escalation.answer_due_on == clock.today() + timedelta(days=14)
    assert boards.ensure(own.id).cards_version == own_before + 1
    assert boards.ensure(top.id).cards_version == top_before + 1

    ideas.answer_escalation(idea=idea, reply="Ja, fra mars", by=boss.id)
    idea.refresh_from_db()
    escalation.refresh_from_db()
    assert (idea.state, idea.escalated_to_id, idea.reason) == ("discussed", None, "")
    assert (escalation.reply, escalation.replied_by, escalation.replied_on) == ("Ja, fra mars", boss, clock.today())
    assert boards.ensure(top.id).cards_version == top_before + 2
    events = Event.objects.filter(subject_id=idea.id, unit_id=top.id).order_by("sequence")
    assert [event.kind for event in events] == [
        "improvement.idea.escalation-received",
        "improvement.idea.escalation-returned",
    ]


def test_escalate_with_nobody_above_is_refused(nurse):
    idea = make_idea(make_unit("Alene"), by=nurse)
    with pytest.raises(ImpossibleMove):
        ideas.escalate(idea=idea, reason="Hjelp", by=nurse.id)
    assert (Idea.objects.get(pk=idea.pk).state, Escalation.objects.count()) == ("raised", 0)


def test_plan_takes_staff_of_the_unit_or_below_and_the_proposer_only(unit, nurse):
    below, due = make_person(unit=make_unit(parent=unit)), clock.today()
    proposer_from_elsewhere = make_person(unit=make_unit())
    idea = make_idea(unit, by=proposer_from_elsewhere, state="accepted")
    for stranger in (make_person(unit=make_unit()), make_person(unit=unit, is_active=False), make_person()):
        with pytest.raises(ImpossibleMove):
            ideas.plan(idea=idea, owner_id=stranger.id, due_on=due, by=nurse.id)
    for owner in (proposer_from_elsewhere, below, nurse):
        ideas.plan(idea=idea, owner_id=owner.id, due_on=due, by=nurse.id)
        assert (idea.state, idea.owner_id, idea.due_on) == ("planned", owner.id, due)


def test_plan_refuses_those_who_have_left_the_unit(unit, nurse):
    left = make_person()
    add_to(unit, left, valid_until=clock.today() - timedelta(days=1))
    idea = make_idea(unit, by=nurse, state="accepted")
    with pytest.raises(ImpossibleMove):
        ideas.plan(idea=idea, owner_id=left.id, due_on=clock.today(), by=nurse.id)


def test_a_trial_may_not_end_before_it_starts(unit, nurse):
    idea = make_idea(unit, by=nurse, state="planned")
    with pytest.raises(ImpossibleMove):
        ideas.start_trial(idea=idea, plan="Prøv", look_at="", ends_on=clock.today() - timedelta(days=1), by=nurse.id)
    assert Trial.objects.count() == 0


def test_nothing_is_closed_without_an_evaluation(unit, nurse):
    idea = make_idea(unit, by=nurse, state="done")
    with pytest.raises(ImpossibleMove, match=r"[Ee]valu"):
        ideas.close(idea=idea, by=nurse.id)
    with pytest.raises(ImpossibleMove):
        ideas.evaluate(idea=idea, worked="yes", learned="", decision="keep", by=nurse.id)
    ideas.evaluate(idea=idea, worked="yes", learned="Små ting hjelper", decision="keep", by=nurse.id)
    assert idea.state == "done"
    ideas.close(idea=idea, by=nurse.id)
    assert Idea.objects.get(pk=idea.pk).state == "closed"


def test_no_it_did_not_work_is_finished_work_too(unit, nurse):
    idea = make_idea(unit, by=nurse, state="measured")
    ideas.evaluate(idea=idea, worked="no", learned="Kroken er for høyt oppe", decision="drop", by=nurse.id)
    ideas.drop(idea=idea, by=nurse.id)
    assert (idea.state, idea.done_on, idea.section) == ("dropped", clock.today(), "done")
    assert idea in Idea.objects.on_board(unit.id, since=clock.today())
    ideas.close(idea=idea, by=nurse.id)
    assert idea.state == "closed"


@pytest.mark.parametrize(
    ("decision", "move"), [("keep", "drop"), ("drop", "standardise"), ("adjust", "standardise"), ("adjust", "drop")]
)
def test_what_follows_an_evaluation_is_what_it_decided(unit, nurse, decision, move):
    idea = make_idea(unit, by=nurse, state="evaluated", decision=decision)
    with pytest.raises(ImpossibleMove):
        getattr(ideas, move)(idea=idea, by=nurse.id)


def test_a_small_idea_that_should_be_adjusted_can_be_tried_after_all(unit, nurse):
    idea = make_idea(unit, by=nurse, state="done")
    ideas.evaluate(idea=idea, worked="partly", learned="Nesten", decision="adjust", by=nurse.id)
    ideas.adjust(idea=idea, plan="Prøv igjen", look_at="", ends_on=clock.today(), by=nurse.id)
    assert (idea.state, idea.done_on) == ("testing", None)


def test_two_who_decide_at_once_do_not_overwrite_each_other(unit, nurse):
    idea = make_idea(unit, by=nurse)
    mine, yours = Idea.objects.get(pk=idea.pk), Idea.objects.get(pk=idea.pk)
    ideas.accept(idea=mine, by=nurse.id)
    events = Event.objects.count()
    with pytest.raises(EditConflict):
        ideas.decline(idea=yours, reason="Nei", by=nurse.id)
    with pytest.raises(EditConflict):
        ideas.plan(idea=mine, owner_id=nurse.id, due_on=clock.today(), by=nurse.id, expected_version=mine.version - 1)
    assert Idea.objects.get(pk=idea.pk).state == "accepted"
    assert Event.objects.count() == events


def test_edit_rewrites_and_leaves_where_it_is(unit, nurse):
    idea = make_idea(unit, by=nurse, state="discussed", photo="a.jpg")
    ideas.edit(idea=idea, kind="wish", problem="Ny tekst Å", by=nurse.id, expected_version=idea.version)
    idea.refresh_from_db()
    assert (idea.kind, idea.problem, idea.proposal, idea.state) == ("wish", "Ny tekst Å", "", "discussed")
    assert (idea.search_text, idea.photo) == ("ny tekst å\n¤1 ny tekst å ", "a.jpg")
    with pytest.raises(EditConflict):
        ideas.edit(idea=idea, kind="wish", problem="Gammel", by=nurse.id, expected_version=1)
    ideas.edit(idea=idea, kind="wish", problem="Uten bilde", photo="", by=nurse.id)
    assert Idea.objects.get(pk=idea.pk).photo == ""


def test_title_is_the_first_line_of_the_proposal_or_else_the_problem(unit):
    assert make_idea(unit, problem="P\nmer", proposal="Krok\nved døra").title == "Krok"
    assert make_idea(unit, problem="P\nmer", proposal="").title == "P"

"""A unit's goals: defined, given a value, rewritten, taken down."""

from datetime import timedelta
from decimal import Decimal

import pytest

from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict, Event
from laeringslean.measures.actions import goals
from laeringslean.measures.actions.goals import GoalRefused
from laeringslean.measures.models import Goal, GoalKind
from tests.factories.measures import make_goal
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(tenant):
    return make_unit("Hjemmetjenesten Sør")


@pytest.mark.parametrize(
    ("higher_is_better", "value", "reached"),
    [(True, "80", True), (True, "79.99", False), (False, "80", True), (False, "80.01", False)],
)
def test_a_goal_is_reached_on_the_right_side_of_its_target(unit, higher_is_better, value, reached):
    assert make_goal(unit, value=value, higher_is_better=higher_is_better).is_reached is reached


@pytest.mark.parametrize("missing", [{"value": None}, {"target": None, "value": "80"}])
def test_without_a_value_or_a_target_nothing_is_said(unit, missing):
    assert make_goal(unit, **missing).is_reached is None


def test_goals_stand_on_the_board_by_kind_in_the_order_they_were_defined(unit):
    make_goal(unit, "Vi ler", kind=GoalKind.WELLBEING)
    make_goal(unit, "Andre")
    make_goal(make_unit(), "Et annet sted")
    first = make_goal(unit, "Tredje")
    goals.revise(goal=first, name=" Siste ", by=None)
    assert [goal.name for goal in Goal.objects.for_unit(unit.pk)] == ["Andre", "Siste", "Vi ler"]


def test_each_value_is_kept_in_the_events_with_its_day_and_who_entered_it(unit):
    goal, person = make_goal(unit), make_person(unit=unit)
    yesterday = clock.today() - timedelta(days=1)
    goals.enter_value(goal=goal, value=Decimal("7.5"), on=yesterday, by=person.pk)
    goals.enter_value(goal=goal, value=Decimal(8), by=person.pk)
    kept = Event.objects.filter(kind="measures.goal.value_entered").order_by("sequence")
    assert [(event.details["value"], event.details["on"], event.actor_id, event.unit_id) for event in kept] == [
        ("7.5", yesterday.isoformat(), person.pk, unit.pk),
        ("8", clock.today().isoformat(), person.pk, unit.pk),
    ]
    stored = Goal.objects.get()
    assert (stored.current_value, stored.current_on) == (8, clock.today())


def test_a_value_is_not_of_tomorrow_nor_older_than_the_one_there_is(unit):
    goal = make_goal(unit, value="5")
    for days in (1, -1):
        with pytest.raises(GoalRefused):
            goals.enter_value(goal=goal, value=Decimal(9), on=clock.today() + timedelta(days=days), by=None)
    assert Goal.objects.get().current_value == 5


@pytest.mark.parametrize(
    "change",
    [
        lambda goal: goals.revise(goal=goal, name="Noe annet", by=None),
        lambda goal: goals.enter_value(goal=goal, value=Decimal(9), by=None),
        lambda goal: goals.retire(goal=goal, by=None),
    ],
)
def test_two_editors_do_not_overwrite_each_other(unit, change):
    first, second = make_goal(unit), Goal.objects.get()
    goals.revise(goal=first, name="Først", by=None)
    with pytest.raises(EditConflict):
        change(second)
    stored = Goal.objects.get()
    assert (stored.name, stored.current_value, stored.is_active) == ("Først", None, True)


def test_a_goal_that_is_taken_down_stays_as_it_was(unit):
    goal = make_goal(unit, value="5")
    goals.retire(goal=goal, by=None)
    assert not Goal.objects.for_unit(unit.pk).exists()
    for change in (
        lambda: goals.enter_value(goal=goal, value=Decimal(9), by=None),
        lambda: goals.revise(goal=goal, name="Nytt", by=None),
        lambda: goals.retire(goal=goal, by=None),
    ):
        with pytest.raises(GoalRefused):
            change()
    assert Goal.objects.get().current_value == 5


def test_a_goal_has_a_name_and_no_fields_but_its_own(unit):
    with pytest.raises(GoalRefused):
        make_goal(unit, " ")
    goal = make_goal(unit)
    with pytest.raises(GoalRefused):
        goals.revise(goal=goal, name=" ", by=None)
    with pytest.raises(TypeError):
        goals.revise(goal=goal, colour="green", by=None)
    assert Goal.objects.get().name == "Første besøk før 08.30"


def test_each_change_leaves_one_event_in_the_unit(unit):
    goal = make_goal(unit, value="5")
    goals.revise(goal=goal, target=Decimal(9), by=None)
    goals.retire(goal=goal, by=None)
    told = Event.objects.filter(subject_id=goal.pk).order_by("sequence")
    assert [(event.kind, event.unit_id) for event in told] == [
        ("measures.goal.defined", unit.pk),
        ("measures.goal.value_entered", unit.pk),
        ("measures.goal.revised", unit.pk),
        ("measures.goal.retired", unit.pk),
    ]

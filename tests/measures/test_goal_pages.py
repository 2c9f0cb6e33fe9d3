"""The pages of a unit's goals."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.keys import uuid4
from laeringslean.measures.actions import goals
from laeringslean.measures.models import Goal, GoalKind
from laeringslean.organisation.access.roles import Role
from tests.factories.measures import make_goal
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(tenant):
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit, client_of):
    return client_of(make_person(unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit))


@pytest.fixture
def employee(unit, client_of):
    return client_of(make_person(unit=unit))


def words(**changes: str) -> dict[str, str]:
    return {"name": "Første besøk", "kind": "quality", "target": "8,5", "higher_is_better": "no", **changes}


def value(**changes: str) -> dict[str, str]:
    return {"value": "8,25", "on": clock.today().isoformat(), **changes}


def list_of(unit) -> str:
    return reverse("measures:goal-list", args=[unit.pk])


def address(name: str, goal: Goal) -> str:
    return reverse(f"measures:goal-{name}", args=[goal.pk])


def test_a_leader_defines_a_goal_once(unit, leader):
    url = reverse("measures:goal-new", args=[unit.pk])
    typed = words(request_key=str(uuid4()), user_effect="Brukeren vet når vi kommer")
    for _click in range(2):
        assert leader.post(url, typed).url == list_of(unit)
    goal = Goal.objects.get()
    assert (goal.target, goal.higher_is_better, goal.user_effect) == (
        Decimal("8.5"),
        False,
        "Brukeren vet når vi kommer",
    )


@pytest.mark.parametrize("wrong", [{"name": " "}, {"target": "mange"}, {"kind": "annet"}, {"higher_is_better": ""}])
def test_what_cannot_be_comes_back_as_it_was_typed(unit, leader, wrong):
    answer = leader.post(reverse("measures:goal-new", args=[unit.pk]), words(user_effect="Noe å merke", **wrong))
    assert answer.status_code == 422
    assert 'value="Noe å merke"' in answer.text
    assert not Goal.objects.exists()


def test_anyone_there_enters_a_value_the_norwegian_way_and_goes_back_where_they_came_from(unit, employee):
    goal = make_goal(unit)
    board = reverse("overview:board", args=[unit.pk])
    answer = employee.post(address("value", goal), value(version="1", next=board))
    assert (answer.status_code, answer.url) == (302, board)
    assert Goal.objects.get().current_value == Decimal("8.25")


def test_a_value_that_comes_second_is_shown_beside_the_one_that_is_stored(unit, employee):
    goal = make_goal(unit)
    assert employee.post(address("value", goal), value(version="1")).status_code == 302
    late = employee.post(address("value", goal), value(version="1", value="9"))
    assert late.status_code == 409
    assert 'value="9"' in late.text
    assert "8,25" in late.text
    again = value(version=late.context["form"]["version"].value(), value="9")
    assert employee.post(address("value", goal), again).status_code == 302
    assert Goal.objects.get().current_value == 9


@pytest.mark.parametrize(("days", "status"), [(1, 422), (-1, 409)])
def test_a_value_is_not_of_tomorrow_nor_older_than_the_one_there_is(unit, employee, days, status):
    goal = make_goal(unit, value="5")
    day = (clock.today() + timedelta(days=days)).isoformat()
    answer = employee.post(address("value", goal), value(on=day))
    assert (answer.status_code, answer.context["form"].is_valid()) == (status, False)
    assert Goal.objects.get().current_value == 5


def test_a_leader_rewrites_a_goal_from_what_it_says_now(unit, leader):
    goal = make_goal(unit, target="17.50", higher_is_better=False, measurement_unit="minutter")
    form = leader.get(address("edit", goal))
    assert 'value="17,5"' in form.text
    changed = {**words(name="Annet navn"), "version": form.context["form"]["version"].value()}
    assert leader.post(address("edit", goal), changed).status_code == 302
    late = leader.post(address("edit", goal), {**changed, "name": "For sent"})
    assert late.status_code == 409
    assert "For sent" in late.text
    assert Goal.objects.get().name == "Annet navn"


def test_a_goal_is_taken_down_as_it_was_seen(unit, leader):
    goal = make_goal(unit)
    goals.enter_value(goal=Goal.objects.get(), value=Decimal(5), by=None)
    leader.post(address("retirement", goal), {"version": "1"})
    assert Goal.objects.get().is_active is True
    leader.post(address("retirement", goal), {"version": "2"})
    assert Goal.objects.get().is_active is False
    assert leader.get(address("edit", goal)).status_code == 404


def test_the_list_says_in_words_how_each_goal_stands(unit, employee):
    make_goal(unit, "Grønt", value="80")
    make_goal(unit, "Rødt", value="17.5")
    make_goal(unit, "Uten verdi", kind=GoalKind.WELLBEING)
    make_goal(unit, "Uten ønske", kind=GoalKind.WELLBEING, target=None, value="3")
    text = employee.get(list_of(unit)).text
    rows = [row for row in text.split("<li ") if "ds-tag" in row]
    for row, name, told in zip(
        rows,
        ("Grønt", "Rødt", "Uten verdi", "Uten ønske"),
        ("✓ I mål", "✗ Ikke i mål", "– Ingen verdi ennå", "– Ingen ønsket verdi ennå"),
        strict=True,
    ):
        assert name in row
        assert told in row
    assert "17,5" in rows[1]


def test_only_who_may_change_goals_is_offered_to(unit, leader, employee):
    goal = make_goal(unit)
    assert address("edit", goal) in leader.get(list_of(unit)).text
    assert address("edit", goal) not in employee.get(list_of(unit)).text
    assert address("value", goal) in employee.get(list_of(unit)).text


def test_an_empty_list_shows_the_leader_the_next_step(unit, leader, employee):
    new = reverse("measures:goal-new", args=[unit.pk])
    assert leader.get(list_of(unit)).text.count(new) == 2
    assert new not in employee.get(list_of(unit)).text


def test_the_list_takes_as_many_queries_for_three_as_for_one(unit, leader, django_assert_num_queries):
    make_goal(unit)
    leader.get(list_of(unit))
    with CaptureQueriesContext(connection) as one:
        leader.get(list_of(unit))
    make_goal(unit)
    make_goal(unit)
    with django_assert_num_queries(len(one)):
        leader.get(list_of(unit))

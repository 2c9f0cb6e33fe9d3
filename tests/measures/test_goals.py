from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict, Event
from laeringslean.measures.actions import goals
from laeringslean.measures.models import Goal
from laeringslean.measures.queries import goals_stamp
from laeringslean.organisation.access.roles import Role
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(tenant):
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person(unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


def make_goal(unit, **words) -> Goal:
    return goals.define(unit=unit, kind="quality", name="Første besøk", target=Decimal("8.5"), by=None, **words)


@pytest.mark.parametrize(
    ("higher_is_better", "value", "reached"), [(True, "8.5", True), (True, "8.4", False), (False, "8.6", False)]
)
def test_a_goal_is_reached_on_the_right_side_of_its_target(unit, higher_is_better, value, reached):
    goal = make_goal(unit, higher_is_better=higher_is_better)
    assert goal.is_reached is None
    assert goals.enter_value(goal=goal, value=Decimal(value), by=None).is_reached is reached


def test_each_value_is_kept_in_the_events(unit):
    goal = make_goal(unit)
    for value in ("7", "8"):
        goals.enter_value(goal=goal, value=Decimal(value), by=None)
    kept = Event.objects.filter(kind="measures.goal.value_entered").order_by("sequence")
    assert [event.details["value"] for event in kept] == ["7", "8"]
    assert {event.unit_id for event in kept} == {unit.pk}


def test_two_editors_do_not_overwrite_each_other(unit):
    first, second = make_goal(unit), Goal.objects.get()
    goals.revise(goal=first, name="Første besøk før 08.30", by=None)
    with pytest.raises(EditConflict):
        goals.revise(goal=second, name="Noe annet", by=None)
    assert Goal.objects.get().name == "Første besøk før 08.30"


def test_the_stamp_changes_with_every_change(unit):
    stamps = [goals_stamp(unit.pk)]
    goal = make_goal(unit)
    stamps.append(goals_stamp(unit.pk))
    goals.enter_value(goal=goal, value=Decimal(1), by=None)
    stamps.append(goals_stamp(unit.pk))
    goals.retire(goal=goal, by=None)
    stamps.append(goals_stamp(unit.pk))
    assert len(set(stamps)) == 4


def test_a_leader_defines_a_goal_and_anyone_there_enters_its_value(unit, leader, client_of):
    words = {"name": "Første besøk", "kind": "quality", "target": "8,5", "higher_is_better": "no"}
    assert client_of(leader).post(reverse("measures:goal-new", args=[unit.pk]), words).status_code == 302
    goal = Goal.objects.get()
    assert (goal.target, goal.higher_is_better) == (Decimal("8.5"), False)
    value = {"value": "8,25", "on": clock.today().isoformat(), "version": 1}
    url = reverse("measures:goal-value", args=[goal.pk])
    assert client_of(make_person(unit=unit)).post(url, value).status_code == 302
    assert Goal.objects.get().current_value == Decimal("8.25")
    stale = client_of(leader).post(url, {**value, "value": "9"})
    assert stale.status_code == 409
    assert 'value="9"' in stale.text


def test_a_value_is_not_measured_tomorrow(unit, leader, client_of):
    url = reverse("measures:goal-value", args=[make_goal(unit).pk])
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert client_of(leader).post(url, {"value": "1", "on": tomorrow}).status_code == 422


def test_the_list_takes_as_many_queries_for_three_as_for_one(unit, leader, client_of, django_assert_num_queries):
    make_goal(unit)
    client, url = client_of(leader), reverse("measures:goal-list", args=[unit.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    make_goal(unit)
    make_goal(unit)
    with django_assert_num_queries(len(one)):
        client.get(url)

"""What the leader above replied is the first that the board's meeting goes through, until the idea is decided."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.improvement.actions import ideas, meetings
from laeringslean.improvement.models import Idea
from laeringslean.organisation.access.roles import Role
from laeringslean.overview.queries.answers import answers_to
from tests.factories.meetings import a_method, start_meeting
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(db):
    a_method()
    above = make_unit("Helse og velferd")
    make_person("Kommunalsjef", unit=above, role=Role.UNIT_MANAGER, role_unit=above)
    return above


@pytest.fixture
def unit(above):
    return make_unit("Hjemmetjenesten Sør", parent=above)


@pytest.fixture
def leader(unit):
    return make_person("Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


def _lifted(unit, leader, problem="Bilene mangler vinterdekk", due_in=14):
    idea = ideas.raise_idea(unit=unit, kind="suggestion", problem=problem, by=leader.id)
    due = clock.today() + timedelta(days=due_in)
    return ideas.escalate(idea=idea, reason="Vi har ikke penger til det.", by=leader.id, answer_due_on=due)


def _page(client, unit):
    meeting = meetings.go_to(meeting=start_meeting(unit), position=4, by=None)
    return client.get(reverse("overview:meeting", args=[meeting.pk])).content.decode()


def _later(days):
    return clock.set_clock(clock.now() + timedelta(days=days))


def test_a_reply_stands_as_written_before_the_ideas(unit, above, leader, client_of):
    idea = _lifted(unit, leader)
    assert answers_to(unit.id, clock.today()) == []
    ideas.answer_escalation(idea=idea, reply="Dekkene er bestilt\nog kommer i uke 44 <snart>.", by=None)
    page = _page(client_of(leader), unit)
    assert "og kommer i uke 44 &lt;snart&gt;." in page
    assert above.name in page
    assert page.index("answers-title") < page.index("idea-title")


def test_it_is_gone_through_when_the_idea_is_decided(unit, leader):
    idea = ideas.answer_escalation(idea=_lifted(unit, leader), reply="Ja, bruk vikarpotten.", by=None)
    assert [found.idea_id for found in answers_to(unit.id, clock.today())] == [idea.id]
    ideas.park(idea=idea, reason="Vi venter på bilene.", by=leader.id)
    assert answers_to(unit.id, clock.today()) == []
    with _later(10):
        ideas.revive(idea=Idea.objects.get(pk=idea.pk), by=leader.id)
        assert answers_to(unit.id, clock.today()) == []


def test_no_reply_is_told_from_the_day_after_it_was_due_and_after_the_replies(unit, leader, client_of):
    late = _lifted(unit, leader, due_in=3)
    with _later(3):
        assert answers_to(unit.id, clock.today()) == []
    with _later(4):
        assert [found.idea_id for found in answers_to(unit.id, clock.today())] == [late.id]
        answered = ideas.answer_escalation(idea=_lifted(unit, leader, "Vi mangler skap"), reply="Ja.", by=None)
        assert [found.idea_id for found in answers_to(unit.id, clock.today())] == [answered.id, late.id]
        assert reverse("improvement:idea-detail", args=[late.pk]) in _page(client_of(leader), unit)


def test_lifted_twice_it_is_told_by_the_last_reply(unit, leader):
    idea = ideas.answer_escalation(idea=_lifted(unit, leader), reply="Spør igjen.", by=None)
    idea = ideas.escalate(idea=idea, reason="Vi spør igjen.", by=leader.id)
    assert answers_to(unit.id, clock.today()) == []
    ideas.answer_escalation(idea=idea, reply="Ja, nå går det.", by=None)
    assert [found.reply for found in answers_to(unit.id, clock.today())] == ["Ja, nå går det."]


def test_another_unit_goes_through_its_own(unit, above, leader):
    ideas.answer_escalation(idea=_lifted(unit, leader), reply="Ja.", by=None)
    assert answers_to(above.id, clock.today()) == []


def test_three_replies_take_as_many_queries_as_one(unit, leader, client_of):
    client = client_of(leader)
    ideas.answer_escalation(idea=_lifted(unit, leader), reply="Ja.", by=None)
    meeting = meetings.go_to(meeting=start_meeting(unit), position=4, by=None)
    url = reverse("overview:meeting", args=[meeting.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for problem in ("Vi mangler skap", "Vi mangler hyller"):
        ideas.answer_escalation(idea=_lifted(unit, leader, problem), reply="Ja.", by=None)
    with CaptureQueriesContext(connection) as three:
        client.get(url)
    assert len(three) == len(one)

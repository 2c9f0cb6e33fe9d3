"""Two people who do the same at the same moment: one of them is told so, and neither sees a fault."""

from datetime import timedelta

import pytest
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict
from laeringslean.improvement.actions import anonymous, boards, ideas, meetings
from laeringslean.improvement.actions.meetings import MeetingRefused
from laeringslean.improvement.models import BoardMeeting, Escalation, Evaluation, Idea, MeetingState, Recognition, Trial
from laeringslean.improvement.views import moves
from laeringslean.organisation.access.roles import Role
from tests.factories.at_once import Moment, at_once
from tests.factories.improvement import make_escalated_to, make_idea, make_method, make_submission
from tests.factories.organisation import make_person, make_unit

UNTIL = clock.today() + timedelta(days=14)


@pytest.mark.django_db(transaction=True)
def test_two_trials_started_at_once_are_one(monkeypatch, tenant):
    idea = make_idea(make_unit(), state="planned")
    wait, said = Moment(), ideas._said

    def said_by_both(*words):
        wait()
        return said(*words)

    monkeypatch.setattr(ideas, "_said", said_by_both)

    def start():
        mine = Idea.objects.get(pk=idea.pk)
        ideas.start_trial(idea=mine, plan="Vi prøver", look_at="", ends_on=UNTIL, by=None)

    came_of = at_once(start, start)
    assert sorted(type(one) for one in came_of if one) == [EditConflict], came_of
    assert Trial.objects.get().cycle == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "move", "facts", "written"),
    [
        ("escalated", ideas.answer_escalation, {"reply": "Ja"}, Escalation),
        ("raised", ideas.escalate, {"reason": "Krever penger"}, Escalation),
        ("planned", ideas.start_trial, {"plan": "Prøv", "look_at": "", "ends_on": UNTIL}, Trial),
        ("testing", ideas.record_result, {"result": "Ti minutter"}, Trial),
        ("measured", ideas.evaluate, {"worked": "yes", "learned": "Mye", "decision": "keep"}, Evaluation),
    ],
)
def test_whoever_saw_the_idea_before_another_moved_it_is_told(state, move, facts, written):
    area = make_unit()
    make_person(role=Role.UNIT_MANAGER, role_unit=area)
    idea = make_idea(make_unit(parent=area), state=state)
    first, second = Idea.objects.get(pk=idea.pk), Idea.objects.get(pk=idea.pk)
    move(idea=first, by=None, **facts)
    with pytest.raises(EditConflict):
        move(idea=second, by=None, **facts)
    assert written.objects.filter(idea=idea).count() == 1


@pytest.mark.django_db
def test_a_reply_that_comes_second_is_no_fault(client_of, monkeypatch):
    area = make_unit()
    leader = make_person(role=Role.UNIT_MANAGER, role_unit=area)
    idea = make_escalated_to(area)
    make = moves._make

    def another_replies_first(*asked):
        ideas.answer_escalation(idea=Idea.objects.get(pk=idea.pk), reply="Ja, alt nå", by=None)
        return make(*asked)

    monkeypatch.setattr(moves, "_make", another_replies_first)
    address = reverse("improvement:idea-escalation-reply", args=[idea.pk])
    response = client_of(leader).post(address, {"reply": "Nei", "version": idea.version})
    assert response.status_code == 409 and "Nei" in response.content.decode()
    assert Escalation.objects.get().reply == "Ja, alt nå"


@pytest.mark.django_db(transaction=True)
def test_two_meetings_planned_at_once_for_a_day_are_one(monkeypatch, tenant):
    make_method()
    unit = make_unit()
    wait, ensure = Moment(), meetings.boards.ensure

    def ensured_by_both(unit_id):
        wait()
        return ensure(unit_id)

    monkeypatch.setattr(meetings.boards, "ensure", ensured_by_both)
    came_of = at_once(*2 * [lambda: meetings.plan(unit=unit, planned_on=clock.today(), by=None)])
    assert sorted(type(one).__name__ for one in came_of) == ["BoardMeeting", "MeetingRefused"], came_of
    assert BoardMeeting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_meetings_started_at_once_one_is_in_progress(monkeypatch, tenant):
    make_method()
    unit = make_unit()
    days = [clock.today(), clock.today() + timedelta(days=1)]
    planned = [meetings.plan(unit=unit, planned_on=day, by=None) for day in days]
    wait, now = Moment(), clock.now

    def read_by_both():
        wait()
        return now()

    monkeypatch.setattr(meetings.clock, "now", read_by_both)
    came_of = at_once(*(lambda meeting=meeting: meetings.start(meeting=meeting, by=None) for meeting in planned))
    assert [type(one) for one in came_of].count(MeetingRefused) == 1, came_of
    assert BoardMeeting.objects.filter(state=MeetingState.IN_PROGRESS).count() == 1


@pytest.mark.django_db(transaction=True)
def test_lifting_an_idea_while_anonymous_ones_are_shown_keeps_neither_waiting_for_the_other(monkeypatch, tenant):
    area = make_unit()
    make_person(role=Role.UNIT_MANAGER, role_unit=area)
    below = make_unit(parent=area)
    idea = make_idea(below)
    for unit in (area, below):
        boards.touch(unit.id)
        make_submission(unit)
    wait, touch = Moment(), boards.touch

    def touched_by_both(unit_id, **facts):
        version = touch(unit_id, **facts)
        wait()
        return version

    monkeypatch.setattr(boards, "touch", touched_by_both)
    monkeypatch.setattr(anonymous.SystemRandom, "shuffle", lambda _, rows: rows.sort(key=lambda row: row.unit_id))
    came_of = at_once(
        lambda: ideas.escalate(idea=Idea.objects.get(pk=idea.pk), reason="Krever penger", by=None),
        anonymous.publish_waiting,
    )
    assert [type(one) for one in came_of] == [Idea, int], came_of


@pytest.mark.django_db
def test_a_reply_of_somebody_who_saw_no_more_than_that_idea_ends_where_they_can_read_why(client_of, monkeypatch):
    area = make_unit()
    director = make_person(role=Role.SERVICE_DIRECTOR, role_unit=area)
    idea = make_escalated_to(area, from_unit=make_unit(parent=area))
    make = moves._make

    def another_replies_first(*asked):
        ideas.answer_escalation(idea=Idea.objects.get(pk=idea.pk), reply="Ja, alt nå", by=None)
        return make(*asked)

    monkeypatch.setattr(moves, "_make", another_replies_first)
    address = reverse("improvement:idea-escalation-reply", args=[idea.pk])
    response = client_of(director).post(address, {"reply": "Nei", "version": idea.version}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("overview:home")
    assert "Noen andre har endret dette" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["closure", "recognition"])
def test_what_was_written_for_a_meeting_that_another_has_closed_comes_back(client_of, page):
    make_method()
    unit = make_unit()
    leader = make_person(role=Role.DEPARTMENT_MANAGER, role_unit=unit)
    meeting = meetings.start(meeting=meetings.plan(unit=unit, planned_on=clock.today(), by=None), by=None)
    meetings.close(meeting=meeting, remarks="Kort møte", by=None)
    written = {"remarks": "Vi rakk alt", "text": "Takk til nattevakta"}
    response = client_of(leader).post(reverse(f"improvement:meeting-{page}", args=[meeting.pk]), written)
    assert response.status_code == 422
    assert "Takk til nattevakta" in response.content.decode()
    assert (BoardMeeting.objects.get(pk=meeting.pk).remarks, Recognition.objects.count()) == ("Kort møte", 0)

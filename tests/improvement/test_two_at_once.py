"""Two people who do the same at the same moment: one of them is told so, and neither sees a fault."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.tenancy.scope import current_tenant_id, tenant_scope
from laeringslean.improvement.actions import ideas
from laeringslean.improvement.models import Escalation, Evaluation, Idea, Trial
from laeringslean.improvement.views import moves
from laeringslean.organisation.access.roles import Role
from tests.factories.improvement import make_escalated_to, make_idea
from tests.factories.organisation import make_person, make_unit

UNTIL = clock.today() + timedelta(days=14)


class Meeting:
    """Where two threads wait for each other, a moment at the most: one of them may be kept out by a lock."""

    def __init__(self) -> None:
        self._barrier = threading.Barrier(2)

    def __call__(self, *_: object, **__: object) -> None:
        try:
            self._barrier.wait(0.7)
        except threading.BrokenBarrierError:
            pass


def at_once(*works):
    """What each of the functions returned or raised, done in threads of their own at the same time."""
    came_of = [None] * len(works)
    tenant_id = current_tenant_id()

    def run(place, work):
        try:
            with tenant_scope(tenant_id):
                came_of[place] = work()
        except Exception as fault:
            came_of[place] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return came_of


@pytest.mark.django_db(transaction=True)
def test_two_trials_started_at_once_are_one(monkeypatch, tenant):
    idea = make_idea(make_unit(), state="planned")
    meet, said = Meeting(), ideas._said

    def said_by_both(*words):
        meet()
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

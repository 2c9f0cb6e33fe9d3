"""Tasks and ideas that come back by themselves: on their day, once, and never behind anybody's back."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict, Event
from laeringslean.improvement.actions import recurrences
from laeringslean.improvement.actions.recurrences import RecurrenceRefused
from laeringslean.improvement.models import Idea, Recurrence, RecurrentTask
from laeringslean.organisation.access.roles import Role
from tests.factories.improvement import make_method, make_recurrence
from tests.factories.meetings import start_meeting
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 31)


@contextmanager
def on(day):
    """In the night of a day."""
    with clock.set_clock(datetime(day.year, day.month, day.day, 2, 40, tzinfo=UTC)):
        yield


def night(day):
    with on(day):
        recurrences.each_night()


@pytest.fixture
def unit(db):
    make_method()
    return make_unit("Hjemmetjenesten")


@pytest.fixture
def leader(unit):
    return make_person("Kari", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


def days_of(recurrence):
    return [task.due_on for task in recurrence.tasks.order_by("due_on")]


def test_a_task_comes_back_on_its_days_also_at_the_end_of_short_months(unit):
    with on(FIRST - timedelta(days=3)):
        recurrence = make_recurrence(unit, begins_on=FIRST)
    for day in (FIRST - timedelta(days=1), FIRST, FIRST, date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 31)):
        night(day)
    assert days_of(recurrence) == [FIRST, date(2026, 2, 28), date(2026, 3, 31)]


def test_one_that_begins_today_is_there_at_once(unit):
    recurrence = make_recurrence(unit)
    assert days_of(recurrence) == [clock.today()]
    recurrences.each_night()
    assert days_of(recurrence) == [clock.today()]


def test_after_days_without_a_night_it_comes_back_once(unit):
    with on(FIRST):
        recurrence = make_recurrence(unit, begins_on=FIRST + timedelta(days=1), rhythm="weekly")
    night(FIRST + timedelta(days=40))
    recurrence.refresh_from_db()
    assert days_of(recurrence) == [FIRST + timedelta(days=1)]
    assert recurrence.next_on == FIRST + timedelta(days=43)


def test_an_idea_comes_back_as_nobodys(unit, leader):
    with on(FIRST):
        recurrence = make_recurrence(unit, kind="idea", text="Snakk om ett avvik", owner_id=leader.id)
    idea = Idea.objects.get()
    assert (idea.problem, idea.state, idea.raised_by_id, idea.is_anonymous) == (
        "Snakk om ett avvik",
        "raised",
        None,
        False,
    )
    assert recurrence.tasks.count() == 0
    night(FIRST)
    assert Idea.objects.count() == 1


def test_it_ends_with_its_last_day(unit):
    with on(FIRST):
        recurrence = make_recurrence(unit, rhythm="weekly", ends_on=FIRST + timedelta(days=8))
    night(FIRST + timedelta(days=7))
    night(FIRST + timedelta(days=14))
    recurrence.refresh_from_db()
    assert days_of(recurrence) == [FIRST, FIRST + timedelta(days=7)]
    assert recurrence.next_on is None


def test_paused_it_stays_away_and_goes_on_without_making_up(unit):
    with on(FIRST):
        recurrence = make_recurrence(unit, rhythm="weekly")
        recurrences.pause(recurrence=recurrence, by=None)
    night(FIRST + timedelta(days=7))
    with on(FIRST + timedelta(days=10)):
        recurrences.resume(recurrence=recurrence, by=None)
    night(FIRST + timedelta(days=10))
    night(FIRST + timedelta(days=14))
    assert days_of(recurrence) == [FIRST, FIRST + timedelta(days=14)]


def test_somebody_who_no_longer_works_there_is_given_nothing(unit):
    there, gone = make_person("Mona", unit=unit), make_person("Per", unit=unit)
    with on(FIRST):
        stays = make_recurrence(unit, begins_on=FIRST + timedelta(days=1), owner_id=there.id)
        leaves = make_recurrence(unit, begins_on=FIRST + timedelta(days=1), owner_id=gone.id)
    gone.is_active = False
    gone.save_changes("is_active")
    night(FIRST + timedelta(days=1))
    assert stays.tasks.get().owner_id == there.id
    assert leaves.tasks.get().owner_id is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "  "},
        {"begins_on": date(2020, 1, 1)},
        {"ends_on": date(2021, 1, 1)},
    ],
    ids=["no text", "in the past", "ends before it begins"],
)
def test_what_makes_no_sense_is_refused(unit, wrong):
    with pytest.raises(RecurrenceRefused):
        make_recurrence(unit, **wrong)
    assert not Recurrence.objects.exists()


def test_a_stranger_cannot_be_given_a_task(unit):
    with pytest.raises(RecurrenceRefused):
        make_recurrence(unit, owner_id=make_person("Fremmed", unit=make_unit("Annen")).id)


def test_a_night_beside_a_change_raises_nothing_twice(unit):
    with on(FIRST):
        recurrence = make_recurrence(unit, begins_on=FIRST + timedelta(days=1))
    stale = Recurrence.objects.get(pk=recurrence.pk)
    night(FIRST + timedelta(days=1))
    with on(FIRST + timedelta(days=1)), pytest.raises(EditConflict):
        recurrences.come_back(recurrence=stale)
    assert recurrence.tasks.count() == 1


def test_the_meeting_and_home_show_it_until_it_is_done(unit, leader, client_of):
    make_recurrence(unit, owner_id=leader.id)
    client, task = client_of(leader), RecurrentTask.objects.get()
    done = reverse("improvement:recurrent-task-done", args=[task.pk])
    meeting = start_meeting(unit, by=leader)
    point = meeting.items.get(key="actions").position
    client.post(reverse("improvement:meeting-item", args=[meeting.pk]), {"position": point})
    for page in (reverse("overview:home"), reverse("overview:meeting", args=[meeting.pk])):
        shown = client.get(page).content.decode()
        assert "Sjekk skrinet" in shown
        assert f'action="{done}"' in shown
    assert client.post(done).status_code == 302
    assert "Sjekk skrinet" not in client.get(reverse("overview:home")).content.decode()
    task.refresh_from_db()
    assert task.done_on == clock.today()
    assert Event.objects.filter(kind="improvement.recurrent-task.finished", actor_id=leader.id).count() == 1


def test_a_colleague_cannot_finish_somebody_elses(unit, leader, client_of):
    make_recurrence(unit, owner_id=leader.id)
    done = reverse("improvement:recurrent-task-done", args=[RecurrentTask.objects.get().pk])
    assert client_of(make_person(unit=unit)).post(done).status_code == 403
    assert RecurrentTask.objects.get().done_on is None


def test_a_leader_adds_changes_pauses_and_ends_it(unit, leader, client_of):
    client, page = client_of(leader), reverse("improvement:recurrence-list", args=[unit.pk])
    assert "Ingenting kommer igjen ennå" in client.get(page).content.decode()
    answers = {"text": "Tell nøklene", "kind": "task", "rhythm": "quarterly", "begins_on": clock.today().isoformat()}
    key = client.get(page).context["form"]
    assert key is not None
    assert client.post(page, answers).status_code == 302
    recurrence = Recurrence.objects.get()
    assert "Tell nøklene" in client.get(page).content.decode()
    edit = reverse("improvement:recurrence-edit", args=[recurrence.pk])
    changed = answers | {"text": "Tell alle nøklene", "version": recurrence.version}
    assert client.post(edit, changed).status_code == 302
    late = client.post(edit, changed | {"text": "Min tekst"})
    assert late.status_code == 409
    assert "Min tekst" in late.content.decode() and "Tell alle nøklene" in late.content.decode()
    state = reverse("improvement:recurrence-state", args=[recurrence.pk])
    client.post(state, {"to": "paused"})
    assert "Satt på pause" in client.get(page).content.decode()
    client.post(state, {"to": "resumed"})
    client.post(state, {"to": "ended"})
    assert "Tell alle nøklene" not in client.get(page).content.decode()
    wrong = client.post(page, answers | {"text": "", "begins_on": "2020-01-01"})
    assert wrong.status_code == 422


def test_the_list_asks_the_database_as_often_for_three_as_for_one(unit, leader, client_of):
    client, page = client_of(leader), reverse("improvement:recurrence-list", args=[unit.pk])
    asked = []
    for number in (1, 2):
        for _n in range(number):
            make_recurrence(unit, owner_id=leader.id)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).content.decode().count('value="ended"') == (1 if number == 1 else 3)
        asked.append(len(queries))
    assert asked[0] == asked[1]

"""What nobody touches is announced, set aside, and taken up again where it stood; what is parked has its day."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from laeringslean.attention.queries.news import news_of
from laeringslean.foundation import clock
from laeringslean.foundation.models import Event
from laeringslean.improvement.actions import anonymous, boards, comments, ideas, untouched
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.actions.many_ideas import MANY, Answers, move_many
from laeringslean.improvement.models import Board, Idea, IdeaState
from laeringslean.organisation.access.roles import Role
from tests.factories.improvement import make_idea, make_method, make_submission
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 2)


@contextmanager
def day(number):
    """That many days after the first, in the night."""
    with clock.set_clock(datetime(FIRST.year, FIRST.month, FIRST.day, 2, 40, tzinfo=UTC) + timedelta(days=number)):
        yield


def night(number):
    with day(number):
        untouched.each_night()


@pytest.fixture
def unit(db):
    make_method()
    with day(0):
        unit = make_unit("Hjemmetjenesten")
        board = boards.ensure(unit.id)
        boards.set_aside_after(board=board, days=60, by=None)
        return unit


@pytest.fixture
def proposer(unit):
    return make_person("Mona", unit=unit)


@pytest.fixture
def idea(unit, proposer):
    with day(0):
        return ideas.raise_idea(unit=unit, kind="suggestion", problem="Vi leter etter nøkler", by=proposer.id)


def kinds(idea):
    events = Event.objects.filter(subject_id=idea.pk).order_by("sequence")
    return [event.kind.removeprefix("improvement.idea.") for event in events]


def test_an_idea_is_announced_when_a_quarter_is_left_and_set_aside_on_the_day(idea):
    night(44)
    idea.refresh_from_db()
    assert (idea.state, idea.aside_on) == ("raised", None)
    night(45)
    idea.refresh_from_db()
    assert (idea.state, idea.aside_on, idea.version) == ("raised", FIRST + timedelta(days=60), 1)
    night(59)
    idea.refresh_from_db()
    assert idea.state == "raised"
    night(60)
    idea.refresh_from_db()
    assert (idea.state, idea.aside_from, idea.aside_on) == ("set_aside", "raised", None)
    assert idea.decided_on is None, "it is no answer"
    assert kinds(idea) == ["raised", "left-untouched", "set-aside"]


def test_a_night_that_comes_twice_does_nothing_twice(idea):
    night(45)
    night(45)
    night(60)
    night(60)
    assert kinds(idea) == ["raised", "left-untouched", "set-aside"]


def test_nothing_is_set_aside_without_its_notice_in_full_however_old_it_is(idea):
    night(400)
    idea.refresh_from_db()
    assert (idea.state, idea.aside_on) == ("raised", FIRST + timedelta(days=415))
    night(414)
    idea.refresh_from_db()
    assert idea.state == "raised"
    night(415)
    idea.refresh_from_db()
    assert idea.state == "set_aside"


@pytest.mark.parametrize(
    "touch",
    [
        lambda idea, by: comments.comment(idea=idea, body="Enig", by=by.id),
        lambda idea, by: ideas.edit(idea=idea, kind="wish", problem="Nøkler", by=by.id),
        lambda idea, by: ideas.tag(idea=idea, lane=None, waste_type=None, by=by.id),
        lambda idea, by: untouched.keep(idea=idea, by=by.id),
        lambda idea, by: ideas.discuss(idea=idea, by=by.id),
        lambda idea, by: ideas.accept(idea=idea, by=by.id),
    ],
    ids=["comment", "edit", "tag", "keep", "discuss", "accept"],
)
def test_whoever_touches_it_has_its_days_counted_anew(idea, proposer, touch):
    night(45)
    idea.refresh_from_db()
    with day(50):
        touch(idea, proposer)
    night(60)
    idea.refresh_from_db()
    assert idea.state in ("raised", "discussed", "accepted")
    assert idea.aside_on is None
    night(95)
    night(110)
    idea.refresh_from_db()
    assert idea.state == "set_aside"


@pytest.mark.parametrize("state", ["planned", "testing", "escalated", "declined", "done"])
def test_what_somebody_has_taken_on_or_answered_is_left_alone(unit, state):
    top = make_unit("Helse")
    make_person(role=Role.UNIT_MANAGER, role_unit=top)
    with day(0):
        below = make_unit("Natt", parent=top)
        boards.set_aside_after(board=boards.ensure(below.id), days=30, by=None)
        idea = make_idea(below, state=state)
    night(300)
    night(400)
    idea.refresh_from_db()
    assert idea.state == state


def test_a_unit_that_chose_never_keeps_everything(unit, idea):
    with day(1):
        boards.set_aside_after(board=Board.objects.get(unit=unit), days=None, by=None)
    night(1000)
    night(2000)
    idea.refresh_from_db()
    assert (idea.state, idea.aside_on) == ("raised", None)


def test_another_time_calls_off_what_was_announced(unit, idea):
    night(45)
    with day(46):
        boards.set_aside_after(board=Board.objects.get(unit=unit), days=365, by=None)
    night(60)
    idea.refresh_from_db()
    assert (idea.state, idea.aside_on) == ("raised", None)


@pytest.mark.parametrize("state", ["raised", "discussed", "accepted"])
def test_taken_up_again_it_stands_where_it_stood(unit, state):
    with day(0):
        idea = make_idea(unit, state=state)
    night(45)
    night(60)
    idea.refresh_from_db()
    with day(70):
        ideas.revive(idea=idea, by=None)
    idea.refresh_from_db()
    assert (idea.state, idea.aside_from, idea.state_since) == (state, "", FIRST + timedelta(days=70))


def test_many_are_taken_up_again_each_where_it_stood(unit, proposer):
    with day(0):
        raised, accepted = make_idea(unit), make_idea(unit, state="accepted")
    night(45)
    night(60)
    chosen = list(Idea.objects.filter(state=IdeaState.SET_ASIDE))
    move_many(ideas=chosen, move=MANY["revival"], said=Answers(), by=proposer.id)
    raised.refresh_from_db()
    accepted.refresh_from_db()
    assert [(one.state, one.aside_from) for one in (raised, accepted)] == [("raised", ""), ("accepted", "")]
    told = Event.objects.filter(kind="improvement.idea.revived").order_by("sequence")
    assert {str(event.subject_id): event.details["state"] for event in told} == {
        str(raised.pk): "raised",
        str(accepted.pk): "accepted",
    }


def test_the_board_shows_the_day_and_then_no_card(unit, idea, client_of, proposer):
    client, address = client_of(proposer), reverse("overview:board", args=[unit.pk])
    night(45)
    page = client.get(address).content.decode()
    assert "Urørt: legges til side 1. mai" in page
    assert "Vi leter etter nøkler" in page
    night(60)
    assert "Vi leter etter nøkler" not in client.get(address).content.decode()


def test_the_proposer_is_told_and_can_let_it_stay_or_take_it_up_with_one_tap(unit, idea, client_of, proposer):
    client, news = client_of(proposer), reverse("attention:news")
    night(45)
    keeping = reverse("improvement:idea-keeping", args=[idea.pk])
    assert f'action="{keeping}"' in client.get(news).content.decode()
    with day(46):
        assert client.post(keeping).status_code == 302
    assert f'action="{keeping}"' not in client.get(news).content.decode()
    night(91)
    night(106)
    revival = reverse("improvement:idea-revival", args=[idea.pk])
    assert f'action="{revival}"' in client.get(news).content.decode()
    idea.refresh_from_db()
    assert idea.state == "set_aside"
    assert client.post(revival, {"version": idea.version}).status_code == 302
    idea.refresh_from_db()
    assert idea.state == "raised"


def test_a_colleague_who_may_not_move_cards_can_neither_keep_nor_revive(unit, idea, client_of):
    client = client_of(make_person(unit=unit))
    night(45)
    assert client.post(reverse("improvement:idea-keeping", args=[idea.pk])).status_code == 403
    night(60)
    idea.refresh_from_db()
    answer = client.post(reverse("improvement:idea-revival", args=[idea.pk]), {"version": idea.version})
    assert answer.status_code == 403


def test_an_anonymous_idea_is_announced_to_nobody(unit):
    with day(0):
        make_submission(unit)
        anonymous.publish_waiting()
    idea = Idea.objects.get()
    seen = Event.objects.filter(subject_id=idea.pk).count()
    night(45)
    night(60)
    idea.refresh_from_db()
    assert idea.state == "set_aside"
    told = list(Event.objects.filter(subject_id=idea.pk).order_by("sequence"))[seen:]
    assert [(event.kind, event.actor_id) for event in told] == [
        ("improvement.idea.left-untouched", None),
        ("improvement.idea.set-aside", None),
    ]


def test_keeping_what_was_not_announced_says_so(idea, proposer):
    with pytest.raises(ImpossibleMove):
        untouched.keep(idea=idea, by=proposer.id)


def test_somebody_who_comments_in_the_night_is_faster(idea, proposer):
    night(45)
    idea.refresh_from_db()
    with day(60):
        comments.comment(idea=Idea.objects.get(pk=idea.pk), body="Vent", by=proposer.id)
        untouched.set_aside(idea=idea)
    idea.refresh_from_db()
    assert idea.state == "raised"


def test_a_parked_idea_comes_back_on_its_day_and_its_proposer_is_told(idea, proposer):
    with day(1):
        ideas.park(idea=idea, reason="Etter ferien", until=FIRST + timedelta(days=20), by=None)
    night(19)
    idea.refresh_from_db()
    assert idea.state == "parked"
    night(20)
    night(20)
    idea.refresh_from_db()
    assert (idea.state, idea.parked_until, idea.reason) == ("discussed", None, "")
    assert kinds(idea) == ["raised", "parked", "returned"]
    assert news_of(viewer_of(proposer))[0].text == "Dagen er kommet: det er tatt opp igjen."


def test_a_parked_idea_without_a_day_waits(idea):
    with day(1):
        ideas.park(idea=idea, reason="Senere", by=None)
    night(2000)
    idea.refresh_from_db()
    assert idea.state == "parked"


@given(st.integers(1, 1000), st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 3000))
def test_the_notice_is_always_a_quarter_and_the_time_always_full(days, touched, later):
    today = touched + timedelta(days=later)
    on = untouched.last_day(touched, days, today)
    assert (on - touched).days >= days
    assert (on - today).days * 4 >= days
    assert on == touched + timedelta(days=days) or on == today + untouched.notice(days)


def test_the_page_of_untouched_ideas_asks_the_database_as_often_for_three_as_for_one(unit, client_of):
    client = client_of(make_person(unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit))
    address = reverse("improvement:board-untouched", args=[unit.pk])
    asked = []
    for number in (1, 3):
        with day(0):
            for _n in range(number - Idea.objects.filter(state="set_aside").count()):
                make_idea(unit)
        night(45)
        night(60)
        with day(61):
            for _n in range(number - Idea.objects.filter(state="raised").count()):
                make_idea(unit)
        night(106)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        assert (page.count("/revival/"), page.count("/keeping/")) == (number, number)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_unit_chooses_its_time_and_two_at_once_are_told(unit, client_of):
    client = client_of(make_person(unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit))
    address = reverse("improvement:board-untouched", args=[unit.pk])
    version = Board.objects.get(unit=unit).version
    assert client.post(address, {"days": "180", "version": version}).status_code == 302
    assert Board.objects.get(unit=unit).set_aside_after == 180
    late = client.post(address, {"days": "0", "version": version})
    assert late.status_code == 409
    assert "Nå står det 180 dager." in late.content.decode()
    assert client.post(address, {"days": "0", "version": version + 1}).status_code == 302
    assert Board.objects.get(unit=unit).set_aside_after is None
    assert client.post(address, {"days": "7", "version": version + 2}).status_code == 422

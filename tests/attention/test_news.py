"""News: what others did with one's own ideas, in plain words, and never for anonymous ones."""

from datetime import timedelta
from uuid import uuid4

import pytest

from laeringslean.attention.actions import reading
from laeringslean.attention.models import ReadMark
from laeringslean.attention.queries.news import WORDS, news_of, unread_count
from laeringslean.benefits.actions import agreements, benefits
from laeringslean.benefits.models import Benefit
from laeringslean.foundation import clock
from laeringslean.foundation.models import Event
from laeringslean.improvement.actions import anonymous, comments, ideas
from laeringslean.improvement.models import Idea
from tests.factories.benefits import make_agreement, make_benefit
from tests.factories.meetings import a_method
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db):
    a_method()
    return make_unit()


@pytest.fixture
def proposer(unit):
    return make_person("Forslagsstiller", unit=unit)


@pytest.fixture
def leader(unit):
    return make_person("Leder Ledersen", unit=unit)


@pytest.fixture
def idea(unit, proposer):
    return ideas.raise_idea(unit=unit, kind="suggestion", problem="Vi leter etter nøkler", by=proposer.id)


def _texts(person):
    return [item.text for item in news_of(viewer_of(person))]


def test_the_proposer_hears_of_every_move_in_plain_words(idea, proposer, leader):
    ideas.accept(idea=idea, by=leader.id)
    ideas.plan(idea=idea, owner_id=leader.id, due_on=clock.today(), by=leader.id)
    comments.comment(idea=idea, body="Bra!", by=leader.id)
    assert _texts(proposer) == [
        "Noen har skrevet en kommentar.",
        "Tiltaket er planlagt, med en som gjør det og en frist.",
        "Svaret er ja: Forslaget er godtatt.",
    ]
    assert [item.title for item in news_of(viewer_of(proposer))] == ["Vi leter etter nøkler"] * 3


def test_the_proposer_hears_what_becomes_of_the_freed_time(idea, unit, proposer, leader):
    staff = make_person("Representant", unit=unit)
    ideas.accept(idea=idea, by=leader.id)
    ideas.mark_done(idea=idea, by=leader.id)
    seen = len(_texts(proposer))
    agreement = make_agreement(make_benefit(idea, by=leader), leader, staff)
    agreements.sign_as_leader(agreement=agreement, by=leader.id)
    told = ["Det er foreslått hva den frigjorte tiden skal brukes til.", "Tiden det frigjør, er ført opp."]
    assert _texts(proposer)[:-seen] == told, "one signature is not news yet"
    agreements.sign_as_staff(agreement=agreement, by=staff.id)
    benefits.realise(benefit=Benefit.objects.get(), evidence="To besøk til", by=leader.id)
    benefits.lose(benefit=Benefit.objects.get(), reason="Ruta er lagt om", by=leader.id)
    assert _texts(proposer)[:-seen] == [
        "Gevinsten har falt bort. Grunnen står ved forslaget.",
        "Den frigjorte tiden brukes som avtalt: Gevinsten er realisert.",
        "Leder og ansatte har signert på hva den frigjorte tiden skal brukes til.",
        *told,
    ]


def test_nobody_hears_of_their_own_doings(idea, proposer):
    ideas.accept(idea=idea, by=proposer.id)
    assert _texts(proposer) == []


def test_others_hear_nothing(idea, unit, leader):
    ideas.accept(idea=idea, by=leader.id)
    assert _texts(make_person(unit=unit)) == []
    assert _texts(leader) == []


def test_whoever_takes_an_idea_on_hears_of_it_from_then_on(idea, unit, proposer, leader):
    owner = make_person("Tar det", unit=unit)
    ideas.accept(idea=idea, by=leader.id)
    ideas.plan(idea=idea, owner_id=owner.id, due_on=clock.today(), by=leader.id)
    assert _texts(owner) == ["Tiltaket er planlagt, og det er du som gjør det."]
    comments.comment(idea=idea, body="Trenger du hjelp?", by=leader.id)
    assert len(_texts(owner)) == 2
    assert len(_texts(proposer)) == 3


def test_whoever_planned_for_themselves_does_not_hear_of_the_time_before(idea, leader, proposer):
    ideas.discuss(idea=idea, by=proposer.id)
    ideas.accept(idea=idea, by=proposer.id)
    ideas.plan(idea=idea, owner_id=leader.id, due_on=clock.today(), by=leader.id)
    assert _texts(leader) == []


def test_an_anonymous_idea_gives_nobody_news(unit, proposer, leader):
    anonymous.submit(unit=unit, kind="wish", problem="Det er for kaldt", client_key=uuid4())
    anonymous.publish_waiting()
    idea = Idea.objects.get(is_anonymous=True)
    ideas.accept(idea=idea, by=leader.id)
    assert Event.objects.filter(subject_id=idea.id).exists()
    assert [_texts(person) for person in (proposer, leader)] == [[], []]


def test_news_name_nobody(idea, proposer, leader):
    ideas.decline(idea=idea, reason="For dyrt", by=leader.id)
    item = news_of(viewer_of(proposer))[0]
    assert leader.name not in f"{item}"
    assert str(leader.id) not in f"{item}"


def test_mark_read_moves_forward_only(idea, proposer, leader):
    ideas.accept(idea=idea, by=leader.id)
    viewer = viewer_of(proposer)
    newest = news_of(viewer)[0].sequence
    assert unread_count(viewer) == 1
    reading.mark_read(up_to=newest, by=proposer.id)
    reading.mark_read(up_to=1, by=proposer.id)
    assert unread_count(viewer) == 0
    assert ReadMark.objects.get().up_to == newest
    comments.comment(idea=idea, body="Mer", by=leader.id)
    assert [item.is_unread for item in news_of(viewer)] == [True, False]


def test_mark_read_leaves_no_trace_of_who_reads_what(idea, proposer):
    before = Event.objects.count()
    reading.mark_read(up_to=99, by=proposer.id)
    assert Event.objects.count() == before


def test_news_take_as_many_queries_for_one_idea_as_for_many(idea, unit, proposer, leader, django_assert_num_queries):
    ideas.accept(idea=idea, by=leader.id)
    viewer = viewer_of(proposer)
    with django_assert_num_queries(3):
        assert len(news_of(viewer)) == 1
    for _ in range(5):
        another = ideas.raise_idea(unit=unit, kind="wish", problem="Mer", by=proposer.id)
        ideas.accept(idea=another, by=leader.id)
    with django_assert_num_queries(3):
        assert len(news_of(viewer)) == 6
    with django_assert_num_queries(3):
        assert unread_count(viewer) == 6


def test_every_move_of_an_idea_is_news(idea, unit, proposer, leader):
    """A kind of event that an action leaves must have its words, or the proposer is not told."""
    do = {"by": leader.id}
    soon = clock.today() + timedelta(days=14)
    ideas.discuss(idea=idea, **do)
    ideas.park(idea=idea, reason="Etter ferien", **do)
    ideas.revive(idea=idea, **do)
    ideas.accept(idea=idea, **do)
    ideas.plan(idea=idea, owner_id=proposer.id, due_on=soon, **do)
    ideas.start_trial(idea=idea, plan="Merk krokene", look_at="", ends_on=soon, **do)
    ideas.record_result(idea=idea, result="Bedre", **do)
    ideas.evaluate(idea=idea, worked="yes", learned="Merking hjelper", decision="keep", **do)
    ideas.standardise(idea=idea, **do)
    ideas.close(idea=idea, **do)
    kinds = set(Event.objects.filter(subject_id=idea.id).values_list("kind", flat=True))
    assert kinds - set(WORDS) == {"improvement.idea.raised"}
    assert len(_texts(proposer)) == 10

"""Cleaning a list: many ideas chosen, one thing done with all of them or with none."""

import pytest
from django.urls import reverse

from laeringslean.attention.queries.news import news_of
from laeringslean.foundation.models import Event
from laeringslean.improvement.actions import ideas as one_idea
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.actions.many_ideas import MANY, Answers, move_many
from laeringslean.improvement.models import Board, Idea
from laeringslean.organisation.access.roles import Role
from tests.factories.improvement import make_idea, make_method
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db
PAGE = reverse("improvement:many-ideas")
LIST = reverse("improvement:idea-list")


@pytest.fixture
def unit():
    make_method()
    return make_unit("Hjemmetjenesten")


@pytest.fixture
def leader(unit):
    return make_person("Kari", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


@pytest.fixture
def client(client_of, leader):
    return client_of(leader)


def confirm(client, asked, **answers):
    """Open the page that confirms, and send what it shows with the answers."""
    page = client.get(PAGE, asked)
    assert page.status_code == 200
    kept = dict(page.context["kept"])
    sent = kept | {"idea": page.context["keys"], "number": page.context["number"]} | answers
    return page, client.post(PAGE, sent)


def test_ticked_ideas_are_declined_with_one_reason_and_an_event_each(client, unit, leader):
    chosen = [make_idea(unit, problem=f"Sak {n}") for n in range(3)]
    left = make_idea(unit, problem="Blir stående")
    version, before = Board.objects.get(unit=unit).cards_version, Event.objects.count()
    page, done = confirm(client, {"move": "decline", "idea": [idea.pk for idea in chosen]}, reason="Utdatert")
    assert page.context["number"] == 3
    assert done.headers["Location"] == LIST
    for idea in chosen:
        idea.refresh_from_db()
        assert (idea.state, idea.reason, idea.version, bool(idea.decided_on)) == ("declined", "Utdatert", 2, True)
    left.refresh_from_db()
    assert left.state == "raised"
    events = list(Event.objects.order_by("sequence")[before:])
    assert [event.kind for event in events] == ["improvement.idea.declined"] * 3 + ["improvement.ideas.moved"]
    assert Board.objects.get(unit=unit).cards_version == version + 1 == events[-1].details["board_version"]
    timeline = client.get(reverse("improvement:idea-detail", args=[chosen[0].pk])).content.decode()
    assert "Avvist" in timeline or "Sagt nei" in timeline


def test_all_that_fit_a_search_are_taken_and_those_that_cannot_are_said(client, unit):
    for n in range(30):
        make_idea(unit, problem=f"Nøkkel {n}", proposal="")
    make_idea(unit, problem="Nøkkel ferdig", proposal="", state="declined")
    make_idea(unit, problem="Noe annet", proposal="")
    page, done = confirm(client, {"move": "parking", "all": "1", "q": "nøkkel"}, reason="Venter")
    assert (page.context["number"], page.context["others"]) == (30, 1)
    assert done.headers["Location"] == f"{LIST}?q=n%C3%B8kkel"
    assert Idea.objects.filter(state="parked", reason="Venter").count() == 30
    revived = confirm(client, {"move": "revival", "all": "1", "state": "parked"})[1]
    assert revived.status_code == 302
    assert Idea.objects.filter(state="discussed", reason="").count() == 30


def test_nothing_changes_when_something_has_changed_since_the_page_was_shown(client, unit):
    for n in range(3):
        make_idea(unit, problem=f"Sak {n}")
    page = client.get(PAGE, {"move": "decline", "all": "1"})
    make_idea(unit, problem="Kom til")
    sent = dict(page.context["kept"]) | {"number": 3, "reason": "Utdatert"}
    again = client.post(PAGE, sent)
    assert again.status_code == 409 and again.context["number"] == 4
    assert not Idea.objects.filter(state="declined").exists()
    assert client.post(PAGE, sent | {"number": 4}).status_code == 302


def test_an_idea_that_somebody_moved_stops_all_of_them(unit, leader):
    seen = [make_idea(unit, problem=f"Sak {n}") for n in range(3)]
    one_idea.accept(idea=Idea.objects.get(pk=seen[1].pk), by=leader.id)
    before = Event.objects.count()
    with pytest.raises(ImpossibleMove):
        move_many(ideas=seen, move=MANY["decline"], said=Answers(reason="Nei"), by=leader.id)
    assert not Idea.objects.filter(state="declined").exists()
    assert Event.objects.count() == before


def test_ideas_move_to_another_board_of_ones_own(client, unit, leader):
    other = make_unit("Natt", parent=unit)
    foreign = make_unit("Regnskap")
    idea = make_idea(unit)
    assert confirm(client, {"move": "relocation", "idea": [idea.pk]}, to_unit=foreign.pk)[1].status_code == 422
    assert confirm(client, {"move": "relocation", "idea": [idea.pk]}, to_unit=other.pk)[1].status_code == 302
    idea.refresh_from_db()
    assert idea.unit == other
    assert Board.objects.filter(unit=other).exists()
    assert "Natt" in client.get(reverse("improvement:idea-detail", args=[idea.pk])).content.decode()


def test_only_what_one_may_decide_is_touched(client_of, unit):
    elsewhere = make_unit("Regnskap")
    nurse = make_person(unit=unit)
    guide = make_person(role=Role.DEPARTMENT_MANAGER, role_unit=elsewhere, unit=unit)
    idea = make_idea(unit)
    assert client_of(nurse).get(PAGE, {"move": "decline", "idea": [idea.pk]}).status_code == 403
    page = client_of(guide).get(PAGE, {"move": "decline", "idea": [idea.pk]})
    assert (page.context["number"], page.context["others"]) == (0, 1)


def test_a_reason_is_needed_and_an_unknown_move_leads_back(client, unit):
    idea = make_idea(unit)
    assert confirm(client, {"move": "decline", "idea": [idea.pk]}, reason=" ")[1].status_code == 422
    assert client.get(PAGE, {"move": "slett", "idea": [idea.pk]}).headers["Location"] == LIST


def test_whoever_proposed_many_of_them_gets_one_piece_of_news(unit, leader):
    nurse = make_person(unit=unit)
    chosen = [make_idea(unit, by=nurse, problem=f"Sak {n}") for n in range(40)]
    move_many(ideas=chosen, move=MANY["decline"], said=Answers(reason="Utdatert"), by=leader.id)
    (item,) = news_of(viewer_of(nurse))
    assert item.others == 39


def test_five_thousand_take_few_statements(unit, leader, django_assert_max_num_queries):
    day = make_idea(unit).raised_on
    Idea.objects.bulk_create(Idea(unit=unit, problem=f"Sak {n}", raised_on=day, state_since=day) for n in range(5000))
    with django_assert_max_num_queries(40):
        chosen = list(Idea.objects.filter(state="raised").order_by("pk"))
        assert move_many(ideas=chosen, move=MANY["acceptance"], said=Answers(), by=leader.id) == 5001


def test_the_list_offers_it_to_those_who_may_and_keeps_the_search(client, client_of, unit):
    make_idea(unit)
    page = client.get(LIST, {"state": "raised"}).content.decode()
    assert 'action="/improvement/ideas/many/"' in page and 'name="state" value="raised"' in page
    assert "/improvement/ideas/many/" not in client_of(make_person(unit=unit)).get(LIST).content.decode()

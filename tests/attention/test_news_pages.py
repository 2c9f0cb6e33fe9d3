"""The pages of news: the list, marking as read, and the number in the menu."""

import pytest
from django.urls import reverse

from laeringslean.improvement.actions import comments, ideas
from tests.factories.meetings import a_method
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(db):
    a_method()
    return make_person("Leder Ledersen")


@pytest.fixture
def proposer(leader):
    return make_person(unit=make_unit())


@pytest.fixture
def accepted(leader, proposer):
    """An idea of the proposer's that somebody else has accepted."""
    unit = proposer.memberships.get().unit
    idea = ideas.raise_idea(unit=unit, kind="wish", problem="Vi leter etter nøkler", by=proposer.id)
    return ideas.accept(idea=idea, by=leader.id)


def _news(client):
    return client.get(reverse("attention:news")).content.decode()


def _unread(client):
    return client.get(reverse("attention:unread")).content.decode()


def test_news_lead_to_the_idea_and_name_nobody(accepted, proposer, client_of):
    page = _news(client_of(proposer))
    assert reverse("improvement:idea-detail", args=[accepted.pk]) in page
    assert "Svaret er ja: Forslaget er godtatt." in page
    assert "Leder Ledersen" not in page


def test_the_menu_shows_how_many_are_unread_and_nothing_when_none_are(accepted, proposer, leader, client_of):
    assert _unread(client_of(proposer)) == '1<span class="ds-sr-only"> uleste</span>'
    assert _unread(client_of(leader)) == ""


def test_reading_marks_what_the_page_showed_and_nothing_newer(accepted, proposer, leader, client_of):
    client = client_of(proposer)
    shown = _news(client).split('name="up_to" value="')[1].split('"')[0]
    comments.comment(idea=accepted, body="Bra!", by=leader.id)
    client.post(reverse("attention:read"), {"up_to": shown})
    assert _unread(client).startswith("1<")
    client.post(reverse("attention:read"), {"up_to": str(int(shown) + 10)})
    assert _unread(client) == ""
    assert "Merk alt som lest" not in _news(client)


@pytest.mark.parametrize("nonsense", ["", "-1", "alt", "9" * 40])
def test_reading_nonsense_changes_nothing(accepted, proposer, client_of, nonsense):
    client = client_of(proposer)
    assert client.post(reverse("attention:read"), {"up_to": nonsense}).status_code == 302
    assert _unread(client).startswith("1<")


def test_no_news_teaches_where_they_come_from(leader, client_of):
    assert "Ikke noe nytt ennå." in _news(client_of(leader))


def test_news_are_for_those_who_are_signed_in(client, tenant):
    assert client.get(reverse("attention:news")).status_code == 302
    assert client.get(reverse("attention:unread"), headers={"HX-Request": "true"}).status_code == 401

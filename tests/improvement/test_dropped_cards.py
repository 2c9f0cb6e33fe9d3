"""A card dropped on a section of the board, or a key pressed on it: what the move asks for, or why it is impossible."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from laeringslean.improvement.actions import boards
from laeringslean.improvement.models import Idea
from laeringslean.improvement.models.arrangement import OwnSection
from laeringslean.organisation.access.roles import Role
from tests.factories.boards import put_up
from tests.factories.improvement import make_idea, make_method
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db):
    make_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person("Line Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


def dropped(client, idea, **wish):
    board = reverse("overview:board", args=[idea.unit_id])
    page = reverse("improvement:idea-move", args=[idea.pk])
    return client.get(page, {"next": board, "version": idea.version, **wish})


@pytest.mark.parametrize(
    ("state", "wish", "move"),
    [
        ("raised", {"to": "decided"}, "acceptance"),
        ("raised", {"to": "escalated"}, "escalation"),
        ("planned", {"to": "testing"}, "trial"),
        ("planned", {"to": "done"}, "done"),
        ("testing", {"to": "evaluate"}, "result"),
        ("evaluated", {"to": "done"}, "standard"),
        ("accepted", {"move": "plan"}, "plan"),
    ],
)
def test_a_drop_leads_to_the_page_of_the_move(client_of, unit, leader, state, wish, move):
    make_person(unit=make_unit())
    idea = make_idea(unit, by=leader, state=state) if state != "escalated" else put_up(unit, state, by=leader)
    response = dropped(client_of(leader), idea, **wish)
    assert response.status_code == 302
    to = urlsplit(response.headers["Location"])
    assert to.path == reverse(f"improvement:idea-{move}", args=[idea.pk])
    board = reverse("overview:board", args=[unit.pk])
    assert parse_qs(to.query) == {"next": [board], "version": [str(idea.version)]}
    assert client_of(leader).get(response.headers["Location"]).status_code == 200
    assert Idea.objects.get(pk=idea.pk).state == state, "a drop alone changes nothing"


@pytest.mark.parametrize(
    ("state", "wish", "why"),
    [
        ("raised", {"to": "testing"}, "Kortet kan ikke gå rett fra «Innspill» til «Prøves ut»."),
        ("testing", {"to": "done"}, "Kortet kan ikke gå rett fra «Prøves ut» til «Ferdig denne måneden»."),
        ("evaluated", {"to": "testing"}, "må det være det dere kom fram til i evalueringen"),
        ("raised", {"move": "plan"}, "«Planlegg» går ikke nå."),
    ],
)
def test_an_impossible_drop_says_why_and_what_is_possible(client_of, unit, leader, state, wish, why):
    boards.arrange_sections(board=boards.ensure(unit.id), sections=[OwnSection("new", "Innspill")], by=None)
    idea = make_idea(unit, by=leader, state=state)
    html = dropped(client_of(leader), idea, **wish)
    text = html.content.decode()
    assert html.status_code == 200 and why in text, text
    assert "Dette kan du gjøre nå" in text and 'name="move"' in text


def test_whoever_may_not_decide_is_told_so(client_of, unit):
    facilitator = make_person(unit=unit, role=Role.FACILITATOR, role_unit=unit)
    text = dropped(client_of(facilitator), make_idea(unit), to="decided").content.decode()
    assert "men det er det noen andre som avgjør" in text


@pytest.mark.parametrize("wish", [{"to": "nowhere"}, {"to": ""}, {"move": "nothing"}])
def test_an_unknown_wish_is_none(client_of, unit, leader, wish):
    response = dropped(client_of(leader), make_idea(unit), **wish)
    assert response.status_code == 200 and "Hva gjør vi nå?" in response.content.decode()


def test_going_over_a_limit_is_warned_of_and_not_forbidden(client_of, unit, leader):
    boards.arrange_sections(board=boards.ensure(unit.id), sections=[OwnSection("decided", limit=1)], by=None)
    put_up(unit, "accepted", by=leader)
    idea = put_up(unit, by=leader)
    client, page = client_of(leader), reverse("improvement:idea-acceptance", args=[idea.pk])
    choices = client.get(reverse("improvement:idea-move", args=[idea.pk])).content.decode()
    assert choices.count("Bestemt har 1 av 1") == 1
    assert "I «Bestemt» står det alt 1, og dere er enige om høyst 1." in client.get(page).content.decode()
    assert client.post(page, {"version": idea.version}).status_code == 302
    # Where it stands already, nothing more comes.
    plan = client.get(reverse("improvement:idea-plan", args=[idea.pk])).content.decode()
    assert "dere er enige om" not in plan

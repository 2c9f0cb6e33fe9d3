"""The wall view: for whoever is signed in, and on screens with a link, which see one unit and name nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.config.admission import admit
from laeringslean.foundation import clock
from laeringslean.foundation.live.streams import Knock, Refused
from laeringslean.improvement.actions import boards, ideas, meetings, walls
from laeringslean.improvement.models import WallLink
from laeringslean.improvement.queries.walls import WALL_COOKIE
from laeringslean.measures.models import Goal
from laeringslean.organisation.access.roles import Role
from tests.factories.meetings import a_method, make_meeting, start_meeting
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db):
    a_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person("Kari Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


@pytest.fixture
def screen(unit, leader):
    """A screen that was given a link, on which nobody is signed in."""
    _link, token = walls.make_link(unit=unit, name="Vaktrommet", by=leader.id)
    client = Client()
    assert client.get(reverse("overview:wall-entry", args=[token])).url == reverse("overview:wall-screen")
    return client


def _planned(unit, leader, text="Merk nøkkelkrokene"):
    idea = ideas.raise_idea(unit=unit, kind="suggestion", problem=text, by=leader.id)
    ideas.accept(idea=idea, by=leader.id)
    ideas.plan(idea=idea, owner_id=leader.id, due_on=clock.today(), by=leader.id)
    return idea


def test_between_meetings_the_wall_shows_the_board_in_sections(unit, leader, client_of):
    boards.ensure(unit.id)
    _planned(unit, leader)
    make_meeting(unit, on=clock.today() + timedelta(days=2))
    page = client_of(leader).get(reverse("overview:wall", args=[unit.pk])).content.decode()
    assert "Merk nøkkelkrokene" in page
    assert "Kari Leder" in page
    assert page.count("data-wall-section") == 1, "empty sections are left out"
    assert "Neste tavlemøte" in page


def test_a_screen_with_a_link_names_nobody(unit, leader, screen):
    _planned(unit, leader)
    page = screen.get(reverse("overview:wall-screen")).content.decode()
    assert "Merk nøkkelkrokene" in page
    assert "Kari" not in page
    meeting = start_meeting(unit, by=leader)
    meetings.record_outcome(
        meeting=meeting, kind="task", text="Kjøp kroker", owner_id=leader.id, due_on=clock.today(), by=None
    )
    for position in range(1, 7):
        meetings.go_to(meeting=meeting, position=position, by=None)
        shown = screen.get(reverse("overview:wall-screen"), {"part": "wall"}).content.decode()
        assert "Kjøp kroker" in shown
        assert "Kari" not in shown, position


def test_the_wall_follows_the_meeting(unit, leader, client_of):
    client, page = client_of(leader), reverse("overview:wall", args=[unit.pk])
    goal = Goal.objects.create(unit=unit, name="Første besøk før 8.15", target=90, current_value=82)
    ideas.raise_idea(unit=unit, kind="suggestion", problem="Vi leter etter nøkler", by=leader.id)
    meeting = start_meeting(unit, by=leader)
    shown = {}
    for position in range(1, 7):
        meetings.go_to(meeting=meeting, position=position, by=leader.id)
        shown[position] = client.get(page, {"part": "wall"}).content.decode()
    assert "data-meeting-timer" in shown[1]
    assert (goal.name in shown[2], "82" in shown[2]) == (True, True)
    assert "Vi leter etter nøkler" in shown[4]
    assert "På målet" not in shown[2], "figures, no verdicts"
    meetings.close(meeting=meeting, by=leader.id)
    assert "data-wall-section" in client.get(page, {"part": "wall"}).content.decode()


def test_a_link_is_told_once_kept_as_a_hash_and_shows_the_day_of_its_use(unit, leader, client_of):
    client, page = client_of(leader), reverse("improvement:wall-links", args=[unit.pk])
    made = client.post(page, {"name": "Vaktrommet"})
    token = made.context["address"].rstrip("/").rsplit("/", 1)[1]
    link = WallLink.objects.get()
    assert token not in link.token_hash
    assert token not in client.get(page).content.decode()
    assert "ikke brukt ennå" in client.get(page).content.decode()
    screen = Client()
    screen.get(reverse("overview:wall-entry", args=[token]))
    screen.get(reverse("overview:wall-screen"))
    link.refresh_from_db()
    assert link.used_on == clock.today()
    assert "sist brukt" in client.get(page).content.decode()
    assert token not in reverse("overview:wall-screen")


def test_a_link_that_is_taken_back_shuts_the_screen_out_at_once(unit, leader, screen, client_of):
    client_of(leader).post(reverse("improvement:wall-link-removal", args=[WallLink.objects.get().pk]))
    assert "Skjermen har ingen lenke" in screen.get(reverse("overview:wall-screen")).content.decode()
    part = screen.get(reverse("overview:wall-screen"), {"part": "wall"})
    assert (part.status_code, "Skjermen har ingen lenke" in part.content.decode()) == (200, True)
    assert Client().get(reverse("overview:wall-entry", args=["feil"])).status_code == 404
    assert "Skjermen har ingen lenke" in Client().get(reverse("overview:wall-screen")).content.decode()


def test_a_link_opens_nothing_but_the_wall_of_its_unit(unit, leader, screen, tenant):
    other = make_unit("Regnskap")
    meeting = start_meeting(unit)
    for address in (
        reverse("overview:wall", args=[other.pk]),
        reverse("overview:wall", args=[unit.pk]),
        reverse("overview:board", args=[unit.pk]),
        reverse("overview:meeting", args=[meeting.pk]),
        reverse("improvement:idea-list"),
    ):
        assert screen.get(address).status_code == 302, address
    assert screen.post(reverse("overview:wall-screen")).status_code == 405
    cookies = ((WALL_COOKIE, screen.cookies[WALL_COOKIE].value),)
    assert admit(Knock("testserver", cookies, unit.id)).tenant_id == tenant.id
    with pytest.raises(Refused):
        admit(Knock("testserver", cookies, other.id))
    WallLink.objects.all().delete()
    with pytest.raises(Refused):
        admit(Knock("testserver", cookies, unit.id))


def test_a_unit_has_no_more_links_than_it_can_keep_in_mind(unit, leader, client_of):
    for number in range(walls.MOST_LINKS):
        walls.make_link(unit=unit, name=f"Skjerm {number}", by=leader.id)
    answer = client_of(leader).post(reverse("improvement:wall-links", args=[unit.pk]), {"name": "En til"})
    assert answer.status_code == 422
    assert WallLink.objects.count() == walls.MOST_LINKS


@pytest.mark.parametrize("meets", [False, True])
def test_the_wall_takes_as_many_queries_for_many_cards_as_for_one(unit, leader, screen, meets):
    _planned(unit, leader)
    ideas.raise_idea(unit=unit, kind="suggestion", problem="Nytt", by=leader.id)
    if meets:
        meetings.go_to(meeting=start_meeting(unit, by=leader), position=4, by=None)
    screen.get(reverse("overview:wall-screen"))
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            screen.get(reverse("overview:wall-screen"), {"part": "wall"})
        counts.append(len(captured))
        for number in range(3):
            _planned(unit, leader, f"Forslag {number}")
            ideas.raise_idea(unit=unit, kind="suggestion", problem=f"Nytt {number}", by=leader.id)
    assert counts[0] == counts[1]
    assert counts[0] <= 12

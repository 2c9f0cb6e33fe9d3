"""What a unit makes its own on its board: sections, limits, lanes, and how long things have stood there."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.keys import uuid4
from laeringslean.improvement.actions import anonymous, boards, ideas, lanes
from laeringslean.improvement.models import Board, Lane
from laeringslean.improvement.models.arrangement import OwnSection
from laeringslean.method.models import BOARD_TEMPLATES
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.actions import people
from laeringslean.overview.views.boards import FLAT_COOKIE
from tests.factories.boards import put_up
from tests.factories.meetings import a_method
from tests.factories.organisation import make_person, make_unit
from tests.overview.test_boards import address, etag_of, html_of, queries_of, section

pytestmark = pytest.mark.django_db
# The order in which the form sends them is the order on the board.
USUAL = ["vision", "goals", "new", "decided", "testing", "evaluate", "done", "escalated", "recognition"]


@pytest.fixture
def unit(db):
    a_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person("Line Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


@pytest.fixture
def worker(unit):
    return make_person("Mona Medarbeider", unit=unit)


def arrange(unit, *sections):
    boards.arrange_sections(board=boards.ensure(unit.id), sections=sections, by=None)


def headings(html):
    found = re.findall(r'<h2 id="section-([a-z]+)" tabindex="-1">([^<]+?) ?<', html)
    return {key: unescape(name) for key, name in found}


def days_ago(days):
    return clock.set_clock(clock.now() - timedelta(days=days))


# Sections


def test_the_board_has_the_units_order_and_names_in_each_language(client_of, unit, worker):
    arrange(unit, OwnSection("new", "Innspill & ønsker", "Innspel"), *map(OwnSection, reversed(USUAL[3:])))
    client = client_of(worker)
    assert list(headings(html_of(client, unit))) == ["new", *reversed(USUAL[3:]), "vision", "goals"]
    assert headings(html_of(client, unit))["new"] == "Innspill & ønsker"
    assert "Innspill &amp; ønsker" in html_of(client, unit)
    worker.language = "nn"
    worker.save_changes("language")
    assert headings(html_of(client, unit))["new"] == "Innspel"
    assert headings(html_of(client, unit))["testing"] == "Blir prøvd ut"


def test_what_is_hidden_is_not_there_and_the_board_says_so_where_cards_are(client_of, unit, leader):
    put_up(unit, "done", by=leader, title="Merk krokene")
    arrange(unit, OwnSection("done", is_hidden=True), OwnSection("recognition", is_hidden=True))
    html = html_of(client_of(leader), unit)
    assert not {"done", "recognition"} & set(headings(html)) and "Merk krokene" not in html
    told = re.search(r'<a href="([^"]+)" class="board-hidden">Skjult på denne tavla: ([^<]+)<', html)
    assert told and "Skryt og takk" not in told[2] and told[2].strip() == "Ferdig denne måneden"
    assert "Merk krokene" in client_of(leader).get(unescape(told[1])).content.decode()


def test_a_limit_stands_in_the_heading_and_going_over_it_is_said_in_words(client_of, unit, leader):
    arrange(unit, OwnSection("testing", limit=2))
    client = client_of(leader)
    put_up(unit, "testing", by=leader)
    put_up(unit, "testing", by=leader)
    assert "Prøves ut 2 av 2" in section(html_of(client, unit), "testing")
    assert "Flere enn avtalt" not in html_of(client, unit)
    put_up(unit, "testing", by=leader)
    assert "Prøves ut 3 av 2 Flere enn avtalt" in section(html_of(client, unit), "testing")


def test_somebody_elses_board_is_as_it_was(client_of, unit, leader):
    other = make_unit("Nordre sykehjem", parent=unit)
    arrange(unit, OwnSection("new", "Innspill"))
    assert headings(html_of(client_of(leader), other))["new"] == "Nytt"


# Lanes


@pytest.fixture
def in_lanes(unit, leader):
    """Two lanes and three new cards: one in each lane, and one in none."""
    north = lanes.add(unit=unit, name="Sone Nord", owner_id=leader.id, by=None)
    night = lanes.add(unit=unit, name="Natt", ends_on=clock.today() - timedelta(days=1), by=None)
    for title, lane in (("Nøkkelkroker", night), ("Kartbok", north), ("Kaffe", None)):
        ideas.tag(idea=put_up(unit, by=leader, title=title), lane=lane, waste_type=None, by=None)
    return north, night


def test_cards_are_grouped_by_lane_in_the_order_of_the_lanes(client_of, unit, leader, in_lanes):
    text = section(html_of(client_of(leader), unit), "new")
    assert re.search(r"Sone Nord Line Leder 1 Kartbok.*Natt Sluttet .* 1 Nøkkelkroker.*Uten spor 1 Kaffe", text), text
    assert "Nytt 3" in text
    put_up(unit, "testing", by=leader)
    assert "Uten spor" not in section(html_of(client_of(leader), unit), "testing")


def test_a_lane_that_is_put_away_or_renamed_shows_at_once(client_of, unit, leader, in_lanes):
    client = client_of(leader)
    html_of(client, unit)
    lanes.revise(lane=in_lanes[0], name="Nordsonen", by=None)
    assert "Nordsonen" in section(html_of(client, unit), "new")
    lanes.put_away(lane=Lane.objects.get(name="Nordsonen"), by=None)
    text = section(html_of(client, unit), "new")
    assert "Nordsonen" not in text and "Kartbok" in text


def test_who_wants_one_list_has_it_on_this_device(client_of, unit, leader, worker, in_lanes):
    client = client_of(leader)
    grouped = etag_of(client, unit)
    response = client.post(reverse("overview:board-lanes", args=[unit.pk]), {"lanes": "off"})
    assert response.headers["Location"] == address(unit) and client.cookies[FLAT_COOKIE].value == "off"
    flat = html_of(client, unit)
    assert 'class="board-lanes"' not in flat and "Vis etter spor" in flat
    # The card itself says where it belongs.
    assert '<span class="lane">Sone Nord</span>' in flat
    assert etag_of(client, unit) != grouped
    assert 'class="board-lanes"' in html_of(client_of(worker), unit)
    client.post(reverse("overview:board-lanes", args=[unit.pk]), {"lanes": "on"})
    assert 'class="board-lanes"' in html_of(client, unit)


def test_without_lanes_nothing_is_said_of_them(client_of, unit, leader):
    put_up(unit, by=leader)
    html = html_of(client_of(leader), unit)
    assert "spor" not in re.sub(r"<dialog.*?</dialog>", "", html, flags=re.S).lower()


# How long it has stood there


def test_a_card_tells_how_long_it_has_stood_where_it_stands(client_of, unit, leader):
    with days_ago(50):
        idea = put_up(unit, "accepted", by=leader, title="Merk krokene")
    with days_ago(22):
        ideas.plan(idea=idea, owner_id=leader.id, due_on=clock.today() + timedelta(days=90), by=None)
    text = section(html_of(client_of(leader), unit), "decided")
    assert "50 dager siden 3 uker her" in text and "Lenger enn de fleste" not in text
    with days_ago(3):
        put_up(unit, by=leader)
    assert "3 dager siden" in section(html_of(client_of(leader), unit), "new")


def test_a_card_that_has_not_moved_since_it_was_raised_says_it_once(client_of, unit, leader):
    with days_ago(15):
        put_up(unit, by=leader)
    text = section(html_of(client_of(leader), unit), "new")
    assert "2 uker her" in text and text.count("15 dager siden") == text.count("Siste forslag: for 15 dager siden")


def test_what_has_stood_much_longer_than_the_others_there_is_marked(client_of, unit, leader):
    with days_ago(70):
        put_up(unit, by=leader, title="Den gamle")
    for days in (20, 10, 5):
        with days_ago(days):
            put_up(unit, by=leader)
    text = section(html_of(client_of(leader), unit), "new")
    assert text.count("Lenger enn de fleste her") == 1
    assert re.search(r"Den gamle \S+ 10 uker her\. Lenger enn de fleste her", text), text


def test_among_few_cards_none_is_marked(client_of, unit, leader):
    with days_ago(300):
        put_up(unit, by=leader)
    for _ in range(2):
        put_up(unit, by=leader)
    assert "Lenger enn de fleste her" not in html_of(client_of(leader), unit)


def test_the_board_tells_when_somebody_last_put_an_idea_on_it(client_of, unit, leader):
    client = client_of(leader)
    assert "Siste forslag" not in html_of(client, unit)
    with days_ago(12):
        ideas.park(idea=put_up(unit, by=leader), reason="Senere", by=None)
    with days_ago(2):
        boards.touch(unit.id)
    # A parked card is not on the board, and was put up all the same.
    assert "Siste forslag: for 12 dager siden" in section(html_of(client, unit), "new")
    anonymous.submit(unit=unit, kind="wish", problem="Mer lys", client_key=uuid4())
    anonymous.publish_waiting()
    assert "Siste forslag: i dag" in section(html_of(client, unit), "new")


def test_a_board_of_the_release_before_tells_what_its_cards_tell(client_of, unit, leader):
    with days_ago(4):
        put_up(unit, by=leader)
    Board.objects.update(last_raised_on=None)
    assert "Siste forslag: for 4 dager siden" in section(html_of(client_of(leader), unit), "new")


# A board to begin with


def test_whoever_may_arrange_an_unused_board_is_offered_templates(client_of, unit, leader, worker):
    html = html_of(client_of(leader), unit)
    assert re.findall(r'name="template" value="(\w+)"', html) == ["care", "school", "operations", "office"]
    assert 'name="template"' not in html_of(client_of(worker), unit)
    assert not Board.objects.exists()
    put_up(unit, by=worker)
    assert 'name="template"' not in html_of(client_of(leader), unit)


def test_the_offer_goes_when_the_board_is_arranged(client_of, unit, leader):
    client = client_of(leader)
    html_of(client, unit)
    arrange(unit, OwnSection("new", "Innspill"))
    assert 'name="template"' not in html_of(client, unit)


# Keys


def test_the_board_knows_whether_single_keys_are_on_for_its_reader(client_of, unit, leader, worker):
    client = client_of(leader)
    before = etag_of(client, unit)
    assert " data-keys" in html_of(client, unit)
    people.choose_keys(person=leader, single_keys=False, by=leader.id)
    html = html_of(client, unit)
    assert " data-keys" not in html and "Du har slått av enkelttastene." in html
    assert etag_of(client, unit) != before
    assert " data-keys" in html_of(client_of(worker), unit)


# Queries


@pytest.mark.parametrize("number", [1, 3])
def test_a_board_with_lanes_takes_one_query_more_after_a_change_and_none_else(client_of, unit, leader, number):
    arrange(unit, OwnSection("new", "Innspill"), OwnSection("testing", limit=1))
    for n in range(number):
        lane = lanes.add(unit=unit, name=f"Spor {n}", owner_id=leader.id, by=None)
        ideas.tag(idea=put_up(unit, by=leader), lane=lane, waste_type=None, by=None)
    client = client_of(leader)
    client.get(address(unit))
    put_up(unit, by=leader)
    response, changed = queries_of(lambda: client.get(address(unit)))
    _, kept = queries_of(lambda: client.get(address(unit)))
    tag = response.headers["ETag"]
    unchanged, same = queries_of(lambda: client.get(address(unit), headers={"if-none-match": tag}))
    assert (len(changed), len(kept), len(same), unchanged.status_code) == (6, 2, 2, 304)


CHANGES = {
    "an arrangement": lambda unit: arrange(unit, OwnSection("new", "Innspill")),
    "a new lane": lambda unit: lanes.add(unit=unit, name="Natt", by=None),
    "a template": lambda unit: boards.begin_with(
        board=boards.ensure(unit.id),
        template=BOARD_TEMPLATES["office"],
        language="nb",
        by=None,
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_etag_changes_with(client_of, unit, leader, change):
    client = client_of(leader)
    client.get(address(unit))
    before = etag_of(client, unit)
    CHANGES[change](unit)
    assert etag_of(client, unit) != before

"""The lanes of a board, and putting ideas in them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.keys import uuid4
from laeringslean.foundation.models import EditConflict, Event
from laeringslean.improvement.actions import boards, ideas, lanes
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.actions.lanes import MOST_LANES, LaneRefused
from laeringslean.improvement.models import Idea, Lane
from laeringslean.method.models import WasteType
from laeringslean.organisation.access.roles import Role
from tests.factories.boards import put_up
from tests.factories.improvement import make_method
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db):
    make_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person("Line Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


def names(unit):
    return [lane.name for lane in Lane.objects.in_use(unit.id)]


def test_lanes_stand_in_the_order_in_which_they_are_put(unit):
    for name in ("Nord", "Sør", "Natt"):
        lanes.add(unit=unit, name=f" {name} ", by=None)
    assert names(unit) == ["Nord", "Sør", "Natt"]
    lanes.place(lane=Lane.objects.get(name="Natt"), step=-1, by=None)
    assert names(unit) == ["Nord", "Natt", "Sør"]
    lanes.place(lane=Lane.objects.get(name="Nord"), step=-1, by=None)
    lanes.place(lane=Lane.objects.get(name="Sør"), step=1, by=None)
    assert names(unit) == ["Nord", "Natt", "Sør"]


def test_a_change_to_a_lane_is_told_to_the_board(unit, leader):
    before = boards.ensure(unit.id).cards_version
    lane = lanes.add(unit=unit, name="Nord", by=leader.id)
    lanes.revise(lane=lane, name="Sone Nord", owner_id=leader.id, ends_on=clock.today(), by=leader.id)
    lanes.put_away(lane=lane, by=leader.id)
    events = Event.objects.filter(kind__startswith="improvement.lane.").order_by("sequence")
    assert [event.kind.rpartition(".")[2] for event in events] == ["added", "revised", "put-away"]
    assert [event.details["board_version"] for event in events] == [before + 1, before + 2, before + 3]
    assert names(unit) == []


@pytest.mark.parametrize("name", ["NORD", "  ", "nord "])
def test_a_lane_needs_a_name_of_its_own(unit, name):
    lanes.add(unit=unit, name="Nord", by=None)
    with pytest.raises(LaneRefused):
        lanes.add(unit=unit, name=name, by=None)


def test_a_name_is_free_again_when_its_lane_is_put_away(unit):
    lanes.put_away(lane=lanes.add(unit=unit, name="Runde 1", by=None), by=None)
    lanes.add(unit=unit, name="Runde 1", by=None)
    assert Lane.objects.count() == 2


def test_a_board_has_room_for_so_many_lanes(unit):
    for number in range(MOST_LANES):
        lanes.add(unit=unit, name=f"Spor {number}", by=None)
    with pytest.raises(LaneRefused):
        lanes.add(unit=unit, name="Ett til", by=None)


def test_whoever_looks_after_a_lane_works_in_the_unit(unit):
    stranger = make_person(unit=make_unit())
    with pytest.raises(LaneRefused):
        lanes.add(unit=unit, name="Nord", owner_id=stranger.id, by=None)


def test_an_idea_stands_in_a_lane_of_its_own_board(unit, leader):
    idea = put_up(unit, by=leader)
    lane = lanes.add(unit=unit, name="Nord", by=None)
    waste = WasteType.objects.get(key="searching")
    ideas.tag(idea=idea, lane=lane, waste_type=waste, by=leader.id)
    stored = Idea.objects.get()
    assert (stored.lane_id, stored.waste_type_id) == (lane.id, waste.id)
    foreign = lanes.add(unit=make_unit(), name="Nord", by=None)
    with pytest.raises(ImpossibleMove):
        ideas.tag(idea=idea, lane=foreign, waste_type=None, by=leader.id)
    with pytest.raises(EditConflict):
        ideas.tag(idea=idea, lane=None, waste_type=None, by=leader.id, expected_version=1)


def test_rewriting_an_idea_leaves_its_lane_unless_told(unit, leader):
    idea = put_up(unit, by=leader)
    lane = lanes.add(unit=unit, name="Nord", by=None)
    ideas.tag(idea=idea, lane=lane, waste_type=None, by=None)
    ideas.edit(idea=idea, kind="wish", problem="Noe annet", by=leader.id)
    assert Idea.objects.get().lane == lane
    ideas.edit(idea=idea, kind="wish", problem="Noe annet", lane=None, by=leader.id)
    assert Idea.objects.get().lane is None


def test_an_idea_that_has_left_the_board_or_whose_lane_is_put_away_stands_in_none(unit, leader):
    lane = lanes.add(unit=unit, name="Nord", by=None)
    idea = ideas.tag(idea=put_up(unit, by=leader), lane=lane, waste_type=None, by=None)
    assert idea.lane_on_board == lane
    Idea.objects.update(unit=make_unit())
    assert Idea.objects.get().lane_on_board is None
    Idea.objects.update(unit=unit)
    lanes.put_away(lane=lane, by=None)
    assert Idea.objects.get().lane_on_board is None


# Pages


def test_lanes_are_added_changed_and_put_away_on_their_page(client_of, unit, leader):
    client = client_of(leader)
    page = reverse("improvement:lane-list", args=[unit.pk])
    assert "Ingen spor ennå." in client.get(page).content.decode()
    new = {"name": "Sone Nord", "owner": str(leader.id), "ends_on": (clock.today() - timedelta(days=1)).isoformat()}
    twice = {**new, "request_key": str(uuid4())}
    assert [client.post(page, twice).status_code for _ in range(2)] == [302, 302]
    lane = Lane.objects.get()
    html = client.get(page).content.decode()
    assert "Line Leder" in html and "sluttet" in html and "0 åpne kort" in html
    assert client.post(page, {"name": "Sone Nord"}).status_code == 422
    edit = reverse("improvement:lane-edit", args=[lane.pk])
    assert client.post(edit, {"name": "Sone Sør", "version": lane.version}).status_code == 302
    assert names(unit) == ["Sone Sør"]
    assert client.post(edit, {"name": "", "version": 2, "put-away": "1"}).status_code == 302
    assert names(unit) == [] and client.get(edit).status_code == 404


def test_who_changes_a_lane_second_is_told(client_of, unit, leader):
    lane = lanes.add(unit=unit, name="Nord", by=None)
    lanes.revise(lane=lane, name="Sone Nord", by=None)
    response = client_of(leader).post(reverse("improvement:lane-edit", args=[lane.pk]), {"name": "N", "version": 1})
    html = response.content.decode()
    assert response.status_code == 409 and "Sone Nord" in html and 'value="N"' in html
    assert names(unit) == ["Sone Nord"]


def test_the_list_of_lanes_takes_the_same_queries_for_one_and_three(client_of, unit, leader):
    client, page = client_of(leader), reverse("improvement:lane-list", args=[unit.pk])
    client.get(page)
    numbers = []
    for more in (1, 2):
        for _ in range(more):
            lane = lanes.add(unit=unit, name=f"Spor {Lane.objects.count()}", owner_id=leader.id, by=None)
            ideas.tag(idea=put_up(unit, by=leader), lane=lane, waste_type=None, by=None)
        with CaptureQueriesContext(connection) as captured:
            assert "1 åpent kort" in client.get(page).content.decode()
        numbers.append(len(captured))
    assert numbers[0] == numbers[1] <= 9


def test_a_card_is_tagged_by_whoever_may_move_it(client_of, unit, leader):
    idea = put_up(unit, by=leader)
    lane = lanes.add(unit=unit, name="Nord", by=None)
    facilitator = make_person(unit=unit, role=Role.FACILITATOR, role_unit=unit)
    client, page = client_of(facilitator), reverse("improvement:idea-tags", args=[idea.pk])
    html = client.get(page).content.decode()
    assert "Nord" in html and "Leting" in html
    board = reverse("overview:board", args=[unit.pk])
    response = client.post(page, {"lane": str(lane.pk), "waste_type": "", "version": idea.version, "next": board})
    assert response.headers["Location"] == board
    assert Idea.objects.get().lane == lane
    detail = client.get(reverse("improvement:idea-detail", args=[idea.pk])).content.decode()
    assert "Spor eller tidstyv endret" in detail and "Nord" in detail
    stale = client.post(page, {"lane": "", "waste_type": "", "version": idea.version})
    assert stale.status_code == 409 and "Lagret nå: Nord" in stale.content.decode()
    assert Idea.objects.get().lane == lane


def test_the_lane_is_in_the_form_that_rewrites_an_idea_and_not_where_it_is_raised(client_of, unit, leader):
    idea = put_up(unit, by=leader)
    client, page = client_of(leader), reverse("improvement:idea-edit", args=[idea.pk])
    assert 'name="lane"' not in client.get(page).content.decode()
    lane = lanes.add(unit=unit, name="Nord", by=None)
    foreign = lanes.add(unit=make_unit(), name="Fremmed", by=None)
    html = client.get(page).content.decode()
    assert str(lane.pk) in html and "Fremmed" not in html
    assert 'name="lane"' not in client.get(reverse("improvement:idea-new")).content.decode()
    said = {"problem": "Nøkler", "kind": "wish", "version": idea.version}
    assert client.post(page, {**said, "lane": str(foreign.pk)}).status_code == 422
    assert client.post(page, {**said, "lane": str(lane.pk)}).status_code == 302
    assert Idea.objects.get().lane == lane

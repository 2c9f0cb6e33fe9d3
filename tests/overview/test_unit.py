"""A unit's page: where it stands, who leads it, how many work there, how steadily it meets."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.organisation.access.roles import Role
from laeringslean.overview.queries.units import unit_page
from tests.factories.meetings import a_method, hold_meeting, make_meeting, start_meeting
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db):
    a_method()
    return make_unit("Helse og mestring")


@pytest.fixture
def unit(area):
    return make_unit("Hjemmetjenesten", parent=area)


def _page(client, unit):
    return client.get(reverse("overview:unit", args=[unit.pk])).content.decode()


def test_unit_page_names_leader_guide_and_the_way_up(area, unit, client_of):
    leader = make_person("Åse Leder", role=Role.UNIT_MANAGER, role_unit=unit)
    make_person("Grete Veileder", role=Role.LEAN_GUIDE, role_unit=unit)
    page = _page(client_of(leader), unit)
    assert "Åse Leder" in page
    assert "Grete Veileder" in page
    # The leader may not open the unit above, so its name is no link.
    assert "› Helse og mestring" in page
    assert reverse("overview:unit", args=[area.pk]) not in page
    assert reverse("overview:board", args=[unit.pk]) in page


def test_unit_page_counts_people_for_those_who_may_see_counts(unit, client_of):
    for _ in range(7):
        make_person(unit=unit)
    leader = make_person(role=Role.UNIT_MANAGER, role_unit=unit)
    assert unit_page(viewer_of(leader), unit).people == 7
    employee = viewer_of(make_person(unit=make_unit(parent=unit)))
    assert unit_page(employee, unit).may_count is False
    assert unit_page(employee, unit).people is None


def test_unit_page_hides_a_small_group_and_says_why(unit, client_of):
    for _ in range(4):
        make_person(unit=unit)
    leader = make_person(role=Role.UNIT_MANAGER, role_unit=unit)
    assert "Vises ikke, slik at ingen kan pekes ut" in _page(client_of(leader), unit)


def test_unit_page_hides_sub_units_that_would_give_a_small_one_away(unit):
    small, middle, large = (make_unit(name, parent=unit) for name in ("Fire", "Seks", "Ti"))
    for place, number in ((small, 4), (middle, 6), (large, 10)):
        for _ in range(number):
            make_person(unit=place)
    leader = make_person(role=Role.UNIT_MANAGER, role_unit=unit)
    page = unit_page(viewer_of(leader), unit)
    assert page.people == 20
    assert [(child.name, child.people) for child in page.children] == [("Fire", None), ("Seks", None), ("Ti", 10)]


def test_unit_page_shows_meetings_held_and_missed(unit, client_of):
    held = hold_meeting(unit, clock.today() - timedelta(days=14))
    page = _page(client_of(make_person(unit=unit)), unit)
    assert reverse("improvement:meeting-minutes", args=[held.pk]) in page
    assert "1 av 2 planlagte møter er holdt det siste halvåret." in page
    assert page.count("✗ Ikke holdt") == 1


def test_unit_page_leads_to_the_meeting_that_is_going_on(unit, client_of):
    meeting = start_meeting(unit)
    page = _page(client_of(make_person(unit=unit)), unit)
    assert "Tavlemøtet pågår nå." in page
    assert reverse("overview:meeting", args=[meeting.pk]) in page


def test_unit_page_hides_meetings_and_signals_from_those_who_lead_from_a_distance(area, unit, client_of):
    for weeks in (1, 2):
        make_meeting(unit, on=clock.today() - timedelta(weeks=weeks, days=-1))
    director = make_person(role=Role.SERVICE_DIRECTOR, role_unit=area)
    page = unit_page(viewer_of(director), unit)
    assert (page.meetings, page.signals) == (None, ())
    assert reverse("overview:board", args=[unit.pk]) not in _page(client_of(director), unit)
    leader = make_person(role=Role.UNIT_MANAGER, role_unit=unit)
    assert [signal.kind for signal in unit_page(viewer_of(leader), unit).signals] == ["meetings"]


def test_unit_page_of_another_unit_is_not_found(unit, client_of):
    stranger = make_person(unit=make_unit())
    assert client_of(stranger).get(reverse("overview:unit", args=[unit.pk])).status_code == 404


def test_unit_page_takes_as_many_queries_for_three_rows_as_for_one(unit):
    leader = make_person(role=Role.UNIT_MANAGER, role_unit=unit)

    def add_one_of_each(week):
        make_person(unit=make_unit(parent=unit))
        make_person(role=Role.LEAN_GUIDE, role_unit=unit)
        hold_meeting(unit, clock.today() - timedelta(weeks=week))

    def queries():
        viewer = viewer_of(leader)
        unit_page(viewer, unit)
        with CaptureQueriesContext(connection) as captured:
            unit_page(viewer, unit)
        return len(captured)

    add_one_of_each(3)
    count = queries()
    add_one_of_each(2)
    add_one_of_each(1)
    assert len(unit_page(viewer_of(leader), unit).meetings.past) == 3
    assert queries() == count


def test_unit_page_leads_those_who_may_to_its_people(unit, client_of):
    people = reverse("organisation:unit-people", args=[unit.pk])
    invitation = reverse("organisation:person-invitation", args=[unit.pk])
    expected = {
        Role.UNIT_MANAGER: [people, invitation],
        Role.DEPARTMENT_MANAGER: [invitation],
        Role.LEAN_GUIDE: [],
        Role.ADMINISTRATOR: [people, invitation],
    }
    for role, addresses in expected.items():
        where = None if role == Role.ADMINISTRATOR else unit
        client = client_of(make_person(role=role, role_unit=where))
        page = _page(client, unit)
        assert [address for address in (people, invitation) if f'href="{address}"' in page] == addresses, role
        assert {client.get(address).status_code for address in addresses} <= {200}, role


def test_unit_page_without_a_meeting_says_what_a_meeting_is_for(unit, client_of):
    leader = client_of(make_person(role=Role.DEPARTMENT_MANAGER, role_unit=unit))
    page = _page(leader, unit)
    assert "Et kort møte hver uke, stående ved tavla" in page
    assert reverse("improvement:meeting-new", args=[unit.pk]) in page

"""The measures of the loop of a unit: counted right, kept back where they point somebody out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.organisation.access.roles import Role
from laeringslean.overview.queries.loop import measures_of
from tests.factories.improvement import make_idea
from tests.factories.meetings import a_method, hold_meeting
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db):
    a_method()
    return make_unit("Helse og mestring")


def _staffed(area, name, staff, ideas):
    unit = make_unit(name, parent=area)
    for person in [make_person(unit=unit) for _ in range(staff)][:ideas]:
        make_idea(unit, by=person, state="done")
    return unit


def _measures(area, unit=None):
    director = make_person(role=Role.SERVICE_DIRECTOR, role_unit=area)
    return measures_of(viewer_of(director), unit or area)


def test_involvement_and_ideas_of_a_unit_and_those_below_in_alphabetical_order(area):
    _staffed(area, "Ås", 20, 10)
    _staffed(area, "Bø", 12, 6)
    make_idea(area, state="raised")
    own, first, second = _measures(area)
    assert (own.involvement, own.staff, own.implemented, own.decided) == (50, 32, 100, 16)
    assert (first.unit_name, first.involvement) == ("Bø", 50)
    assert (second.unit_name, second.involvement) == ("Ås", 50)
    assert own.response_days == 0
    assert f"{own.ideas_per_year:.2f}" == "0.53"


def test_one_unit_that_is_too_small_takes_the_next_one_with_it(area):
    _staffed(area, "A", 20, 10)
    _staffed(area, "B", 12, 6)
    _staffed(area, "C", 4, 1)
    own, a, b, c = _measures(area)
    assert [each.involvement for each in (own, a, b, c)] == [pytest.approx(47), 50, None, None]
    assert c.implemented is None


def test_meetings_need_five_before_they_are_a_share(area):
    unit = make_unit("A", parent=area)
    for weeks in (4, 3, 2):
        hold_meeting(unit, clock.today() - timedelta(weeks=weeks))
    assert _measures(area, unit)[0].steadiness is None
    for weeks in (7, 6, 5):
        hold_meeting(unit, clock.today() - timedelta(weeks=weeks))
    own = _measures(area, unit)[0]
    assert own.steadiness == round(100 * own.rhythm.held / own.rhythm.planned)


def test_page_says_when_there_is_too_little_and_unit_page_leads_to_it(area, client_of):
    unit = _staffed(area, "A", 6, 2)
    address = reverse("overview:loop", args=[unit.pk])
    director = client_of(make_person(role=Role.SERVICE_DIRECTOR, role_unit=area))
    page = director.get(address).content.decode()
    assert page.count("For få til å vise") == 4
    assert address in director.get(reverse("overview:unit", args=[unit.pk])).content.decode()
    employee = client_of(make_person(unit=unit))
    assert employee.get(address).status_code == 403
    assert address not in employee.get(reverse("overview:unit", args=[unit.pk])).content.decode()


def test_as_many_queries_for_three_units_as_for_one(area):
    director = make_person(role=Role.SERVICE_DIRECTOR, role_unit=area)

    def queries():
        viewer = viewer_of(director)
        measures_of(viewer, area)
        with CaptureQueriesContext(connection) as captured:
            measures_of(viewer, area)
        return len(captured)

    _staffed(area, "A", 6, 2)
    count = queries()
    _staffed(area, "B", 7, 2)
    hold_meeting(_staffed(area, "C", 8, 2), clock.today() - timedelta(days=7))
    assert len(measures_of(viewer_of(director), area)) == 4
    assert queries() == count

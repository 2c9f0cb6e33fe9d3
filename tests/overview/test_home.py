"""The first page: what one has taken on and raised, what waits for an answer, and which boards need a hand."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.benefits.actions import benefits, divisors
from laeringslean.foundation import clock
from laeringslean.improvement.actions import ideas, meetings
from laeringslean.organisation.access.roles import Role
from laeringslean.overview.queries.home import home_of
from tests.factories.benefits import make_agreement, make_benefit
from tests.factories.meetings import a_method, hold_meeting, make_meeting, start_meeting
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db):
    a_method()
    return make_unit("Helse og mestring")


@pytest.fixture
def unit(area):
    return make_unit("Hjemmetjenesten Sør", parent=area)


def _raise(unit, by, problem="Vi leter etter nøkler"):
    return ideas.raise_idea(unit=unit, kind="suggestion", problem=problem, by=by.id)


def _planned(unit, owner, due_in_days):
    idea = _raise(unit, owner, "Merk krokene")
    ideas.accept(idea=idea, by=None)
    return ideas.plan(idea=idea, owner_id=owner.id, due_on=clock.today() + timedelta(days=due_in_days), by=None)


def _home(person):
    return home_of(viewer_of(person))


def test_home_shows_own_boards_and_the_meeting_ahead(unit, client_of):
    person = make_person("Kari", unit=unit)
    make_meeting(unit, on=clock.today() + timedelta(days=3), at=time(8, 15))
    page = client_of(person).get(reverse("overview:home")).content.decode()
    assert reverse("overview:board", args=[unit.pk]) in page
    assert f"{reverse('improvement:idea-new')}?unit={unit.pk}" in page
    assert "Neste tavlemøte:" in page
    assert "08:15" in page


def test_home_leads_to_the_meeting_that_is_going_on(unit, client_of):
    meeting = start_meeting(unit)
    page = client_of(make_person(unit=unit)).get(reverse("overview:home")).content.decode()
    assert "Tavlemøtet pågår nå." in page
    assert reverse("overview:meeting", args=[meeting.pk]) in page


def test_home_of_somebody_without_a_board_says_what_to_do(area, client_of):
    page = client_of(make_person(role=Role.ADMINISTRATOR)).get(reverse("overview:home")).content.decode()
    assert "Du hører ikke til en enhet med tavle ennå." in page
    assert reverse("organisation:unit-list") in page


@pytest.mark.parametrize("role", [None, Role.POLITICIAN])
def test_home_leads_nobody_to_what_they_may_not_see(area, client_of, role):
    page = client_of(make_person(role=role) if role else make_person()).get(reverse("overview:home")).content.decode()
    assert "Her er det ikke noe til deg ennå." in page
    assert reverse("organisation:unit-list") not in page
    assert reverse("attention:news") not in page


def test_home_of_somebody_new_teaches_the_first_step(unit, client_of):
    page = client_of(make_person(unit=unit)).get(reverse("overview:home")).content.decode()
    assert "Hva stjal tid fra deg i dag?" in page
    assert "Ingenting akkurat nå. Alle kan ta på seg et tiltak på tavlemøtet" in page


def test_home_shows_boards_of_roles_beside_those_of_memberships(area, unit):
    guided = make_unit("Byggesak", parent=area)
    person = make_person(unit=unit, role=Role.LEAN_GUIDE, role_unit=guided)
    assert [(board.unit.name, board.may_raise) for board in _home(person).boards] == [
        ("Hjemmetjenesten Sør", True),
        ("Byggesak", False),
    ]


def test_home_lists_what_one_owns_with_what_is_overdue(unit, client_of):
    person = make_person(unit=unit)
    late, soon = _planned(unit, person, -1), _planned(unit, person, 5)
    _planned(unit, make_person(unit=unit), 1)
    task = meetings.record_outcome(
        meeting=start_meeting(unit), kind="task", text="Kjøp kroker", owner_id=person.id, due_on=clock.today(), by=None
    )
    home = _home(person)
    assert (home.owned, home.tasks) == ([late, soon], [task])
    page = client_of(person).get(reverse("overview:home")).content.decode()
    assert page.count("Over fristen") == 1
    assert "Kjøp kroker" in page


def test_home_leaves_out_what_one_owned_and_finished(unit):
    person = make_person(unit=unit)
    ideas.mark_done(idea=_planned(unit, person, 2), by=person.id)
    assert _home(person).owned == []


def test_home_lists_ones_own_ideas_and_nobody_elses(unit):
    person, other = make_person(unit=unit), make_person(unit=unit)
    mine = _raise(unit, person)
    _raise(unit, other)
    assert _home(person).raised == [mine]


def test_home_shows_a_leader_what_was_lifted_to_them(area, unit, client_of):
    director = make_person(role=Role.SERVICE_DIRECTOR, role_unit=area)
    person = make_person("Forslagsstiller Fem", unit=unit)
    lifted, other = _raise(unit, person, "Felles bilpark"), _raise(unit, person, "Blir hos oss")
    ideas.accept(idea=other, by=None)
    ideas.escalate(idea=lifted, reason="Gjelder flere", by=None)
    page = client_of(director).get(reverse("overview:home")).content.decode()
    assert "Felles bilpark" in page
    assert "Blir hos oss" not in page
    assert "Forslagsstiller Fem" not in page
    ideas.answer_escalation(idea=lifted, reply="Ja", by=director.id)
    assert _home(director).escalated == []


def test_home_of_a_director_shows_sums_and_no_signals(area, unit):
    director = make_person(role=Role.SERVICE_DIRECTOR, role_unit=area)
    person = make_person(unit=unit)
    _raise(unit, person)
    ideas.mark_done(idea=_planned(unit, person, 2), by=None)
    hold_meeting(unit, clock.today() - timedelta(days=14))
    home = _home(director)
    assert (home.sums.units, home.sums.open, home.sums.implemented) == (1, 1, 1)
    assert (home.sums.meetings_held, home.sums.meetings_planned) == (1, 2)
    assert (home.boards, home.stalled) == ([], [])
    assert home.sums.freed.identified.hours_per_week == 0


def test_home_shows_a_director_the_freed_hours_of_the_area_alone(area, unit, client_of):
    director = make_person(role=Role.SERVICE_DIRECTOR, role_unit=area)
    person = make_person(unit=unit)
    divisors.set_divisor(hours=Decimal("37.5"), basis="weekly", valid_from=clock.today(), by=None)
    for place in (unit, make_unit("Regnskap")):
        idea = _raise(place, person)
        benefits.identify(idea=idea, minutes=Decimal(30), persons=5, times_per_week=Decimal(7), by=None)
    page = client_of(director).get(reverse("overview:home")).content.decode()
    assert "17,5 t/uke" in page


def test_home_shows_the_coordinator_the_sums_of_the_whole_municipality(area, unit, client_of):
    coordinator, person = make_person(role=Role.LEAN_COORDINATOR), make_person(unit=unit)
    make_unit("Teknikk")
    benefit = make_benefit(_raise(unit, person), hours="60", by=person)
    make_benefit(_raise(unit, person, "Nøkler igjen"), hours="30", by=person)
    leader = make_person(role=Role.DEPARTMENT_MANAGER, role_unit=unit)
    make_agreement(benefit, leader, person, signed=True)
    page = client_of(coordinator).get(reverse("overview:home")).content.decode()
    assert "90,0 t/uke" in page
    assert "2,40 årsverk" in page
    assert "0 % av det identifiserte" in page
    assert [place.name for place in _home(coordinator).sums.ledgers] == ["Helse og mestring", "Teknikk"]
    assert client_of(coordinator).get(reverse("benefits:sums", args=[area.pk])).status_code == 200


def test_home_of_a_unit_manager_sums_up_the_departments_and_not_a_single_board(area, unit):
    assert _home(make_person(role=Role.UNIT_MANAGER, role_unit=area)).sums.units == 0
    assert _home(make_person(role=Role.UNIT_MANAGER, role_unit=unit)).sums is None


def test_home_of_staff_and_their_leader_shows_no_sums(unit):
    assert _home(make_person(unit=unit)).sums is None
    assert _home(make_person(role=Role.DEPARTMENT_MANAGER, role_unit=unit)).sums is None


def test_home_shows_guides_and_coordinator_the_boards_that_need_a_hand(unit, client_of):
    for weeks in (1, 2):
        make_meeting(unit, on=clock.today() - timedelta(weeks=weeks, days=-1))
    make_meeting(unit, on=clock.today() + timedelta(days=1))
    for person in (
        make_person(role=Role.LEAN_COORDINATOR),
        make_person(role=Role.LEAN_GUIDE, role_unit=unit),
    ):
        page = client_of(person).get(reverse("overview:home")).content.decode()
        assert "Enheter som kan trenge en hånd" in page
        assert "2 tavlemøter på rad er ikke holdt" in page
    employee = client_of(make_person(unit=unit)).get(reverse("overview:home")).content.decode()
    assert "Enheter som kan trenge en hånd" not in employee


def test_home_counts_unread_news(unit, client_of):
    person = make_person(unit=unit)
    ideas.accept(idea=_raise(unit, person), by=None)
    page = client_of(person).get(reverse("overview:home")).content.decode()
    assert "1 nyhet om forslagene dine" in page


def test_home_takes_as_many_queries_for_three_rows_as_for_one(area):
    leader = make_person(unit=area, role=Role.UNIT_MANAGER, role_unit=area)

    def add_one_of_each():
        unit = make_unit(parent=area)
        make_meeting(unit, on=clock.today() - timedelta(days=9))
        ideas.escalate(idea=_raise(unit, make_person(unit=unit)), reason="Gjelder flere", by=None)
        _planned(area, leader, 3)
        meetings.record_outcome(
            meeting=start_meeting(unit), kind="task", text="Gjør", owner_id=leader.id, due_on=clock.today(), by=None
        )

    add_one_of_each()
    home_of(viewer_of(leader))
    count = _queries_of(viewer_of(leader))
    add_one_of_each()
    add_one_of_each()
    home = home_of(viewer_of(leader))
    assert (len(home.owned), len(home.tasks), len(home.escalated)) == (3, 3, 3)
    assert _queries_of(viewer_of(leader)) == count


def _queries_of(viewer):
    with CaptureQueriesContext(connection) as captured:
        home_of(viewer)
    return len(captured)


def test_home_sends_somebody_who_is_not_signed_in_to_the_entrance(client, area):
    response = client.get(reverse("overview:home"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("organisation:sign-in"))


def test_home_reads_the_clock_that_is_set():
    with clock.set_clock(datetime(2026, 1, 5, 9, tzinfo=UTC)):
        assert _home(make_person()).today.isoformat() == "2026-01-05"


def test_home_asks_nobody_for_ideas_who_cannot_raise_any(unit, client_of):
    consultant = client_of(make_person(role=Role.EXTERNAL_CONSULTANT, role_unit=unit))
    assert "Forslagene dine" not in consultant.get(reverse("overview:home")).content.decode()
    employee = client_of(make_person(unit=unit))
    assert "Forslagene dine" in employee.get(reverse("overview:home")).content.decode()

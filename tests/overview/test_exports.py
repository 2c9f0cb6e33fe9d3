"""Every list can be taken along, as CSV and as Excel: what its page shows, to those who may open it."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from laeringslean.foundation import clock
from laeringslean.improvement.actions import meetings
from laeringslean.organisation.access.roles import Role
from tests.factories.benefits import make_benefit
from tests.factories.improvement import make_idea, make_method
from tests.factories.measures import make_goal
from tests.factories.meetings import make_meeting, start_meeting
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    make_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person("Kari Nordmann", unit=unit, role=Role.UNIT_MANAGER, role_unit=unit)


@pytest.fixture
def client(client_of, leader):
    return client_of(leader)


def as_csv(client, address, **wish):
    answer = client.get(address, {"as": "csv", **wish})
    assert answer.status_code == 200, answer
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def as_excel(client, address, **wish):
    answer = client.get(address, {"as": "xlsx", **wish})
    assert answer.status_code == 200 and answer["Content-Disposition"].endswith('.xlsx"')
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows()]


def something_of_each(unit, leader):
    idea = make_idea(unit, by=leader, state="done", problem="=1+1")
    make_benefit(idea, hours="5")
    make_goal(unit, "Besøk før 08.30", value="71")
    make_meeting(unit, on=date(2026, 2, 3), facilitator=leader)
    meeting = start_meeting(unit)
    meetings.record_outcome(
        meeting=meeting, kind="task", text="Kjøp krok", owner_id=leader.id, due_on=clock.today(), by=None
    )


LISTS = {
    "organisation:unit-list": ("Enhet", "Hjemmetjenesten Sør"),
    "organisation:unit-people": ("Navn", "Kari Nordmann"),
    "measures:goal-list": ("Verdi", "71,00"),
    "benefits:sums": ("Timer i uka", "5,00"),
    "improvement:idea-export": ("Problemet", "'=1+1"),
    "improvement:meeting-export": ("Enhet", "Hjemmetjenesten Sør"),
    "improvement:outcome-export": ("Tekst", "Kjøp krok"),
    "overview:loop": ("Enhet", "Hjemmetjenesten Sør"),
}


def address_of(name, unit):
    keys = {"organisation:unit-people": "pk", "overview:loop": "pk"}
    if name in ("organisation:unit-list", "improvement:idea-export"):
        return reverse(name)
    return reverse(name, kwargs={keys.get(name, "unit_pk"): unit.pk})


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_the_same_in_both_forms(client, unit, leader, name):
    something_of_each(unit, leader)
    column, value = LISTS[name]
    rows = as_csv(client, address_of(name, unit))
    assert value in [row[column] for row in rows]
    header, *cells = as_excel(client, address_of(name, unit))
    assert list(rows[0]) == header
    assert len(cells) == len(rows)


@pytest.mark.parametrize("name", LISTS)
def test_no_more_is_asked_of_the_database_for_three_rows_than_for_one(client, unit, leader, name):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_csv(client, address_of(name, unit))
        return len(captured)

    something_of_each(unit, leader)
    queries()
    first = queries()
    for number in range(2):
        make_person(unit=unit)
        make_unit(parent=unit)
        make_benefit(make_idea(unit, by=leader, state="done"))
        make_goal(unit, f"Mål {number}", value="3")
        make_meeting(unit, on=date(2026, 1, 6 + 7 * number), facilitator=leader)
    as_csv(client, address_of(name, unit))
    assert queries() <= first


def test_days_and_numbers_are_days_and_numbers_in_excel_and_nothing_is_a_formula(client, unit, leader):
    something_of_each(unit, leader)
    answer = client.get(reverse("improvement:idea-export"), {"as": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    header = [cell.value for cell in sheet[1]]
    problem, raised = sheet[2][header.index("Problemet")], sheet[2][header.index("Meldt")]
    assert (problem.value, problem.data_type) == ("=1+1", "s")
    assert raised.is_date
    ledger = as_excel(client, reverse("benefits:sums", args=[unit.pk]))
    assert ledger[1][ledger[0].index("Timer i uka")] == 5


def test_a_number_that_is_kept_back_on_the_page_is_kept_back_in_the_file(client_of, unit):
    for _ in range(3):
        make_person(unit=unit)
    director = client_of(make_person(role=Role.HR_MANAGER))
    (row,) = as_csv(director, reverse("organisation:unit-list"))
    assert row["Personer"] == "for få til å vises"


def test_roles_of_the_municipality_and_people_that_were_found(client_of):
    administrator = make_person("Ada", role=Role.ADMINISTRATOR)
    rows = as_csv(client_of(administrator), reverse("organisation:role-list"))
    assert [(row["Rolle"], row["Navn"]) for row in rows] == [("Administrator", "Ada")]
    found = as_csv(client_of(administrator), reverse("organisation:person-list"), q="ada")
    assert [row["Navn"] for row in found] == ["Ada"]
    assert as_csv(client_of(administrator), reverse("organisation:person-list")) == []


def test_the_file_speaks_the_language_of_the_page(client_of, unit):
    nynorsk = client_of(make_person(unit=unit, language="nn", role=Role.UNIT_MANAGER, role_unit=unit))
    assert "Eining" in as_csv(nynorsk, reverse("organisation:unit-list"))[0]

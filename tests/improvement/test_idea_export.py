"""The list of ideas, taken along to a spreadsheet."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.improvement.models import Idea
from tests.factories.improvement import make_idea, make_method
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db
EXPORT = reverse("improvement:idea-export")


@pytest.fixture
def unit():
    make_method()
    return make_unit("Hjemmetjenesten")


@pytest.fixture
def client(client_of, unit):
    return client_of(make_person("Kari Nordmann", unit=unit))


def exported(client, **wish):
    answer = client.get(EXPORT, wish)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_rows_are_those_of_the_list_with_every_answer_whole(client, unit):
    nurse = make_person("Åse Bø", unit=unit)
    make_idea(unit, by=nurse, problem="Vi leter etter nøklene\nhver morgen", proposal="Merk krokene", state="planned")
    make_idea(make_unit("Regnskap"), problem="Fremmed")
    (row,) = exported(client)
    assert row["Enhet"] == "Hjemmetjenesten"
    assert row["Problemet"] == "Vi leter etter nøklene\nhver morgen"
    assert row["Forslaget"] == "Merk krokene"
    assert row["Status"] == "Planlagt"
    assert row["Meldt av"] == "Åse Bø"
    assert row["Tas av"] and row["Frist"]


def test_it_is_narrowed_as_the_list_is(client, unit):
    make_idea(unit, proposal="Merk krokene")
    make_idea(unit, proposal="Vask bilene")
    assert [row["Forslaget"] for row in exported(client, q="krok")] == ["Merk krokene"]


def test_an_anonymous_idea_has_no_name_and_nothing_written_is_calculated(client, unit):
    idea = make_idea(unit, by=None, problem="=1+1")
    Idea.objects.filter(pk=idea.pk).update(is_anonymous=True, raised_by=None)
    (row,) = exported(client)
    assert row["Meldt av"] == "Anonym"
    assert row["Problemet"] == "'=1+1"


def test_it_asks_no_more_of_the_database_with_more_ideas(client, unit):
    exported(client)  # what the first page of a session asks is kept
    asked = []
    for number in (1, 3):
        while Idea.objects.count() < number:
            make_idea(unit, by=make_person(unit=unit), state="planned")
        with CaptureQueriesContext(connection) as queries:
            assert len(exported(client)) == number
        asked.append(len(queries))
    assert asked[0] == asked[1]

"""The main loop in the demo municipality, as a newcomer meets it, and in a municipality that was just imported."""

import pytest

from tests.journeys.imported import Imported, imported_municipality
from tests.journeys.main_loop import Journey
from tests.journeys.product import DESKTOP, PHONE, Visitor, running_demo

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_in_the_demo_municipality(chromium, axe, tmp_path, server_database, language):
    with running_demo(tmp_path / "demo", **server_database) as address:
        nurse = Visitor(chromium, address, viewport=PHONE, language=language)
        leader = Visitor(chromium, address, viewport=DESKTOP, language=language)
        journey = Journey(nurse, leader, axe, language)
        for visitor, person in ((nurse, "hjs-03"), (leader, "hjs-01")):
            visitor.page.goto("/")
            journey.look(visitor)
            visitor.enter_as(person)
            journey.look(visitor)
        journey.go_through()
        nurse.close()
        leader.close()


def test_in_a_municipality_of_60_units_and_2000_people_imported_from_files(chromium, axe, tmp_path, server_database):
    with imported_municipality(tmp_path, **server_database) as (address, password):
        administrator = Visitor(chromium, address, viewport=DESKTOP)
        nurse = Visitor(chromium, address, viewport=PHONE)
        leader = Visitor(chromium, address, viewport=DESKTOP)
        journey = Journey(nurse, leader, axe, "nb")
        imported = Imported(journey, tmp_path)
        imported.sign_in(administrator, password)
        imported.import_files(administrator)
        imported.choose_a_password(leader, "kari.nordmo@storvik.example")
        imported.choose_a_password(nurse, "mona.eriksen@storvik.example")
        imported.plan_the_first_meeting()
        journey.go_through()
        for visitor in (administrator, nurse, leader):
            visitor.close()

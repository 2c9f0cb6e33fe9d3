"""The entrance of the demo: one click enters as a demo person, and as nobody else."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

from laeringslean.organisation.models import Session
from tests.factories.organisation import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.demo.demo_urls")]


@pytest.fixture(autouse=True)
def demo_mode(settings):
    settings.DEMO = True


@pytest.fixture
def nurse(tenant):
    return make_person("Mona Eriksen", external_id="hjs-03")


def enter(client: Client, person, **data: str):
    return client.post(f"/demo/enter/{person.id}/", data)


def cookie(client: Client) -> str:
    return client.cookies[django_settings.SESSION_COOKIE].value


def test_entrance_shows_the_demo_people_there_are(client, nurse):
    page = client.get("/demo/").content.decode()

    assert page.count("data-person=") == 1
    assert 'data-person="hjs-03"' in page
    assert "sykepleier i Hjemmetjenesten Sør" in page
    assert f'action="/demo/enter/{nurse.id}/"' in page


@pytest.mark.parametrize(("language", "role"), [("nb", "Medarbeider"), ("nn", "Medarbeidar"), ("en", "Employee")])
def test_entrance_speaks_the_visitor_s_language(client, nurse, language, role):
    client.cookies["language"] = language

    assert f">{role}</h2>" in client.get("/demo/").content.decode()


def test_entrance_leads_on_to_the_page_that_was_asked_for(client, nurse):
    page = client.get("/demo/?next=/improvement/").content.decode()

    assert '<input type="hidden" name="next" value="/improvement/">' in page


def test_one_click_signs_in(client, nurse):
    response = enter(client, nurse, next="/demo/?her")

    assert (response.status_code, response.headers["Location"]) == (302, "/demo/?her")
    assert Session.objects.get().person == nurse
    assert "Mona Eriksen" in client.get("/demo/").content.decode()


def test_entering_as_another_ends_the_session_before(client, nurse):
    facilitator = make_person("Yusuf Abdi Warsame", external_id="hjs-02")
    enter(client, nurse)
    first = cookie(client)

    enter(client, facilitator)

    assert cookie(client) != first
    assert [session.person for session in Session.objects.all()] == [facilitator]


def test_leading_on_to_another_site_is_refused(client, nurse):
    assert enter(client, nurse, next="https://example.org/").headers["Location"] == "/"


def test_only_demo_people_can_be_entered_as(client, tenant):
    colleague = make_person("En annen", external_id="hjs-20")

    assert enter(client, colleague).status_code == 404
    assert not Session.objects.exists()


def test_without_demo_mode_nobody_enters(client, nurse, settings):
    settings.DEMO = False

    assert client.get("/demo/").status_code == 404
    assert enter(client, nurse).status_code == 404
    assert not Session.objects.exists()


def test_entering_takes_a_post(client, nurse):
    assert client.get(f"/demo/enter/{nurse.id}/").status_code == 405

"""What one sees when something is not there, not allowed, or went wrong."""

import pytest
from django.test import Client, RequestFactory

from laeringslean.organisation.access.roles import Role

pytestmark = pytest.mark.django_db


def test_what_is_not_there_is_said_in_the_readers_language():
    response = Client(headers={"accept-language": "nn"}).get("/finst-ikkje/")
    assert response.status_code == 404
    assert "Denne sida finst ikkje her" in response.content.decode()


def test_what_is_not_allowed_is_said_to_be_so(world, client_of):
    response = client_of(world.people[Role.EMPLOYEE]).get("/organisation/units/new/")
    assert response.status_code == 403
    assert "Rollen din gir deg ikke tilgang til dette" in response.content.decode()


def test_a_form_that_was_open_too_long_tells_how_to_save_what_was_written():
    response = Client(enforce_csrf_checks=True).post("/organisation/sign-in/", {"email": "x"})
    assert response.status_code == 403
    assert "kopier det du skrev" in response.content.decode()


def test_an_error_of_ours_has_a_page_that_needs_nothing():
    from django.views.defaults import server_error

    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Noe gikk galt" in response.content.decode()

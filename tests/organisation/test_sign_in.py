"""Signing in and out: the page, the session, and how often one may try."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from laeringslean.foundation import clock
from laeringslean.foundation.models import Event
from laeringslean.organisation.actions import throttle
from laeringslean.organisation.actions.people import deactivate
from laeringslean.organisation.actions.sign_in import close_all_sessions, open_session, sign_in
from laeringslean.organisation.models import Session, SignInCounter
from laeringslean.organisation.queries import token_hash, viewer_for_token
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db

PASSWORD = "ein raud buss i regnet"
EMAIL = "kari@kommune.example"


@pytest.fixture
def kari(tenant):
    return make_person("Kari", unit=make_unit(), email=EMAIL, password=PASSWORD)


def test_the_right_password_opens_a_session_of_which_only_the_hash_is_stored(kari):
    token = sign_in(email=EMAIL, password=PASSWORD, device="Firefox, Windows")
    session = Session.objects.get()
    assert (session.person, session.token_hash, session.device) == (kari, token_hash(token), "Firefox, Windows")
    assert len(token) >= 43
    assert session.expires_on - session.started_on == timedelta(days=14)
    assert viewer_for_token(token).person_id == kari.id


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "feil"), ("ukjent@kommune.example", PASSWORD), (EMAIL, ""), ("", PASSWORD)]
)
def test_anything_else_opens_none(kari, email, password):
    assert sign_in(email=email, password=password) is None
    assert not Session.objects.exists()


def test_the_address_may_be_written_in_capitals(kari):
    assert sign_in(email=EMAIL.upper(), password=PASSWORD)


def test_who_has_no_password_or_a_closed_account_cannot_sign_in(kari):
    make_person(email="ola@kommune.example")
    assert sign_in(email="ola@kommune.example", password="") is None
    deactivate(person=kari, by=None)
    assert sign_in(email=EMAIL, password=PASSWORD) is None


def test_an_unknown_address_costs_as_much_as_a_wrong_password(kari, monkeypatch):
    from laeringslean.organisation.actions import sign_in as module

    asked = []
    monkeypatch.setattr(module, "check_password", lambda *given: asked.append(given) or False)
    monkeypatch.setattr(type(kari), "has_password", lambda *given: asked.append(given) or False)
    for email in (EMAIL, "ukjent@kommune.example"):
        sign_in(email=email, password="feil")
    assert len(asked) == 2


def test_nobody_is_told_by_an_event_who_signed_in_when(kari):
    before = Event.objects.count()
    sign_in(email=EMAIL, password=PASSWORD)
    assert Event.objects.count() == before


# How often


def test_ten_tries_are_allowed_for_an_account_and_then_the_right_password_is_refused_too(kari):
    for _ in range(10):
        assert sign_in(email=EMAIL, password="feil") is None
    with pytest.raises(throttle.TooOften) as refused:
        sign_in(email=EMAIL, password=PASSWORD)
    assert 1 <= refused.value.minutes <= 15


def test_an_account_that_nobody_has_is_throttled_alike(tenant):
    for _ in range(10):
        sign_in(email="ukjent@kommune.example", password="feil")
    with pytest.raises(throttle.TooOften):
        sign_in(email="ukjent@kommune.example", password="feil")


def test_a_quarter_of_an_hour_later_one_may_try_again(kari):
    for _ in range(10):
        sign_in(email=EMAIL, password="feil")
    with clock.set_clock(clock.now() + timedelta(minutes=16)):
        assert sign_in(email=EMAIL, password=PASSWORD)


def test_signing_in_forgives_earlier_mistakes(kari):
    for _ in range(9):
        sign_in(email=EMAIL, password="feil")
    assert sign_in(email=EMAIL, password=PASSWORD)
    for _ in range(9):
        assert sign_in(email=EMAIL, password="feil") is None


def test_one_network_address_cannot_try_many_accounts(kari, monkeypatch):
    monkeypatch.setattr(throttle, "SIGN_IN_PER_ADDRESS", throttle.Limit("sign-in address", 3, timedelta(minutes=15)))
    for number in range(3):
        sign_in(email=f"n{number}@kommune.example", password="feil", address="192.0.2.7")
    with pytest.raises(throttle.TooOften):
        sign_in(email=EMAIL, password=PASSWORD, address="192.0.2.7")
    assert sign_in(email=EMAIL, password=PASSWORD, address="192.0.2.8")


def test_signing_in_well_uses_up_nothing_of_the_shared_address(kari, monkeypatch):
    monkeypatch.setattr(throttle, "SIGN_IN_PER_ADDRESS", throttle.Limit("sign-in address", 3, timedelta(minutes=15)))
    for _ in range(6):
        assert sign_in(email=EMAIL, password=PASSWORD, address="192.0.2.7")


def test_counters_hold_neither_account_nor_address_and_are_pruned(kari):
    sign_in(email=EMAIL, password="feil", address="192.0.2.7")
    stored = " ".join(str(value) for row in SignInCounter.objects.values_list() for value in row)
    assert SignInCounter.objects.count() == 2
    assert "kari" not in stored
    assert "192.0.2.7" not in stored
    with clock.set_clock(clock.now() + timedelta(hours=1)):
        sign_in(email="ola@kommune.example", password="feil")
        assert SignInCounter.objects.count() == 1


# Sessions


def test_closing_an_account_signs_it_out_everywhere_at_once(kari):
    token = open_session(person=kari)
    deactivate(person=kari, by=None)
    assert viewer_for_token(token) is None
    assert not Session.objects.exists()


def test_close_all_sessions_can_spare_the_one_in_use(kari):
    spared, other = open_session(person=kari), open_session(person=kari)
    keep = Session.objects.get(token_hash=token_hash(spared))
    assert close_all_sessions(person_id=kari.id, but=keep.id) == 1
    assert viewer_for_token(spared)
    assert viewer_for_token(other) is None


# The pages


def test_the_page_signs_in_and_goes_on_to_where_one_wanted(kari):
    client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/143.0"})
    response = client.post("/organisation/sign-in/", {"email": EMAIL, "password": PASSWORD, "next": "/news/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/news/")
    cookie = response.cookies[settings.SESSION_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 14 * 24 * 3600)
    assert Session.objects.get().device == "Firefox, Windows"


@pytest.mark.parametrize("elsewhere", ["https://ond.example/", "//ond.example/", "javascript:alert(1)"])
def test_the_page_leads_nowhere_else(kari, elsewhere):
    response = Client().post("/organisation/sign-in/", {"email": EMAIL, "password": PASSWORD, "next": elsewhere})
    assert response.headers["Location"] == "/"


def _same_but_for_the_token(page):
    return re.sub(r"\w{64}|luka@kommune.example|kari@kommune.example", "", page.content.decode())


def test_the_page_says_the_same_to_a_wrong_password_and_an_unknown_address(kari):
    pages = [
        Client().post("/organisation/sign-in/", {"email": email, "password": "feil"})
        for email in (EMAIL, "luka@kommune.example")
    ]
    assert [page.status_code for page in pages] == [422, 422]
    assert _same_but_for_the_token(pages[0]) == _same_but_for_the_token(pages[1])
    assert "Feil e-post eller passord." in pages[0].content.decode()


def test_the_page_answers_429_after_too_many_tries(kari):
    for _ in range(10):
        sign_in(email=EMAIL, password="feil")
    response = Client().post("/organisation/sign-in/", {"email": EMAIL, "password": PASSWORD})
    assert response.status_code == 429
    assert "For mange forsøk" in response.content.decode()


def test_a_form_without_its_token_is_refused(kari):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/organisation/sign-in/", {"email": EMAIL, "password": PASSWORD}).status_code == 403


def test_signing_out_ends_the_session(kari, client_of):
    client = client_of(kari)
    response = client.post("/organisation/sign-out/")
    assert response.headers["Location"] == "/organisation/sign-in/"
    assert not Session.objects.exists()
    assert client.get("/organisation/profile/").status_code == 302


def test_signing_out_everywhere_ends_every_session(kari, client_of):
    other, client = client_of(kari), client_of(kari)
    client.post("/organisation/sign-out/everywhere/")
    assert not Session.objects.exists()
    assert other.get("/organisation/profile/").status_code == 302


def test_whoever_is_signed_in_has_no_use_for_the_page(kari, client_of):
    assert client_of(kari).get("/organisation/sign-in/?next=/news/").headers["Location"] == "/news/"

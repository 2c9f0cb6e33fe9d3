"""Choosing a password: with a code from an e-mail, or knowing the old one."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from laeringslean.foundation import clock
from laeringslean.foundation.models import Event
from laeringslean.organisation.actions import post
from laeringslean.organisation.actions.passwords import change_password, request_code, reset_password
from laeringslean.organisation.actions.refusals import Refused
from laeringslean.organisation.actions.sign_in import open_session, sign_in
from laeringslean.organisation.actions.throttle import TooOften
from laeringslean.organisation.models import ResetCode, Session
from laeringslean.organisation.queries import viewer_for_token
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db

EMAIL = "kari@kommune.example"
OLD, NEW = "ein raud buss i regnet", "fjorten blå støvler på rad"


@pytest.fixture
def kari(tenant):
    return make_person("Kari Nordmo", unit=make_unit(), email=EMAIL, password=OLD)


@pytest.fixture
def code_for(django_capture_on_commit_callbacks):
    def ask(email=EMAIL, **given):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            request_code(email=email, **given)
        post.wait()
        return re.search(r"\d{4} \d{4}", mail.outbox[0].body)[0] if mail.outbox else None

    return ask


def test_a_code_comes_by_e_mail_and_gives_a_new_password(kari, code_for):
    token = open_session(person=kari)
    code = code_for()
    assert mail.outbox[0].to == [EMAIL]
    reset_password(email=EMAIL, code=code, new=NEW)
    assert sign_in(email=EMAIL, password=NEW)
    assert sign_in(email=EMAIL, password=OLD) is None
    assert viewer_for_token(token) is None, "whoever was signed in with the old password is no longer"


def test_the_first_password_is_chosen_the_same_way(tenant, code_for):
    make_person("Ny", unit=make_unit(), email="ny@kommune.example")
    reset_password(email="ny@kommune.example", code=code_for("ny@kommune.example"), new=NEW)
    assert sign_in(email="ny@kommune.example", password=NEW)


def test_the_letter_is_in_the_persons_language(tenant, code_for):
    make_person("Ny", email="ny@kommune.example", language="nn")
    code_for("ny@kommune.example")
    assert "Skriv denne koden på sida" in mail.outbox[0].body


def test_the_code_is_stored_as_a_hash_only(kari, code_for):
    code = code_for().replace(" ", "")
    stored = ResetCode.objects.get()
    assert code not in stored.code_hash
    assert len(stored.code_hash) == 64
    assert stored.expires_at - clock.now() <= timedelta(minutes=15)


def test_a_code_works_once(kari, code_for):
    code = code_for()
    reset_password(email=EMAIL, code=code, new=NEW)
    with pytest.raises(Refused):
        reset_password(email=EMAIL, code=code, new=NEW + " igjen")


def test_a_code_is_too_old_after_a_quarter_of_an_hour(kari, code_for):
    code = code_for()
    with clock.set_clock(clock.now() + timedelta(minutes=15, seconds=1)), pytest.raises(Refused):
        reset_password(email=EMAIL, code=code, new=NEW)


def test_a_code_can_be_tried_five_times(kari, code_for):
    code = code_for()
    wrong = "0000 0000" if code != "0000 0000" else "1111 1111"
    for _ in range(5):
        with pytest.raises(Refused):
            reset_password(email=EMAIL, code=wrong, new=NEW)
    with pytest.raises(Refused):
        reset_password(email=EMAIL, code=code, new=NEW)
    assert sign_in(email=EMAIL, password=OLD)


def test_a_weak_password_does_not_use_up_the_code(kari, code_for):
    code = code_for()
    with pytest.raises(Refused):
        reset_password(email=EMAIL, code=code, new="kort")
    reset_password(email=EMAIL, code=code, new=NEW)


def test_a_code_is_good_for_its_own_address_only(kari, code_for):
    make_person("Ola", email="ola@kommune.example", password=OLD)
    code = code_for()
    with pytest.raises(Refused):
        reset_password(email="ola@kommune.example", code=code, new=NEW)


def test_a_new_code_replaces_the_old_one(kari, code_for):
    first = code_for()
    second = code_for()
    if first != second:
        with pytest.raises(Refused):
            reset_password(email=EMAIL, code=first, new=NEW)
    reset_password(email=EMAIL, code=second, new=NEW)


def test_no_code_is_sent_to_a_stranger_or_a_closed_account(kari, code_for):
    kari.is_active = False
    kari.save_changes("is_active")
    assert code_for() is None
    assert code_for("fremmed@kommune.example") is None


def test_codes_can_be_asked_for_three_times_an_hour_whoever_has_the_address(kari, code_for):
    for email in (EMAIL, "fremmed@kommune.example"):
        for _ in range(3):
            code_for(email)
        with pytest.raises(TooOften):
            code_for(email)


def test_the_page_says_the_same_whether_or_not_anybody_has_the_address(kari):
    clients, addresses = (Client(), Client()), (EMAIL, "luka@kommune.example")
    answers = [
        client.post("/organisation/password/code/", {"email": email})
        for client, email in zip(clients, addresses, strict=True)
    ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/organisation/password/reset/")
    ] * 2
    pages = [client.get("/organisation/password/reset/").content.decode() for client in clients]
    assert all(email in page for email, page in zip(addresses, pages, strict=True))
    strip = re.compile(r'value="[^"]*"|kari@kommune.example|luka@kommune.example|next=[^"]*|\w{64}')
    assert strip.sub("", pages[0]) == strip.sub("", pages[1])


def test_the_pages_lead_from_code_to_sign_in(kari, code_for):
    client = Client()
    client.post("/organisation/password/code/", {"email": EMAIL})
    code = code_for()
    response = client.post("/organisation/password/reset/", {"email": EMAIL, "code": code, "new": NEW})
    assert response.headers["Location"] == "/organisation/sign-in/"
    assert EMAIL not in client.get("/organisation/password/reset/").content.decode()


def test_the_page_shows_what_is_wrong(kari, code_for):
    response = Client().post("/organisation/password/reset/", {"email": EMAIL, "code": "1234 5678", "new": NEW})
    assert response.status_code == 422
    assert "Koden er feil eller for gammel" in response.content.decode()
    response = Client().post("/organisation/password/reset/", {"email": EMAIL, "code": "1234", "new": NEW})
    assert "Koden har åtte sifre." in response.content.decode()


# As oneself


def test_changing_it_signs_every_other_device_out(kari):
    mine, other = open_session(person=kari), open_session(person=kari)
    change_password(person=kari, current=OLD, new=NEW, keep_session=viewer_for_token(mine).session_id, by=kari.id)
    assert viewer_for_token(mine)
    assert viewer_for_token(other) is None
    assert sign_in(email=EMAIL, password=NEW)
    event = Event.objects.last()
    assert (event.kind, event.actor_id, event.details) == ("organisation.password.changed", kari.id, {})


def test_changing_it_takes_the_current_one(kari):
    with pytest.raises(Refused):
        change_password(person=kari, current="feil", new=NEW, keep_session=None, by=kari.id)
    assert sign_in(email=EMAIL, password=OLD)


@pytest.mark.parametrize(
    ("weak", "reason"),
    [
        ("for kort", "minst 12 tegn"),
        ("9" * 14, "mer enn sifre"),
        ("passwordpassword", "for vanlig"),
        ("kari nordmo 2", "ligner for mye"),
        ("x" * 201, "høyst 200 tegn"),
    ],
)
def test_weak_passwords_are_refused_with_a_reason(kari, weak, reason, monkeypatch):
    from django.contrib.auth.password_validation import CommonPasswordValidator

    known = {"passwordpassword"}
    monkeypatch.setattr(CommonPasswordValidator, "__init__", lambda self: setattr(self, "passwords", known))
    with pytest.raises(Refused, match=reason):
        change_password(person=kari, current=OLD, new=weak, keep_session=None, by=kari.id)


def test_the_page_changes_it(kari, client_of):
    client = client_of(kari)
    response = client.post("/organisation/profile/password/", {"current": OLD, "new": NEW})
    assert response.headers["Location"] == "/organisation/profile/"
    assert client.get("/organisation/profile/").status_code == 200
    response = client.post("/organisation/profile/password/", {"current": OLD, "new": NEW})
    assert response.status_code == 422
    assert Session.objects.count() == 1

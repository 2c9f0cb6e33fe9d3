"""Signing in and out. No event tells who signed in when: that would be a log of people's working hours."""

import secrets
from functools import lru_cache
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from laeringslean.foundation import clock
from laeringslean.foundation.database.gate import action
from laeringslean.organisation.access.browser import SESSION_LASTS
from laeringslean.organisation.actions import throttle
from laeringslean.organisation.models import Person, Session
from laeringslean.organisation.queries import token_hash

LONGEST_PASSWORD = 200


def sign_in(*, email: str, password: str, address: str = "", device: str = "") -> str | None:
    """Open a session for whoever has this e-mail address and password; the token for the cookie, or None.

    An unknown address takes as long as a wrong password. `address` is the network address ("" when unknown), which
    is counted but not stored. Raises TooOften.
    """
    subjects = [(throttle.SIGN_IN_PER_ACCOUNT, email), (throttle.SIGN_IN_PER_ADDRESS, address)]
    throttle.refuse_exhausted(subjects)
    # Hashing is slow on purpose, so it happens outside every transaction.
    person = _person_with(email, password)
    throttle.count(subjects)
    if person is None:
        return None
    return _open_after_password(person, email, address, device)


def _person_with(email: str, password: str) -> Person | None:
    if not email or len(password) > LONGEST_PASSWORD:
        return None
    person = Person.objects.active().exclude(password="").filter(email__iexact=email.strip()).first()
    if person is None:
        check_password(password, _nobodys_password())
        return None
    return person if person.has_password(password) else None


@lru_cache(maxsize=1)
def _nobodys_password() -> str:
    return make_password(secrets.token_urlsafe(16))


@action
def _open_after_password(person: Person, email: str, address: str, device: str) -> str:
    throttle.forgive(throttle.SIGN_IN_PER_ACCOUNT, email)
    throttle.take_back(throttle.SIGN_IN_PER_ADDRESS, address)
    return open_session(person=person, device=device)


@action
def open_session(*, person: Person, device: str = "") -> str:
    """Sign somebody in for 14 days and return the token for the cookie. Only its SHA-256 is stored."""
    token = secrets.token_urlsafe(32)
    today = clock.today()
    Session.objects.filter(person=person, expires_on__lte=today).delete()
    Session.objects.create(
        token_hash=token_hash(token),
        person=person,
        started_on=today,
        expires_on=today + SESSION_LASTS,
        device=device[:120],
    )
    return token


@action
def close_session(*, session_id: UUID, person_id: UUID) -> None:
    """End one of a person's sessions at once. Nothing happens when there is none."""
    Session.objects.filter(pk=session_id, person_id=person_id).delete()


@action
def close_all_sessions(*, person_id: UUID, but: UUID | None = None) -> int:
    """End all of a person's sessions at once, but for the one given; how many were ended."""
    deleted, _ = Session.objects.filter(person_id=person_id).exclude(pk=but).delete()
    return deleted

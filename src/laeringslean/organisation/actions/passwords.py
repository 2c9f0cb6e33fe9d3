"""Choosing a password: as oneself, or with a code from an e-mail."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action, write_transaction
from laeringslean.foundation.keys import uuid7
from laeringslean.organisation.actions import post, throttle
from laeringslean.organisation.actions.refusals import Refused
from laeringslean.organisation.actions.sign_in import LONGEST_PASSWORD, close_all_sessions
from laeringslean.organisation.models import Person, ResetCode

SHORTEST_PASSWORD = 12
CODE_LASTS = timedelta(minutes=15)
TRIES_PER_CODE = 5


def check_strength(password: str, person: Person) -> None:
    """Raise Refused when the password is too short, too long, well known, or like the person's name or address."""
    if len(password) > LONGEST_PASSWORD:
        raise Refused(_("The password may have at most %(most)s characters.") % {"most": LONGEST_PASSWORD})
    tests: list[tuple[Any, str]] = [
        (MinimumLengthValidator(SHORTEST_PASSWORD), _too_short()),
        (NumericPasswordValidator(), _("Use more than digits: a short sentence is easy to remember.")),
        (
            CommonPasswordValidator(),
            _("This password is well known. Choose another: a short sentence is easy to remember."),
        ),
        (UserAttributeSimilarityValidator(["name", "email"]), _("The password is too much like your name or address.")),
    ]
    for validator, reason in tests:
        try:
            validator.validate(password, person)
        except ValidationError:
            raise Refused(reason)


def _too_short() -> str:
    return ngettext(
        "The password must have at least %(least)s character.",
        "The password must have at least %(least)s characters.",
        SHORTEST_PASSWORD,
    ) % {"least": SHORTEST_PASSWORD}


def change_password(
    *, person: Person, current: str, new: str, keep_session: UUID | None, address: str = "", by: UUID | None
) -> None:
    """Choose another password; every session but `keep_session` ends.

    Raises Refused when `current` is wrong or `new` too weak; TooOften.
    """
    throttle.count([(throttle.SIGN_IN_PER_ACCOUNT, person.email), (throttle.SIGN_IN_PER_ADDRESS, address)])
    if not person.has_password(current):
        raise Refused(_("This is not your current password."))
    check_strength(new, person)
    person.set_password(new)
    _store(person, "changed", keep_session=keep_session, by=by)


@action
def _store(person: Person, how: str, *, keep_session: UUID | None, by: UUID | None) -> None:
    Person.objects.filter(pk=person.pk).update(password=person.password, version=F("version") + 1)
    ResetCode.objects.filter(person=person).delete()
    throttle.forgive(throttle.SIGN_IN_PER_ACCOUNT, person.email)
    close_all_sessions(person_id=person.id, but=keep_session)
    events.record(f"organisation.password.{how}", subject_id=person.id, actor_id=by)


def request_code(*, email: str, address: str = "") -> None:
    """Send an eight-digit code to the address if somebody has it. What is answered and stored shows nothing of that.

    Raises TooOften.
    """
    throttle.count([(throttle.RESET_PER_ACCOUNT, email), (throttle.RESET_PER_ADDRESS, address)])
    code = f"{secrets.randbelow(10**8):08d}"
    with write_transaction():
        person = Person.objects.active().exclude(email="").filter(email__iexact=email.strip()).first()
        if person is None:
            return
        ResetCode.objects.filter(person=person).delete()
        ResetCode.objects.create(
            person=person,
            code_hash=_code_hash(person.id, code),
            expires_at=clock.now() + CODE_LASTS,
            tries_left=TRIES_PER_CODE,
        )
    _send_code(person, code)


def reset_password(*, email: str, code: str, new: str, address: str = "") -> None:
    """Choose a password with a code; every session of the person ends.

    Raises Refused when `new` is too weak, or the code wrong, used, too old or tried five times; TooOften.
    """
    throttle.count([(throttle.CODE_PER_ADDRESS, address)])
    # Held against what was typed, not against who has the address: the answer may not tell that somebody has it.
    check_strength(new, Person(email=email))
    person = _person_with_code(email, "".join(c for c in code if c.isdigit()))
    if person is None:
        raise Refused(_("The code is wrong or too old. Check it, or ask for a new one."))
    person.set_password(new)
    _store(person, "reset", keep_session=None, by=person.id)


def _person_with_code(email: str, code: str) -> Person | None:
    """Uses up one try, whatever comes of it; a right code is used up altogether."""
    with write_transaction():
        codes = ResetCode.objects.filter(
            person__email__iexact=email.strip(), person__is_active=True, expires_at__gt=clock.now(), tries_left__gt=0
        ).select_related("person")
        found = codes.exclude(person__email="").first()
        expected = found.code_hash if found else _code_hash(uuid7(), code)
        right = constant_time_compare(expected, _code_hash(found.person_id if found else uuid7(), code))
        if found is None:
            return None
        used = ResetCode.objects.filter(pk=found.pk, tries_left__gt=0).update(tries_left=F("tries_left") - 1)
        if not used or not right:
            return None
        ResetCode.objects.filter(pk=found.pk).delete()
        return found.person


def _code_hash(person_id: UUID, code: str) -> str:
    return salted_hmac("laeringslean.reset-code", f"{person_id}:{code}", algorithm="sha256").hexdigest()


def _send_code(person: Person, code: str) -> None:
    with override(person.language or settings.LANGUAGE_CODE):
        post.send(
            to=person.email,
            subject=_("Your code for Læringslean: %(code)s") % {"code": f"{code[:4]} {code[4:]}"},
            text=_(
                "Hello %(name)s,\n\n"
                "type this code on the page where you asked for it:\n\n"
                "    %(code)s\n\n"
                "It holds for 15 minutes. If you did not ask for it, you need not do anything.\n"
            )
            % {"name": person.name, "code": f"{code[:4]} {code[4:]}"},
        )

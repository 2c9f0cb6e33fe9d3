"""The minutes by e-mail: to the people of a unit who asked for them, and to the unit's own mailbox.

A letter is a row, written with the closing of the meeting and sent afterwards by the post's thread. It is taken before
it is handed to the mail server and marked when that has it. Where a mail server may have had it although nothing came
back, it is not sent again: rather no letter than two.
"""

import logging
from datetime import timedelta
from functools import partial
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from laeringslean.foundation import clock
from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.models import Placement
from laeringslean.foundation.tenancy.scope import current_tenant_id, tenant_scope
from laeringslean.improvement.models import BoardMeeting, LetterState, MinutesLetter, MinutesSubscription
from laeringslean.improvement.queries.agendas import setup_of
from laeringslean.improvement.queries.meetings import minutes_of
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.actions import post
from laeringslean.organisation.queries import viewer_for_person

_logger = logging.getLogger(__name__)

# A letter that no mail server takes is given up after a day and a half.
MOST_TRIES = 12
KEPT = timedelta(days=30)


class _Outgoing(NamedTuple):
    """A letter that was taken, ready to be handed over."""

    id: UUID
    message: EmailMultiAlternatives


def write_to_readers(meeting: BoardMeeting) -> None:
    """Within the closing: a letter for each reader, to be sent after the commit. Nothing where no mail is set up."""
    if not post.is_set_up():
        return
    people = list(MinutesSubscription.objects.filter(unit_id=meeting.unit_id).values_list("person_id", flat=True))
    readers: list[UUID | None] = [*people]
    if setup_of(meeting.unit_id).minutes_address:
        readers.append(None)
    if readers:
        now = clock.now()
        MinutesLetter.objects.bulk_create(
            MinutesLetter(meeting=meeting, person_id=reader, next_try_at=now) for reader in readers
        )
        send_waiting()


def send_waiting() -> None:
    """Have the post's thread send what is due in the current municipality."""
    post.hand_in(partial(_send_and_let_go, current_tenant_id()))


def forget_old() -> None:
    """Delete letters of meetings that were closed a month ago."""
    MinutesLetter.objects.filter(meeting__closed_at__lt=clock.now() - KEPT).delete()


def send_due(tenant_id: int) -> None:
    """Send everything that is due, one letter after the other; between two of them nothing is held."""
    while True:
        with tenant_scope(tenant_id):
            outgoing = _take_one()
        if outgoing is None:
            return
        if outgoing.message.to:
            state = _hand_over(outgoing.message)
            with tenant_scope(tenant_id):
                _settle(outgoing.id, state)


def _send_and_let_go(tenant_id: int) -> None:
    try:
        send_due(tenant_id)
    except Exception:
        _logger.exception("minutes could not be sent")
    finally:
        connection.close()


def _take_one() -> _Outgoing | None:
    """Take one letter, so that neither another thread nor another server does; None when nothing is due."""
    due = MinutesLetter.objects.filter(state=LetterState.WAITING, next_try_at__lte=clock.now())
    for letter in due.select_related("meeting__unit", "person").order_by("next_try_at", "id")[:20]:
        with write_transaction():
            mine = MinutesLetter.objects.filter(pk=letter.pk, state=LetterState.WAITING).update(
                state=LetterState.LEAVING, tries=F("tries") + 1
            )
        if mine:
            message = _message(letter)
            if not message.to:
                _settle(letter.id, LetterState.GIVEN_UP)
            return _Outgoing(letter.id, message)
    return None


def _settle(letter_id: UUID, state: LetterState | None) -> None:
    """Write down what became of a letter; None: nobody knows, so it is left where it is and never sent again."""
    if state is None:
        return
    with write_transaction():
        letter = MinutesLetter.objects.get(pk=letter_id)
        if state == LetterState.WAITING and letter.tries >= MOST_TRIES:
            state = LetterState.GIVEN_UP
        wait = timedelta(minutes=min(5 * 2**letter.tries, 240))
        MinutesLetter.objects.filter(pk=letter_id).update(state=state, next_try_at=clock.now() + wait)


def _hand_over(message: EmailMultiAlternatives) -> LetterState | None:
    """Give it to the mail server. What was plainly not taken may be tried again; see `_settle` for the rest."""
    mailer = get_connection()
    try:
        mailer.open()
    except Exception as fault:  # noqa: BLE001 - whatever a mail server does, the next letter shall be sent
        return _not_taken(fault)
    try:
        mailer.send_messages([message])
    except (SMTPResponseException, SMTPRecipientsRefused) as fault:
        return _not_taken(fault)
    except Exception as fault:  # noqa: BLE001
        _logger.error("a letter with minutes may or may not have been sent: %s", type(fault).__name__)
        return None
    finally:
        _close(mailer)
    return LetterState.SENT


def _close(mailer: object) -> None:
    try:
        mailer.close()  # type: ignore[attr-defined]
    except Exception as fault:  # noqa: BLE001
        _logger.info("the mail server hung up: %s", type(fault).__name__)


def _not_taken(fault: Exception) -> LetterState:
    # No traceback: mail servers quote the address in what they refuse.
    said = getattr(fault, "smtp_code", "")
    _logger.error("a letter with minutes could not be sent: %s %s", type(fault).__name__, said)
    return LetterState.WAITING


def _message(letter: MinutesLetter) -> EmailMultiAlternatives:
    """The letter in its reader's language; without an address when the reader may no longer read it."""
    meeting = letter.meeting
    address, language = _reader(letter)
    if not address:
        return EmailMultiAlternatives(to=[])
    with override(language or settings.LANGUAGE_CODE):
        context = {
            "meeting": meeting,
            "minutes": minutes_of(meeting),
            "address": _address_of(meeting),
            "is_mailbox": letter.person_id is None,
        }
        message = EmailMultiAlternatives(
            subject=_("Minutes: %(unit)s, %(day)s")
            % {"unit": " ".join(meeting.unit.name.split()), "day": meeting.planned_on.strftime("%d.%m.%Y")},
            body=render_to_string("improvement/minutes_letter.txt", context),
            to=[address],
        )
        message.attach_alternative(render_to_string("improvement/minutes_letter.html", context), "text/html")
    return message


def _reader(letter: MinutesLetter) -> tuple[str, str]:
    """The address and language of a letter's reader; no address when they are gone or may no longer read it."""
    if letter.person is None:
        setup = setup_of(letter.meeting.unit_id)
        return setup.minutes_address, setup.minutes_language
    person = letter.person
    may_read = person.is_active and viewer_for_person(person.id).can(Permission.BOARD_READ, letter.meeting.unit_id)
    return (person.email if may_read else ""), person.language


def _address_of(meeting: BoardMeeting) -> str:
    """Where the minutes stand; "" where the municipality has no host name of its own."""
    host = Placement.objects.filter(tenant_id=current_tenant_id()).order_by("id").values_list("host", flat=True).first()
    scheme = "https" if settings.SECURE else "http"
    return f"{scheme}://{host}{reverse('improvement:meeting-minutes', args=[meeting.pk])}" if host else ""

"""E-mail, sent after the commit by a thread of its own, so that no answer's time tells whether a letter was sent."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

_log = logging.getLogger(__name__)
_office = ThreadPoolExecutor(max_workers=1, thread_name_prefix="post")


def send(*, to: str, subject: str, text: str) -> None:
    """Send a letter once the surrounding change is committed. What goes wrong is logged, without the address."""
    letter = EmailMessage(subject=subject, body=text, to=[to])
    transaction.on_commit(lambda: _office.submit(_deliver, letter))


def is_set_up() -> bool:
    """Whether letters leave the house: without a mail server they are put in a folder, or nowhere."""
    return not settings.EMAIL_BACKEND.endswith(
        (".filebased.EmailBackend", ".console.EmailBackend", ".dummy.EmailBackend")
    )


def hand_in(work: Callable[[], None]) -> None:
    """Have the post's thread do some work once the surrounding change is committed. It must catch what goes wrong."""
    transaction.on_commit(lambda: _office.submit(work))


def wait() -> None:
    """Return when everything handed in so far has been sent (for commands that end, and tests)."""
    _office.submit(lambda: None).result()


def _deliver(letter: EmailMessage) -> None:
    try:
        letter.send()
    # Whatever a mail server does, the next letter shall be sent.
    except Exception as fault:  # noqa: BLE001
        # No traceback: mail servers quote the address in what they refuse.
        _log.error("an e-mail could not be sent: %s %s", type(fault).__name__, getattr(fault, "smtp_code", ""))

"""E-mail, sent after the commit by a thread of its own, so that no answer's time tells whether a letter was sent."""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import EmailMessage
from django.db import transaction

_log = logging.getLogger(__name__)
_office = ThreadPoolExecutor(max_workers=1, thread_name_prefix="post")


def send(*, to: str, subject: str, text: str) -> None:
    """Send a letter once the surrounding change is committed. What goes wrong is logged, without the address."""
    letter = EmailMessage(subject=subject, body=text, to=[to])
    transaction.on_commit(lambda: _office.submit(_deliver, letter))


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

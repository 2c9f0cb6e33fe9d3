"""What wakes the relay: in one process an event, between processes on one PostgreSQL its NOTIFY.

On PostgreSQL every relay listens. One of them, whichever holds an advisory lock, looks at the outbox ten times a
second and sends one NOTIFY per round that found something; no business transaction ever notifies, because that would
make all commits queue up. When the holder ends, the lock is free and another relay takes it at its next look.
"""

import contextlib
import os
import select
import threading
from typing import Any, Protocol

from django.db import connection

CHANNEL = "laeringslean_events"
# Any fixed number of our own; advisory locks are known by number.
LEADER_LOCK = 0x1EA4_11AE
# Seconds between looks at the outbox when nobody has called: the safety net, and what the leader does.
_SLOW_POLL, _LEADERS_POLL = 5.0, 0.1


class Bell(Protocol):
    """What the relay sleeps on."""

    def ring(self) -> None:
        """Wake the relay; from any thread."""

    def wait(self, seconds: float | None = None) -> None:
        """Sleep until the bell rings, at most `seconds` (None: as long as this bell thinks safe)."""

    def tell_others(self) -> None:
        """Let other processes know that there are new events, where there may be other processes."""

    def drop(self) -> None:
        """Forget the database connection after a fault."""


class OwnBell:
    """For SQLite: whoever writes is in this very process."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        """Wake the relay; from any thread."""
        self._rung.set()

    def wait(self, seconds: float | None = None) -> None:
        """Sleep until the bell rings, at most `seconds`."""
        self._rung.wait(_SLOW_POLL if seconds is None else seconds)
        self._rung.clear()

    def tell_others(self) -> None:
        """There are no others."""

    def drop(self) -> None:
        """There is no connection to forget."""


class SharedBell:
    """For PostgreSQL: rings at once for commits of this process, and when the leader notifies for those of others."""

    def __init__(self) -> None:
        self._hear, self._pull = os.pipe()
        os.set_blocking(self._hear, False)
        os.set_blocking(self._pull, False)
        self._listening_on: Any = None
        self._leads = False

    def ring(self) -> None:
        """Wake the relay; from any thread."""
        # A pipe full of calls that have not been heard yet: one more would say nothing new.
        with contextlib.suppress(BlockingIOError):
            os.write(self._pull, b".")

    def wait(self, seconds: float | None = None) -> None:
        """Sleep until somebody in this process or the leader calls, at most `seconds`."""
        self._listen()
        if seconds is None:
            seconds = _LEADERS_POLL if self._leads else _SLOW_POLL
        heard, _, _ = select.select([self._hear, self._listening_on], [], [], seconds)
        if self._hear in heard:
            os.read(self._hear, 65_536)
        # What the server sent is taken up by the query that the relay makes next.

    def tell_others(self) -> None:
        """One NOTIFY per round, by the leader alone."""
        if self._leads:
            with connection.cursor() as cursor:
                cursor.execute(f"NOTIFY {CHANNEL}")

    def drop(self) -> None:
        """Forget the connection, and with it the lock."""
        self._listening_on, self._leads = None, False

    def _listen(self) -> None:
        connection.ensure_connection()
        if self._listening_on is not connection.connection:
            self._listening_on, self._leads = connection.connection, False
            # A notification may arrive inside any query's answer; this way none is overlooked.
            self._listening_on.add_notify_handler(self._heard)
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
        if not self._leads:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [LEADER_LOCK])
                self._leads = cursor.fetchone()[0]

    def _heard(self, notification: Any) -> None:
        if notification.pid != self._listening_on.info.backend_pid:
            self.ring()


def bell_for_this_database() -> Bell:
    """The bell that suits the database in the settings."""
    return SharedBell() if connection.vendor == "postgresql" else OwnBell()

"""The relay: a thread that reads the outbox whenever there may be something new, and passes it on."""

import logging
import threading
from collections.abc import Callable

from django.db import connection

from laeringslean.foundation import events
from laeringslean.foundation.live import outbox
from laeringslean.foundation.live.bells import bell_for_this_database
from laeringslean.foundation.live.outbox import OutboxEvent, Position

_logger = logging.getLogger(__name__)

# Seconds until the next look while a transaction still holds the commit horizon back, and after a fault.
_SOON, _AFTER_FAULT = 0.02, 1.0


class Relay:
    """Reads new events in order and calls `deliver` with them, in the relay's own thread.

    A fault of the database is logged once and then waited out; the relay goes on where it was.
    """

    def __init__(self, deliver: Callable[[list[OutboxEvent]], None]) -> None:
        self._deliver = deliver
        self._bell = bell_for_this_database()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="live-relay", daemon=True)
        self._ready = threading.Event()
        self.position = Position(0, 0)

    def start(self) -> None:
        """Begin with what is committed from now on; returns when `position` says where that is.

        Raises TimeoutError when the database does not answer within ten seconds.
        """
        events.on_new_events(self._bell.ring)
        self._thread.start()
        if not self._ready.wait(10):
            raise TimeoutError("the database does not answer")

    def stop(self) -> None:
        """End the thread; waits for it two seconds at most."""
        self._stopping = True
        self._bell.ring()
        self._thread.join(2)

    def _run(self) -> None:
        faulty, more = False, False
        while not self._stopping:
            try:
                if not self._ready.is_set():
                    self.position = outbox.newest()
                    self._ready.set()
                self._bell.wait(_AFTER_FAULT if faulty else _SOON if more else None)
                more = self._read()
                if faulty:
                    _logger.info("live updates are running again")
                faulty = False
            except Exception:
                if not faulty:
                    _logger.exception("live updates pause until the database answers again")
                elif not self._stopping:
                    threading.Event().wait(_AFTER_FAULT)
                faulty = True
                self._bell.drop()
                connection.close()
        connection.close()

    def _read(self) -> bool:
        """Pass on everything that can be read; whether there was more that cannot be read yet."""
        told = False
        while not self._stopping:
            batch = outbox.read_after(self.position)
            if not batch.events:
                return batch.more
            self._deliver(batch.events)
            self.position = batch.events[-1].position
            if not told:
                self._bell.tell_others()
                told = True
            if not batch.more:
                break
        return False

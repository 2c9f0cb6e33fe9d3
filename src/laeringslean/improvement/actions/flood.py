"""How many anonymous ideas a board takes in an hour.

Somebody who sends hundreds must be stopped, and nobody may be recognised by it: so it is boards that are counted and
not people, in the memory of this process alone, and the count is forgotten when the ideas are shown.
"""

from datetime import datetime
from threading import Lock
from uuid import UUID

from django.utils.formats import time_format
from django.utils.translation import gettext as _

# More than any unit sends in earnest, few enough to be read and taken away again.
MOST_IN_AN_HOUR = 30


class TooMany(Exception):
    """The board takes no more anonymous ideas this hour; the message says from when on it does."""


class HourlyCount:
    """Numbers by board until a full hour, and nothing else."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._until: datetime | None = None
        self._counts: dict[UUID, int] = {}

    def take(self, unit_id: UUID, until: datetime) -> None:
        """Count one more for the board in the hour that ends at `until`. Raises TooMany when there were enough."""
        with self._lock:
            if until != self._until:
                self._until, self._counts = until, {}
            if self._counts.get(unit_id, 0) >= MOST_IN_AN_HOUR:
                raise TooMany(
                    _("This board has been sent very many anonymous ideas. It takes more from %(time)s on.")
                    % {"time": time_format(until, "H:i")}
                )
            self._counts[unit_id] = self._counts.get(unit_id, 0) + 1


waiting = HourlyCount()

"""What happens by itself: each full hour and each night, in one thread of the server."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from laeringslean.config import housekeeping

_logger = logging.getLogger(__name__)

# When the night's work is done, local time: after everybody's midnight, outside the hour that summer time skips.
NIGHT = time(3, 40)


class Scheduler:
    """Within the block the hourly and nightly work is done when its time comes. A fault is logged and ends nothing."""

    def __init__(self) -> None:
        self._stopping = threading.Event()

    def __enter__(self) -> "Scheduler":
        threading.Thread(target=self._run, name="scheduler", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()

    def _run(self) -> None:
        # Never at the start: an anonymous idea is shown at the full hour, also when the server was restarted before.
        done_until = timezone.now()
        while not self._stopping.wait(1):
            moment = timezone.now()
            for job in due_between(done_until, moment):
                run_job(job)
            done_until = moment


Job = Callable[[], None]


def due_between(after: datetime, until: datetime) -> list[Job]:
    """The work whose time lies after the one moment and not after the other; each kind once, however long it was."""
    jobs: list[Job] = []
    # In UTC, where no hour comes twice; a full hour there is a full hour here.
    after, until = after.astimezone(UTC), until.astimezone(UTC)
    if after < until.replace(minute=0, second=0, microsecond=0):
        jobs.append(housekeeping.each_hour)
    here = timezone.localtime(until)
    night = here.replace(hour=NIGHT.hour, minute=NIGHT.minute, second=0, microsecond=0)
    if night > here:
        night -= timedelta(days=1)
    if after < night.astimezone(UTC):
        jobs.append(housekeeping.each_night)
    return jobs


def run_job(job: Job) -> None:
    """Do it; whatever goes wrong is logged."""
    try:
        job()
    except Exception:
        _logger.exception("%s failed", job.__name__)
    finally:
        connection.close()

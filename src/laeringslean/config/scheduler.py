"""What happens by itself: each full hour and each night, in one thread of the server."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, time, timedelta

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
    start, end = timezone.localtime(after), timezone.localtime(until)
    full_hour = end.replace(minute=0, second=0, microsecond=0)
    if start < full_hour <= end:
        jobs.append(housekeeping.each_hour)
    night = end.replace(hour=NIGHT.hour, minute=NIGHT.minute, second=0, microsecond=0)
    if night > end:
        night -= timedelta(days=1)
    if start < night <= end:
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

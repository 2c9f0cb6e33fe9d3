"""The one place that tells the time, so that tests and the demo's history can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_time: ContextVar[datetime | None] = ContextVar("set_time", default=None)


def now() -> datetime:
    """The current moment (aware, UTC), or the one set by `set_clock`."""
    return _set_time.get() or timezone.now()


def today() -> date:
    """The current date where the municipality is (settings.TIME_ZONE)."""
    return timezone.localtime(now()).date()


@contextmanager
def set_clock(moment: datetime) -> Iterator[None]:
    """Within the block `now()` is `moment`. `moment` must be aware; ValueError otherwise."""
    if timezone.is_naive(moment):
        raise ValueError("set_clock needs an aware datetime")
    token = _set_time.set(moment)
    try:
        yield
    finally:
        _set_time.reset(token)

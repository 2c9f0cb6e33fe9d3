"""Writing down what happened. The timeline, news, live boards and signals all read these rows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from laeringslean.foundation import clock
from laeringslean.foundation.models import Event
from laeringslean.foundation.models.event import current_transaction
from laeringslean.foundation.tenancy import rows

# Called after the commit of a transaction that recorded an event; the live relay of this process puts itself here.
_after_commit: list[Callable[[], None]] = []


def on_new_events(wake: Callable[[], None]) -> None:
    """Have `wake` called (from the committing thread) whenever this process has committed new events."""
    _after_commit.append(wake)


def record(
    kind: str,
    *,
    subject_id: UUID,
    actor_id: UUID | None,
    unit_id: UUID | None = None,
    anonymous: bool = False,
    **details: Any,
) -> Event:
    """Write one event in the surrounding transaction and return it.

    `kind` reads "<room>.<noun>.<what happened>", e.g. "improvement.idea.accepted". `details` are small JSON facts
    (ids as text), never free text. With `anonymous` neither actor nor time of day is stored; an actor is then a
    programming error (ValueError).
    """
    if anonymous and actor_id is not None:
        raise ValueError("an anonymous event has no actor")
    moment = clock.now()
    event = Event(
        kind=kind,
        happened_on=clock.today(),
        happened_at=None if anonymous else moment,
        actor_id=actor_id,
        subject_id=subject_id,
        unit_id=unit_id,
        details=details,
    )
    rows.insert(event, expressions={"transaction_id": current_transaction()})
    if _after_commit:
        transaction.on_commit(_wake_all)
    return event


def _wake_all() -> None:
    for wake in _after_commit:
        wake()

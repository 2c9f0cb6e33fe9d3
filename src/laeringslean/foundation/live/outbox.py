"""Reading the outbox: events across all municipalities, in an order that never changes behind the reader.

On SQLite there is one writer at a time, so the sequence is the order of commit. On PostgreSQL sequences commit out of
order; there the order is (transaction, sequence), and only transactions older than every one still running are read
(the commit horizon). Rows are read by a function of the database that shows these few columns and nothing else, so
row-level security stays forced for the application's own role (see `outbox_protection`).
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models
from django.db.models.fields.json import KeyTransform

from laeringslean.foundation.models import Event

_LARGEST = 2**63 - 1


class Position(NamedTuple):
    """A place in the outbox: everything up to and including it has been read."""

    transaction_id: int
    sequence: int

    def __str__(self) -> str:
        """The text a browser sends back as Last-Event-ID: the event's sequence, on PostgreSQL after its transaction."""
        return f"{self.transaction_id}.{self.sequence}" if self.transaction_id else str(self.sequence)

    @classmethod
    def parse(cls, text: str) -> "Position | None":
        """The position that `str` gave, or None for anything else."""
        transaction_id, _, sequence = text.rpartition(".")
        if not (sequence.isascii() and sequence.isdigit() and len(text) <= 40):
            return None
        if transaction_id and not (transaction_id.isascii() and transaction_id.isdigit()):
            return None
        return cls(int(transaction_id or 0), int(sequence))


class OutboxEvent(NamedTuple):
    """What a live stream may know of an event: neither who, nor when, nor any text."""

    position: Position
    kind: str
    subject_id: UUID
    unit_id: UUID | None
    board_version: int | None
    # Anonymous events carry no time of day; unless they change what a board shows, they are nobody's news.
    is_timeless: bool


class Batch(NamedTuple):
    """Events in order, and whether there are more that could not be read yet."""

    events: list[OutboxEvent]
    more: bool


def newest() -> Position:
    """The position behind which everything committed up to now lies."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1")
            return Position(cursor.fetchone()[0], _LARGEST)
        cursor.execute("SELECT coalesce(max(sequence), 0) FROM foundation_event")
        return Position(0, cursor.fetchone()[0])


def read_after(position: Position, limit: int = 500) -> Batch:
    """The next events of all municipalities, at most `limit`."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT * FROM laeringslean_outbox(%s, %s, %s)", [*position, limit])
        else:
            cursor.execute(_ON_SQLITE, [position.sequence, limit])
        rows = cursor.fetchall()
    events = [_event(row) for row in rows if row[-1]]
    return Batch(events, more=len(events) < len(rows) or len(rows) == limit)


_ON_SQLITE = """
    SELECT transaction_id, sequence, kind, subject_id, unit_id, json_extract(details, '$.board_version'),
           happened_at IS NULL, 1
    FROM foundation_event WHERE sequence > %s ORDER BY sequence LIMIT %s
"""


def _event(row: tuple[Any, ...]) -> OutboxEvent:
    transaction_id, sequence, kind, subject_id, unit_id, board_version, is_timeless, _ = row
    return OutboxEvent(
        Position(transaction_id, sequence),
        kind,
        _uuid(subject_id),
        _uuid(unit_id) if unit_id else None,
        board_version,
        bool(is_timeless),
    )


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


class _CommitHorizon(models.Func):
    """The oldest transaction still running; on SQLite beyond every row, since there is only one writer."""

    output_field = models.BigIntegerField()

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[str | int, ...]]:
        return str(_LARGEST), ()

    def as_postgresql(self, *_: Any, **__: Any) -> tuple[str, tuple[str | int, ...]]:
        return "pg_snapshot_xmin(pg_current_snapshot())::text::bigint", ()


def read_unit_after(unit_id: UUID, position: Position, limit: int) -> list[OutboxEvent]:
    """The next events of one unit in the current municipality, for a browser that comes back; at most `limit`."""
    later = models.Q(transaction_id__gt=position.transaction_id) | models.Q(
        transaction_id=position.transaction_id, sequence__gt=position.sequence
    )
    rows = (
        Event.objects.filter(later, unit_id=unit_id, transaction_id__lt=_CommitHorizon())
        .order_by("transaction_id", "sequence")
        .values_list(
            "transaction_id",
            "sequence",
            "kind",
            "subject_id",
            "unit_id",
            KeyTransform("board_version", "details"),
            models.Case(models.When(happened_at=None, then=True), default=False),
        )[:limit]
    )
    return [_event((*row, True)) for row in rows]


def outbox_protection(app_role: str) -> Iterator[str]:
    """The statements that let the app role of PostgreSQL read the outbox across municipalities, and only that.

    The policy holds for the owner of the tables alone, and only inside the function, so neither the application nor a
    person at the owner's prompt sees other rows than before.
    """
    yield "CREATE INDEX IF NOT EXISTS foundation_event_outbox ON foundation_event (transaction_id, sequence)"
    yield "DROP POLICY IF EXISTS outbox ON foundation_event"
    yield (
        "CREATE POLICY outbox ON foundation_event FOR SELECT TO CURRENT_USER "
        "USING (current_setting('laeringslean.reads_outbox', true) = 'on')"
    )
    yield _READING_FUNCTION
    yield "REVOKE ALL ON FUNCTION laeringslean_outbox(bigint, bigint, integer) FROM PUBLIC"
    yield f"GRANT EXECUTE ON FUNCTION laeringslean_outbox(bigint, bigint, integer) TO {app_role}"


# Rows of transactions that have not begun yet can only come from a dump of another server: they are no news.
_READING_FUNCTION = """
    CREATE OR REPLACE FUNCTION laeringslean_outbox(after_transaction bigint, after_sequence bigint, most integer)
    RETURNS TABLE (transaction_id bigint, sequence bigint, kind varchar, subject_id uuid, unit_id uuid,
                   board_version bigint, is_timeless boolean, is_settled boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$ BEGIN
        PERFORM set_config('laeringslean.reads_outbox', 'on', true);
        RETURN QUERY
            SELECT event.transaction_id, event.sequence, event.kind, event.subject_id, event.unit_id,
                   (event.details ->> 'board_version')::bigint, event.happened_at IS NULL,
                   event.transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
            FROM public.foundation_event AS event
            WHERE (event.transaction_id, event.sequence) > (after_transaction, after_sequence)
              AND event.transaction_id < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
            ORDER BY event.transaction_id, event.sequence LIMIT most;
        PERFORM set_config('laeringslean.reads_outbox', 'off', true);
    END $$
"""

from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from laeringslean.foundation import events
from laeringslean.foundation.live import outbox
from laeringslean.foundation.live.outbox import Position
from laeringslean.foundation.models import Event
from laeringslean.foundation.tenancy.scope import current_tenant_id, tenant_scope
from tests.factories.organisation import make_tenant


@pytest.mark.parametrize("text", ["0", "17", "5.17", "9223372036854775807.9223372036854775807"])
def test_position_can_be_read_back(text):
    assert str(Position.parse(text)) == text


@pytest.mark.parametrize("text", ["", ".", "1.", "a", "-1", "1.2.3", "²", "1 2", "1" * 41, "None"])
def test_anything_else_is_no_position(text):
    assert Position.parse(text) is None


def record(unit_id=None, **details):
    return events.record("improvement.idea.accepted", subject_id=uuid4(), actor_id=uuid4(), unit_id=unit_id, **details)


@pytest.mark.django_db(transaction=True)
def test_events_of_every_municipality_come_once_and_in_order():
    start = outbox.newest()
    unit = uuid4()
    recorded = [record(unit, board_version=3)]
    with tenant_scope(make_tenant("Another").id):
        recorded.append(record())
    batch = outbox.read_after(start)
    assert [event.position.sequence for event in batch.events] == [event.sequence for event in recorded]
    assert [event.unit_id for event in batch.events] == [unit, None]
    assert [event.board_version for event in batch.events] == [3, None]
    assert not batch.more
    assert outbox.read_after(batch.events[-1].position).events == []


@pytest.mark.django_db(transaction=True)
def test_outbox_is_read_in_pieces():
    start = outbox.newest()
    recorded = [record().sequence for _ in range(5)]
    first = outbox.read_after(start, limit=3)
    assert first.more
    rest = outbox.read_after(first.events[-1].position, limit=3)
    assert [event.position.sequence for event in (*first.events, *rest.events)] == recorded
    assert not rest.more


@pytest.mark.django_db(transaction=True)
def test_replay_is_of_one_unit_and_after_a_position():
    unit = uuid4()
    first, _, third = record(unit), record(uuid4()), record(unit, board_version=9)
    stored = Event.objects.get(pk=first.sequence)
    after = Position(stored.transaction_id, stored.sequence)
    replay = outbox.read_unit_after(unit, after, 10)
    assert [(event.position.sequence, event.board_version) for event in replay] == [(third.sequence, 9)]
    assert len(outbox.read_unit_after(unit, Position(0, 0), 1)) == 1


@pytest.mark.only_postgresql
@pytest.mark.django_db(transaction=True)
class TestOnPostgreSQL:
    """Transactions commit out of order there, and row-level security is forced."""

    def other_connection(self):
        other = psycopg.connect(settings.DATABASE_URL)
        other.execute("SELECT set_config('laeringslean.tenant_id', %s, false)", [str(current_tenant_id())])
        return other

    def insert(self, other):
        row = other.execute(
            "INSERT INTO foundation_event "
            "(transaction_id, tenant_id, kind, happened_on, happened_at, subject_id, details)"
            " VALUES (pg_current_xact_id()::text::bigint, %s, 'improvement.idea.accepted', now(), now(), %s, '{}')"
            " RETURNING sequence",
            [current_tenant_id(), uuid4()],
        )
        return row.fetchone()[0]

    def test_event_that_commits_late_is_not_missed(self):
        position = outbox.newest()
        slow, quick = self.other_connection(), self.other_connection()
        late = self.insert(slow)
        early = self.insert(quick)
        assert late < early
        quick.commit()
        held_back = outbox.read_after(position)
        assert (held_back.events, held_back.more) == ([], True)
        slow.commit()
        batch = outbox.read_after(position)
        assert [event.position.sequence for event in batch.events] == [late, early]
        assert not batch.more
        slow.close()
        quick.close()

    def test_reading_by_sequence_alone_would_have_missed_it(self):
        """The control: the obvious `sequence > last` loses the event that commits late."""
        slow, quick = self.other_connection(), self.other_connection()
        late, early = self.insert(slow), self.insert(quick)
        quick.commit()
        last = Event.objects.order_by("-sequence").values_list("sequence", flat=True).first()
        assert last == early
        slow.commit()
        assert list(Event.objects.filter(sequence__gt=last)) == []
        assert Event.objects.filter(sequence=late).exists()
        slow.close()
        quick.close()

    def test_replay_waits_behind_the_horizon_too(self):
        unit = uuid4()
        slow = self.other_connection()
        self.insert(slow)
        record(unit)
        assert outbox.read_unit_after(unit, Position(0, 0), 10) == []
        slow.rollback()
        assert len(outbox.read_unit_after(unit, Position(0, 0), 10)) == 1
        slow.close()

    def test_app_role_sees_other_municipalities_only_through_the_function(self):
        record()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('laeringslean.tenant_id', '0', false)")
            cursor.execute("SELECT set_config('laeringslean.reads_outbox', 'on', false)")
            cursor.execute("SELECT count(*) FROM foundation_event")
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT * FROM laeringslean_outbox(0, 0, 10)")
            columns = [column.name for column in cursor.description]
            assert len(cursor.fetchall()) >= 1
        assert not {"actor_id", "happened_at", "happened_on", "details", "tenant_id"} & set(columns)

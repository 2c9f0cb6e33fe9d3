from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.models import Event


@pytest.fixture
def woken(monkeypatch):
    calls = []
    monkeypatch.setattr(events, "_after_commit", [lambda: calls.append(1)])
    return calls


@pytest.mark.django_db
def test_event_says_who_did_what_when():
    subject, actor, unit = uuid4(), uuid4(), uuid4()
    events.record("improvement.idea.accepted", subject_id=subject, actor_id=actor, unit_id=unit, board_version=3)
    event = Event.objects.get()
    assert (event.kind, event.subject_id, event.actor_id, event.unit_id) == (
        "improvement.idea.accepted",
        subject,
        actor,
        unit,
    )
    assert event.happened_on == clock.today()
    assert event.happened_at is not None
    assert event.details == {"board_version": 3}


@pytest.mark.django_db
def test_anonymous_event_has_neither_actor_nor_time_of_day():
    events.record("improvement.idea.raised", subject_id=uuid4(), actor_id=None, anonymous=True)
    event = Event.objects.get()
    assert (event.actor_id, event.happened_at) == (None, None)


@pytest.mark.django_db
def test_anonymous_event_with_an_actor_is_a_fault():
    with pytest.raises(ValueError, match="anonymous"):
        events.record("improvement.idea.raised", subject_id=uuid4(), actor_id=uuid4(), anonymous=True)


@pytest.mark.django_db(transaction=True)
def test_relay_is_woken_after_the_commit_and_not_before(woken):
    with write_transaction():
        events.record("a.b.c", subject_id=uuid4(), actor_id=None)
        assert woken == []
    assert woken == [1]


@pytest.mark.django_db(transaction=True)
def test_relay_is_not_woken_by_what_was_undone(woken):
    with pytest.raises(ValueError), write_transaction():
        events.record("a.b.c", subject_id=uuid4(), actor_id=None)
        raise ValueError
    assert woken == []
    assert not Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("change", [lambda: Event.objects.update(kind="other"), lambda: Event.objects.all().delete()])
def test_events_can_be_neither_changed_nor_deleted(change):
    events.record("a.b.c", subject_id=uuid4(), actor_id=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    assert Event.objects.get().kind == "a.b.c"

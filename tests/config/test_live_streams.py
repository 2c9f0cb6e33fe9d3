"""Live streams end to end: the server in a thread, events recorded here, the stream read as a browser does."""

import time
from uuid import uuid4

import pytest
from django.db import connection

from laeringslean.foundation import events
from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.live import streams
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.models import Session
from tests.config.running import ServerProcess
from tests.config.serving import Stream, server_in_thread
from tests.factories.organisation import make_person, make_unit, open_session

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit():
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def token(unit):
    return open_session(make_person("Ola", unit=unit))


@pytest.fixture
def server(unit):
    with server_in_thread() as address:
        yield address


def happen(unit, kind="improvement.idea.accepted", **details):
    """Something happens in the unit; returns what it happened to."""
    subject = uuid4()
    with write_transaction():
        events.record(kind, subject_id=subject, actor_id=None, unit_id=unit.id, **details)
    return subject


def test_stream_tells_the_boards_version_at_once(server, unit, token):
    stream = Stream(server, unit.id, token)
    assert stream.status == 200
    assert stream.headers["content-type"].startswith("text/event-stream")
    message = stream.read()
    assert message.event == "board"
    assert message.data == {"version": None, "kind": "live.opened", "subject": str(unit.id)}
    assert 1000 <= stream.retry < 2000


def test_stream_tells_of_an_event_with_the_boards_version(server, unit, token):
    stream = Stream(server, unit.id, token)
    stream.read()
    subject = happen(unit, board_version=12)
    message = stream.read(1)
    assert message.data == {"version": 12, "kind": "improvement.idea.accepted", "subject": str(subject)}
    assert message.id


def test_stream_is_silent_about_other_units_and_rooms(server, unit, token):
    stream = Stream(server, unit.id, token)
    stream.read()
    happen(make_unit("Regnskap"))
    happen(unit, kind="organisation.role.granted")
    subject = happen(unit)
    assert [message.data["subject"] for message in stream.read_until(subject)] == [str(subject)]


def test_stream_never_tells_when_an_anonymous_idea_came(server, unit, token):
    stream = Stream(server, unit.id, token)
    stream.read()
    with write_transaction():
        events.record("improvement.idea.raised", subject_id=uuid4(), actor_id=None, unit_id=unit.id, anonymous=True)
    subject = happen(unit)
    assert stream.read().data["subject"] == str(subject)


def test_returning_browser_is_told_what_it_missed(server, unit, token):
    stream = Stream(server, unit.id, token)
    stream.read()
    seen = happen(unit)
    stream.read_until(seen)
    stream.close()
    missed = [happen(unit), happen(unit), happen(unit)]
    again = Stream(server, unit.id, token, last_event_id=stream.last_event_id)
    told = [message.data["subject"] for message in again.read_until(unit.id)]
    assert told == [*map(str, missed), str(unit.id)]
    later = happen(unit)
    assert again.read().data["subject"] == str(later)


def test_since_in_the_address_works_as_last_event_id(server, unit, token):
    stream = Stream(server, unit.id, token)
    stream.read()
    missed = happen(unit)
    stream.close()
    again = Stream(server, unit.id, token, query=f"?since={stream.last_event_id}")
    assert again.read().data["subject"] == str(missed)


@pytest.mark.parametrize("nonsense", ["x", "-1", "1.2.3", "9" * 60, "9" * 30, f"{2**63}.1"])
def test_nonsense_as_last_event_id_is_a_first_visit(server, unit, token, nonsense):
    stream = Stream(server, unit.id, token, query=f"?since={nonsense}")
    assert stream.read().data["kind"] == "live.opened"


def test_browser_that_is_ahead_of_a_restored_database_hears_what_happens_now(server, unit, token):
    stream = Stream(server, unit.id, token, last_event_id="9000000000")
    assert stream.read().data["kind"] == "live.opened"
    subject = happen(unit)
    assert stream.read().data["subject"] == str(subject)


def test_nobody_signed_in_is_401(server, unit):
    assert Stream(server, unit.id, "").status == 401
    assert Stream(server, unit.id, "no-such-token").status == 401


def test_forbidden_and_unknown_units_are_404_alike(server, unit, token):
    assert Stream(server, make_unit("Regnskap").id, token).status == 404
    assert Stream(server, uuid4(), token).status == 404
    assert Stream(server, "not-a-uuid", token).status == 404
    everywhere = open_session(make_person("Kari", role=Role.LEAN_COORDINATOR))
    assert Stream(server, uuid4(), everywhere).status == 404
    assert Stream(server, unit.id, everywhere).status == 200


def test_seventh_stream_of_a_person_is_refused_until_one_ends(server, unit, token):
    open_streams = [Stream(server, unit.id, token) for _ in range(streams.STREAMS_PER_PERSON)]
    assert [stream.status for stream in open_streams] == [200] * streams.STREAMS_PER_PERSON
    assert Stream(server, unit.id, token).status == 429
    open_streams.pop().close()
    time.sleep(0.2)
    assert Stream(server, unit.id, token).status == 200


def test_stream_of_a_closed_session_ends(monkeypatch, unit, token):
    monkeypatch.setattr(streams, "RECHECK_SECONDS", 1.0)
    with server_in_thread() as server:
        stream = Stream(server, unit.id, token)
        stream.read()
        Session.objects.all().delete()
        assert stream.read(5) is None
        assert Stream(server, unit.id, token).status == 401


def test_silent_stream_has_heartbeats(monkeypatch, unit, token):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 1.0)
    with server_in_thread() as server:
        stream = Stream(server, unit.id, token)
        stream.read()
        with pytest.raises(TimeoutError):
            stream.read(3.5)
        assert stream.heartbeats >= 2


def test_recheck_and_heartbeat_are_as_promised():
    assert streams.RECHECK_SECONDS <= 30
    assert streams.HEARTBEAT_SECONDS <= 20
    assert streams.STREAMS_PER_PERSON == 6


def test_server_with_open_streams_stops_within_three_seconds(unit, token):
    with server_in_thread() as server:
        stream = Stream(server, unit.id, token)
        stream.read()
        began = time.monotonic()
    assert time.monotonic() - began < 3
    assert stream.read() is None


@pytest.mark.only_postgresql
class TestSeveralServers:
    """On PostgreSQL several servers work beside each other; whatever one commits, the others tell."""

    def test_event_of_another_process_is_told_soon(self, unit, token, server_environment):
        with ServerProcess(server_environment) as leader, ServerProcess(server_environment) as follower:
            streams = [Stream(each.address, unit.id, token) for each in (leader, follower)]
            for stream in streams:
                stream.read()
            # Committed by this process, which has no relay at all.
            subject = happen(unit, board_version=4)
            assert [stream.read(2).data["subject"] for stream in streams] == [str(subject)] * 2

            # Without the leader another takes over at its next look.
            leader.stop("kill")
            subject = happen(unit, board_version=5)
            assert streams[1].read(10).data["subject"] == str(subject)
            subject = happen(unit, board_version=6)
            assert streams[1].read(2).data["subject"] == str(subject)

    def test_relay_outlives_its_connection(self, unit, token, server_environment):
        with ServerProcess(server_environment) as server:
            stream = Stream(server.address, unit.id, token)
            stream.read()
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            subject = happen(unit, board_version=4)
            assert stream.read(10).data["subject"] == str(subject)
            assert Stream(server.address, unit.id, token).status == 200

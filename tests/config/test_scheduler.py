from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from laeringslean.config import housekeeping, scheduler
from laeringslean.config.scheduler import due_between, run_job
from laeringslean.foundation import clock
from laeringslean.foundation.keys import uuid4
from laeringslean.foundation.models import RequestKey
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.improvement.actions import anonymous
from laeringslean.improvement.models import AnonymousSubmission, Idea
from laeringslean.method.actions.versions import publish_standard
from laeringslean.organisation.models import ResetCode, Session
from tests.factories.organisation import make_person, make_tenant, make_unit, open_session

OSLO = ZoneInfo("Europe/Oslo")


def at(day, hour, minute=0, second=0):
    return datetime(2026, 11, day, hour, minute, second, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("after", "until", "due"),
    [
        (at(2, 9, 0, 1), at(2, 9, 59, 59), []),
        (at(2, 9, 59, 59), at(2, 10), ["each_hour"]),
        (at(2, 10), at(2, 10, 0, 1), []),
        (at(2, 3, 39), at(2, 3, 41), ["each_night"]),
        (at(2, 3, 40), at(2, 3, 41), []),
        (at(2, 9), at(4, 9), ["each_hour", "each_night"]),
        (at(2, 23, 59), at(3, 0), ["each_hour"]),
    ],
)
def test_work_is_due_once_when_its_time_has_come(after, until, due):
    assert [job.__name__ for job in due_between(after, until)] == due


def test_the_hour_that_comes_twice_in_autumn_is_two_hours():
    first = datetime(2026, 10, 25, 2, 0, tzinfo=OSLO)
    second = first.replace(fold=1)
    assert [job.__name__ for job in due_between(first - timedelta(seconds=1), first)] == ["each_hour"]
    before = (second.astimezone(ZoneInfo("UTC")) - timedelta(seconds=1)).astimezone(OSLO)
    assert [job.__name__ for job in due_between(before, second)] == ["each_hour"]


def test_job_that_fails_is_logged_and_harms_nobody(caplog, monkeypatch):
    monkeypatch.setattr(scheduler, "connection", type("Closed", (), {"close": staticmethod(lambda: None)}))

    def fails():
        raise RuntimeError("no luck")

    run_job(fails)
    assert "no luck" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_each_hour_shows_the_anonymous_ideas_of_every_municipality(tenant):
    units = {}
    before, after = at(2, 9, 59, 59), at(2, 10, 0, 1)
    for tenant_id in (tenant.id, make_tenant("Nabo kommune").id):
        with tenant_scope(tenant_id):
            publish_standard(by=None)
            units[tenant_id] = make_unit()
            for moment, problem in ((before, "Mer ro"), (after, "Mindre støy")):
                with clock.set_clock(moment):
                    anonymous.submit(unit=units[tenant_id], kind="wish", problem=problem, client_key=uuid4())
    with clock.set_clock(after):
        housekeeping.each_hour()
        # Another server comes a moment later.
        housekeeping.each_hour()
    for tenant_id, unit in units.items():
        with tenant_scope(tenant_id):
            assert Idea.objects.get(unit=unit, is_anonymous=True).problem == "Mer ro"
            assert AnonymousSubmission.objects.get().problem == "Mindre støy"
    with clock.set_clock(at(2, 11)):
        housekeeping.each_hour()
    for tenant_id in units:
        with tenant_scope(tenant_id):
            assert not AnonymousSubmission.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_fault_in_one_municipality_stops_no_other(tenant, caplog, monkeypatch):
    other = make_tenant("Nabo kommune")
    seen = []

    def work():
        from laeringslean.foundation.tenancy.scope import current_tenant_id

        seen.append(current_tenant_id())
        if seen[-1] == tenant.id:
            raise RuntimeError("no luck here")

    monkeypatch.setattr(anonymous, "publish_due", work)
    housekeeping.each_hour()
    assert set(seen) == {tenant.id, other.id}
    assert "no luck here" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_each_night_forgets_what_has_expired_and_nothing_else():
    now, today = clock.now(), clock.today()
    person = make_person()
    for days in (6, 8):
        RequestKey.objects.create(key=uuid4(), route="x", used_on=today - timedelta(days=days))
    open_session(person)
    Session.objects.create(token_hash="old", person=person, started_on=today, expires_on=today)
    ResetCode.objects.create(person=person, code_hash="x", expires_at=now - timedelta(minutes=1), tries_left=1)
    housekeeping.each_night()
    assert [key.used_on for key in RequestKey.objects.all()] == [today - timedelta(days=6)]
    assert Session.objects.get().expires_on > today
    assert not ResetCode.objects.exists()


@pytest.mark.only_sqlite
@pytest.mark.django_db(transaction=True)
def test_each_night_empties_the_write_ahead_log(test_run):
    make_unit()
    log = test_run.data / "laeringslean.sqlite3-wal"
    assert log.stat().st_size > 0
    housekeeping.truncate_log()
    assert log.stat().st_size == 0


@pytest.mark.only_postgresql
@pytest.mark.django_db(transaction=True)
def test_of_several_servers_one_does_the_work(tenant, monkeypatch):
    import psycopg
    from django.conf import settings

    seen = []
    monkeypatch.setattr(anonymous, "publish_due", lambda: seen.append(1))
    with psycopg.connect(settings.DATABASE_URL) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s, %s)", [housekeeping._LOCK, tenant.id])
        housekeeping.each_hour()
        assert seen == []
    housekeeping.each_hour()
    assert seen == [1]
    connection.close()

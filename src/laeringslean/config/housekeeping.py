"""The hourly and nightly work, for every municipality."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection

from laeringslean.foundation import clock, uploads
from laeringslean.foundation.database.gate import action, sqlite_gate
from laeringslean.foundation.models import RequestKey, Tenant
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.improvement.actions import anonymous, drafts, minutes_letters, recurrences, untouched
from laeringslean.improvement.models import MeetingRemote
from laeringslean.organisation.actions import list_imports
from laeringslean.organisation.models import ResetCode, Session, SignInCounter

_logger = logging.getLogger(__name__)

# How long a repeated form is still answered with the first answer.
KEYS_KEPT = timedelta(days=7)
_LOCK = 0x1EA4_11AF


def each_hour() -> None:
    """Show the anonymous ideas that have waited for the full hour, and try again to send what could not be sent."""
    _for_every_municipality(anonymous.publish_due)
    _for_every_municipality(minutes_letters.send_waiting)


def each_night() -> None:
    """Set aside, take up again and let come back what it is time for, forget what is no longer needed, and on SQLite
    give the log's space back."""
    _for_every_municipality(untouched.each_night)
    _for_every_municipality(recurrences.each_night)
    _for_every_municipality(prune)
    truncate_log()


@action
def prune() -> None:
    """In the current municipality: keys of forms long since sent, whatever of signing in has expired, and the files of
    imports that nobody went on with."""
    now, today = clock.now(), clock.today()
    RequestKey.objects.filter(used_on__lt=today - KEYS_KEPT).delete()
    Session.objects.filter(expires_on__lte=today).delete()
    ResetCode.objects.filter(expires_at__lte=now).delete()
    SignInCounter.objects.filter(ends_at__lte=now).delete()
    list_imports.forget_old()
    MeetingRemote.objects.filter(code_ends_at__lt=now - timedelta(days=1)).delete()
    minutes_letters.forget_old()
    drafts.forget_old()
    uploads.forget_old()


def truncate_log() -> None:
    """On SQLite: bring everything into the database file and empty the write-ahead log, between two writers."""
    if connection.vendor != "sqlite":
        return
    with sqlite_gate.held(), connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _, _ = cursor.fetchone()
    if busy:
        _logger.info("the write-ahead log is in use; it is emptied another night")


def _for_every_municipality(work: Callable[[], object]) -> None:
    for tenant_id in list(Tenant.objects.values_list("id", flat=True)):
        try:
            with tenant_scope(tenant_id), _only_here(tenant_id) as is_ours:
                if is_ours:
                    work()
        except Exception:
            _logger.exception("%s failed for municipality %s", getattr(work, "__name__", work), tenant_id)


@contextmanager
def _only_here(tenant_id: int) -> Iterator[bool]:
    """Of several servers on one PostgreSQL one does the work; the lock ends with the transaction."""
    if connection.vendor != "postgresql":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, tenant_id])
        yield cursor.fetchone()[0]

import sqlite3

import pytest

from laeringslean.foundation.database.safe_sqlite import UnsafeSQLite, is_safe, use_safe_sqlite


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 52, 0), (4, 0, 0), (3, 50, 7), (3, 50, 9), (3, 44, 6)])
def test_fixed_versions_are_safe(version):
    assert is_safe(version)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 0), (3, 51, 2)])
def test_versions_with_the_wal_reset_bug_are_not(version):
    assert not is_safe(version)


# On PostgreSQL nothing uses SQLite, so nothing has made it safe.
@pytest.mark.only_sqlite
def test_the_sqlite_in_use_is_safe():
    assert is_safe(sqlite3.sqlite_version_info)


def test_unsafe_sqlite_without_replacement_is_refused_with_advice(monkeypatch):
    monkeypatch.setattr("laeringslean.foundation.database.safe_sqlite.is_safe", lambda version: False)
    with pytest.raises(UnsafeSQLite, match="pysqlite3"):
        use_safe_sqlite()


@pytest.mark.only_sqlite
@pytest.mark.django_db
def test_database_is_written_to_the_disk_at_every_commit(tenant):
    from django.db import connection

    with connection.cursor() as cursor:
        values = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "secure_delete")
        ]
    assert values == ["wal", 2, 1]

"""Swap in a SQLite without the WAL-reset bug, or refuse to start.

SQLite 3.7.0-3.51.2 can corrupt a WAL database when one connection writes while another checkpoints;
fixed in 3.51.3 and in the backports 3.50.7 and 3.44.6. Imported first thing by the settings, before Django
imports `sqlite3`.
"""

import sys


class UnsafeSQLite(RuntimeError):
    """The SQLite at hand can corrupt the database; the message says what to do."""


def is_safe(version: tuple[int, ...]) -> bool:
    """Whether a SQLite of this (major, minor, patch) version is free of the WAL-reset bug."""
    if version >= (3, 51, 3):
        return True
    return (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def use_safe_sqlite() -> str:
    """Make `import sqlite3` give a safe SQLite and return its version.

    Prefers the interpreter's own when it is safe, else the `pysqlite3` wheel.
    Raises UnsafeSQLite when neither is safe.
    """
    import sqlite3

    if is_safe(sqlite3.sqlite_version_info):
        return sqlite3.sqlite_version
    try:
        import pysqlite3
    except ImportError:
        pysqlite3 = None
    if pysqlite3 is None or not is_safe(pysqlite3.sqlite_version_info):
        raise UnsafeSQLite(
            f"SQLite {sqlite3.sqlite_version} can lose data (the WAL-reset bug). "
            "Install the Python package pysqlite3 0.6.1 or newer, use a Python with SQLite 3.51.3 or newer, "
            "or set DATABASE_URL to a PostgreSQL database."
        )
    import pysqlite3.dbapi2

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    return pysqlite3.sqlite_version

"""What every command does first: exit codes, the data folder, starting Django, working alone on the database."""

import argparse
import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from laeringslean.config.server_lock import ServerLock

OK, BAD_DATA, WRONG_USAGE, CANNOT_RUN = 0, 1, 2, 3


class CannotRun(Exception):
    """The command cannot run here; the message is one line that says why and what to do."""


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """The option --data, the folder of the database, the files and the secret key."""
    parser.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        help="the folder with the database and the files (default: $LAERINGSLEAN_DATA, else .data)",
    )


def start_django(options: argparse.Namespace) -> None:
    """Read the settings and load the models. Raises CannotRun when the settings do not allow it."""
    if getattr(options, "data", None) is not None:
        os.environ["LAERINGSLEAN_DATA"] = str(options.data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laeringslean.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    from laeringslean.foundation.database.safe_sqlite import UnsafeSQLite

    try:
        django.setup()
    except (UnsafeSQLite, ImproperlyConfigured) as reason:
        raise CannotRun(_one_line(reason))
    except OSError as reason:
        raise CannotRun(f"the data folder cannot be used: {_one_line(reason)}")


@contextlib.contextmanager
def clear_database_errors() -> Iterator[None]:
    """Within the block a database that cannot be reached or used is a one-line CannotRun."""
    from django.db import Error

    try:
        yield
    except Error as reason:
        raise CannotRun(f"the database refused: {_one_line(reason)}")


def sqlite_file() -> Path | None:
    """The database file, or None on PostgreSQL."""
    from django.conf import settings
    from django.db import connection

    return Path(str(settings.DATABASES["default"]["NAME"])) if connection.vendor == "sqlite" else None


def pending_migrations() -> list[str]:
    """The names of migrations that the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextlib.contextmanager
def alone_on_sqlite() -> Iterator["ServerLock | None"]:
    """Hold the server lock on SQLite (None on PostgreSQL). Raises CannotRun when another process holds it."""
    from laeringslean.config.server_lock import ServerLock, Taken

    database = sqlite_file()
    if database is None:
        yield None
        return
    try:
        with ServerLock(database) as lock:
            yield lock
    except Taken as other:
        raise CannotRun(f"process {other.pid or 'unknown'} already works on {database}; stop it first")


def require_migrated() -> None:
    """Raise CannotRun when the database is not as new as the program."""
    with clear_database_errors():
        missing = len(pending_migrations())
    if missing:
        raise CannotRun(f"the database lacks {missing} migration(s); run `laeringslean migrate` first")


def _one_line(reason: BaseException) -> str:
    return " ".join(str(reason).split()) or type(reason).__name__

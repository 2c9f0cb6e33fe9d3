"""`laeringslean check`."""

import argparse
import json
import os
from pathlib import Path

from laeringslean.config.commands.environment import (
    BAD_DATA,
    OK,
    add_data_option,
    clear_database_errors,
    pending_migrations,
    sqlite_file,
    start_django,
)

NAME = "check"
SUMMARY = "say whether the product can be served from here"
DESCRIPTION = """\
Look at the settings, the data folder and the database, and name every fault.
Changes nothing. Exit code 1 when there is a fault.
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("--json", action="store_true", help="print JSON only: {version, database, faults: [...]}")
    add_data_option(parser)


def run(options: argparse.Namespace) -> int:
    """Look, and tell."""
    start_django(options)
    from laeringslean import __version__

    faults = [*_settings(), *_data_folder(), *_database()]
    if options.json:
        print(json.dumps({"version": __version__, "database": _database_name(), "faults": faults}))
    else:
        print(f"laeringslean {__version__} on {_database_name()}")
        print("\n".join(faults) or "No faults found.")
    return BAD_DATA if faults else OK


def _settings() -> list[str]:
    from django.core.checks import WARNING, run_checks

    return [message.msg for message in run_checks() if message.level >= WARNING]


def _data_folder() -> list[str]:
    from django.conf import settings

    folder: Path = settings.DATA
    faults = []
    if folder.exists() and not os.access(folder, os.W_OK):
        faults.append(f"{folder} cannot be written to")
    if folder.exists() and folder.stat().st_mode & 0o007:
        faults.append(f"{folder} can be read by everybody on this machine; run chmod 700 on it")
    key = folder / "secret-key"
    if key.exists() and key.stat().st_mode & 0o077:
        faults.append(f"{key} can be read by others; run chmod 600 on it")
    return faults


def _database() -> list[str]:
    from laeringslean.config.commands.environment import CannotRun
    from laeringslean.config.database_role import why_unsafe

    database = sqlite_file()
    if database is not None and not database.exists():
        return [f"there is no database at {database}; run `laeringslean migrate`"]
    try:
        with clear_database_errors():
            missing = len(pending_migrations())
            unsafe = why_unsafe()
    except CannotRun as reason:
        return [str(reason)]
    return [f"the database lacks {missing} migration(s)"] * bool(missing) + ([unsafe] if unsafe else [])


def _database_name() -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    return "PostgreSQL"

"""`laeringslean demo`."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from laeringslean.config.commands.environment import (
    CannotRun,
    add_data_option,
    alone_on_sqlite,
    clear_database_errors,
    pending_migrations,
    sqlite_file,
    start_django,
)
from laeringslean.config.commands.migrate import migrate_database
from laeringslean.config.commands.serve import add_address_options, bind, serve

NAME = "demo"
SUMMARY = "make the demo municipality in a folder, and serve it"
DESCRIPTION = """\
Make the demo municipality in a folder (when it is empty) and serve it, with a
page where one click enters as any of its people. For trying out: anybody who
reaches the port may enter. Prints `Listening on http://…` when it is ready.
"""
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_MAKING, _READY = "being made", "ready"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    add_address_options(parser)
    add_data_option(parser)
    parser.add_argument("--fresh", action="store_true", help="throw this folder's demo away and make it anew")


def run(options: argparse.Namespace) -> int:
    """Make it when needed, then serve until told to stop."""
    os.environ["LAERINGSLEAN_DEMO"] = "1"
    if options.host not in _LOOPBACK:
        os.environ.setdefault("LAERINGSLEAN_HOSTS", "*")
    start_django(options)
    with alone_on_sqlite() as lock:
        listener = bind(options)
        _make_when_needed(options.fresh)
        return serve(listener, lock)


class _Mark:
    """A file that says whose database this is: in demo mode anyone may enter, so never open a real municipality."""

    def __init__(self) -> None:
        from django.conf import settings

        database = settings.DATABASES["default"]
        folder = Path(settings.DATA)
        self._path = folder / "demo-municipality"
        # Without the folder itself, so that it may be moved.
        name = str(database["NAME"]).removeprefix(f"{folder}{os.sep}")
        self._database = f"{database.get('HOST', '')}:{database.get('PORT', '')}/{name}"

    def says(self, state: str) -> bool:
        """Whether the demo is in this state, in this very database."""
        return self._path.exists() and self._path.read_text() == f"{state} in {self._database}\n"

    def write(self, state: str) -> None:
        """Note the state."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(f"{state} in {self._database}\n")


def _make_when_needed(fresh: bool) -> None:
    mark, database = _Mark(), sqlite_file()
    is_ours = mark.says(_READY) or mark.says(_MAKING)
    if database is not None and is_ours and (fresh or mark.says(_MAKING)):
        for ending in ("", "-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
    _migrate(database)
    with clear_database_errors():
        if not _has_municipality():
            _make(mark)
        elif not mark.says(_READY):
            raise CannotRun("this database holds a municipality that is not the demo; choose another folder")


def _has_municipality() -> bool:
    from laeringslean.foundation.models import Tenant

    return Tenant.objects.exists()


def _migrate(database: Path | None) -> None:
    if database is not None:
        if not database.exists() or pending_migrations():
            migrate_database()
        return
    # On PostgreSQL another role migrates than the one that serves.
    if subprocess.run([sys.executable, "-m", "laeringslean", "migrate"], stdout=sys.stderr, check=False).returncode:
        raise CannotRun("the database could not be migrated")


def _make(mark: _Mark) -> None:
    from laeringslean.config.demo.builder import build_demo

    started = time.monotonic()
    print("Making the demo municipality …", file=sys.stderr, flush=True)
    mark.write(_MAKING)
    build_demo()
    mark.write(_READY)
    print(f"Made in {time.monotonic() - started:.1f} s.", file=sys.stderr, flush=True)

"""`laeringslean serve`."""

import argparse
import contextlib
import gc
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from laeringslean.config.commands.environment import (
    OK,
    CannotRun,
    add_data_option,
    alone_on_sqlite,
    clear_database_errors,
    require_migrated,
    sqlite_file,
    start_django,
)

if TYPE_CHECKING:
    from laeringslean.config.server_lock import ServerLock

NAME = "serve"
SUMMARY = "serve the pages and live updates on one port"
DESCRIPTION = """\
Serve everything that one machine needs in one process: pages, live updates,
hourly and nightly work. Stops cleanly on SIGTERM and Ctrl-C within 3 seconds.

On SQLite one server at a time works on a database. On PostgreSQL several may
run beside each other; their role must neither own the tables nor be superuser.
Put a proxy with HTTPS in front and set LAERINGSLEAN_HOSTS and
LAERINGSLEAN_HTTPS=1 (see docs/operations.md).
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    add_address_options(parser)
    add_data_option(parser)


def add_address_options(parser: argparse.ArgumentParser) -> None:
    """--port and --host."""
    parser.add_argument("--port", type=_port, default=8000, help="the port; 0 takes a free one (default: 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (0 to 65535)")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    start_django(options)
    with alone_on_sqlite() as lock:
        database = sqlite_file()
        if database is not None and not database.exists():
            from laeringslean.config.commands.migrate import migrate_database

            migrate_database()
        require_migrated()
        _require_safe_role()
        _hint_when_empty()
        return serve(bind(options), lock)


def bind(options: argparse.Namespace) -> socket.socket:
    """A socket with the address that the options name. Raises CannotRun when it cannot be had."""
    from laeringslean.config import server

    try:
        return server.bind(options.host, options.port)
    except OSError as reason:
        raise CannotRun(f"cannot listen on {options.host} port {options.port}: {reason.strerror}")


def serve(listener: socket.socket, lock: "ServerLock | None") -> int:
    """Listen and serve until told to stop. Django is set up, the database is migrated, the lock (SQLite) is held."""
    from laeringslean.config.control import ControlSocket
    from laeringslean.config.import_worker import ImportWorker
    from laeringslean.config.scheduler import Scheduler
    from laeringslean.config.server import Server

    server = Server(when_ready=lambda: print(f"Listening on {_address(listener)}", flush=True))
    with contextlib.ExitStack() as stack:
        if lock is not None:
            control = stack.enter_context(ControlSocket(sqlite_folder()))
            lock.tell(str(control.path))
        stack.enter_context(Scheduler())
        stack.enter_context(ImportWorker())
        _leave_out_of_garbage_collection_what_stays()
        server.run(sockets=[listener])
    if server.pages.busy:
        # A page that does not end must not keep the process alive; what it had not committed never happened.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(OK)
    return OK


def _leave_out_of_garbage_collection_what_stays() -> None:
    """A full collection over all of Django and our own code took 40 ms, now and then, in the middle of a request."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 (what pages need is loaded with their addresses)
    gc.collect()
    gc.freeze()


def sqlite_folder() -> Path:
    """The folder of the SQLite database."""
    database = sqlite_file()
    assert database is not None
    return database.parent


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


def _require_safe_role() -> None:
    from laeringslean.config.database_role import why_unsafe

    with clear_database_errors():
        reason = why_unsafe()
    if reason:
        raise CannotRun(reason)


def _hint_when_empty() -> None:
    from laeringslean.foundation.models import Tenant

    with clear_database_errors():
        if not Tenant.objects.exists():
            print("There is no municipality yet: run `laeringslean create-municipality NAME`.", file=sys.stderr)

"""One run of the tests: its temporary folder, and the database of each of its processes.

pytest-xdist runs tests in worker processes. The first process (the controller, or the only one) begins the run and
ends it; workers join it through the environment. Each process has its own data folder and its own database, copied
from a template that whoever comes first migrates.
"""

import atexit
import fcntl
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.database import postgresql
from tests.database.databases import Database, PostgreSQLDatabase, SQLiteDatabase, make_roles

KIND = "LAERINGSLEAN_TEST_DATABASE"
JOINED = "LAERINGSLEAN_TEST_RUN"


class TestRun:
    """What the processes of one run share, and what each has of its own: a data folder and a database."""

    __test__ = False

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder = folder
        self.worker = worker
        facts = json.loads((folder / "run.json").read_text())
        self.database_title: str = facts["title"]
        self.data = folder / worker
        self.data.mkdir(exist_ok=True)
        if facts["kind"] == "postgresql":
            self.database: Database = PostgreSQLDatabase(folder, worker, *_server_of(worker, facts))
        else:
            self.database = SQLiteDatabase(folder, worker)

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.database.kind

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep the other processes of the run out of the block."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def join() -> TestRun:
    """The run that this process belongs to, begun if this is its first process. Exits with one line when it can't."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        os.environ[JOINED] = str(_begin(os.environ.get(KIND, "sqlite")))
    return TestRun(Path(os.environ[JOINED]), worker or "main")


def _begin(kind: str) -> Path:
    if kind not in ("sqlite", "postgresql", "postgres"):
        sys.exit(f"{KIND} must be sqlite or postgresql, not {kind!r}")
    folder = Path(tempfile.mkdtemp(prefix="laeringslean-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    facts = {"kind": "sqlite", "title": SQLiteDatabase.title()}
    if kind != "sqlite":
        server, url, passwords = _start_postgresql()
        title = f"PostgreSQL {server.version} ({server.origin}), tests connect as the app role"
        is_foreign = server.process is None
        facts = {"kind": "postgresql", "title": title, "server": url, "passwords": passwords, "is_foreign": is_foreign}
    (folder / "run.json").write_text(json.dumps(facts))
    return folder


def _server_of(worker: str, facts: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Address and passwords of the process's server.

    A transaction of one process would hold back the commit horizon of every other on the same server, so each has
    its own, except where DATABASE_URL names the one to use.
    """
    if facts["is_foreign"] or worker in ("main", "gw0"):
        return facts["server"], facts["passwords"]
    _, url, passwords = _start_postgresql()
    return url, passwords


def _start_postgresql() -> tuple[postgresql.Server, str, dict[str, str]]:
    """A server with the roles of the tests, its address and their passwords; it ends with this process."""
    try:
        server = postgresql.start()
        atexit.register(server.stop)
        passwords = make_roles(server.url)
    except postgresql.NoPostgreSQL as error:
        sys.exit(str(error))
    if server.process is None:
        atexit.register(PostgreSQLDatabase.remove_everything, server.url)
    return server, server.url, passwords

"""How a test process gets a migrated database of its own, and a clean one again after real commits."""

import os
import secrets
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.database.postgresql import NoPostgreSQL

OWNER = "laeringslean_owner"
APP = "laeringslean_app"
PREFIX = "laeringslean_test_"


class Database(ABC):
    """The database of one test process."""

    kind: str

    @property
    @abstractmethod
    def url(self) -> str:
        """DATABASE_URL as the application sees it."""

    @abstractmethod
    def make_template(self) -> None:
        """Migrate the template that every process copies, unless another process has done so."""

    @abstractmethod
    def restore(self) -> None:
        """Make the database as it is just after migrating. Connections to it must be closed."""

    @abstractmethod
    def for_a_server(self) -> dict[str, str]:
        """The environment that gives a server process an empty database of the same kind, not yet migrated."""


class SQLiteDatabase(Database):
    """A file, never memory, so that several threads and processes can be tested."""

    kind = "sqlite"

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder = folder
        self._template = folder / "template.sqlite3"
        self._file = folder / worker / "laeringslean.sqlite3"

    @staticmethod
    def title() -> str:
        """Which SQLite the application uses."""
        from laeringslean.foundation.database.safe_sqlite import use_safe_sqlite

        return f"SQLite {use_safe_sqlite()}"

    @property
    def url(self) -> str:
        return f"sqlite:///{self._file}"

    def make_template(self) -> None:
        if not self._template.exists():
            draft = self._template.with_name("draft.sqlite3")
            _migrate(self._folder, DATABASE_URL=f"sqlite:///{draft}")
            draft.rename(self._template)

    def restore(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self._template, self._file)

    def for_a_server(self) -> dict[str, str]:
        return {}  # it makes its own file in the data folder that it is given


class PostgreSQLDatabase(Database):
    """A database that the owner role migrates and the app role uses."""

    kind = "postgresql"

    def __init__(self, folder: Path, worker: str, server: str, passwords: dict[str, str]) -> None:
        self._folder = folder
        self._server = server
        self._passwords = passwords
        self._name = f"{PREFIX}{worker}"
        self._template = f"{PREFIX}template"
        self._numbers = count(1)

    @property
    def url(self) -> str:
        return self._as(APP, self._name)

    def make_template(self) -> None:
        with _administrator(self._server) as server:
            if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self._template]).fetchone():
                return
            draft = f"{PREFIX}draft"
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(draft)))
            _create(server, draft)
            _migrate(self._folder, DATABASE_URL=self._as(APP, draft), DATABASE_OWNER_URL=self._as(OWNER, draft))
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(self._template))
            )

    def restore(self) -> None:
        with _administrator(self._server) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self._name)))
            _create(server, self._name, template=self._template)

    def for_a_server(self) -> dict[str, str]:
        name = f"{self._name}_server_{next(self._numbers)}"
        with _administrator(self._server) as server:
            _create(server, name)
        return {"DATABASE_URL": self._as(APP, name), "DATABASE_OWNER_URL": self._as(OWNER, name)}

    def as_owner(self) -> str:
        """The address of this process's database for the role that owns its tables."""
        return self._as(OWNER, self._name)

    def administrator_of(self, server_database: dict[str, str]) -> psycopg.Connection:
        """A connection to what `for_a_server` gave, by somebody whom nothing holds back."""
        name = urlsplit(server_database["DATABASE_URL"]).path
        return psycopg.connect(urlunsplit(urlsplit(self._server)._replace(path=name)), autocommit=True)

    def _as(self, role: str, database: str) -> str:
        parts = urlsplit(self._server)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit(parts._replace(netloc=f"{role}:{self._passwords[role]}@{host}", path=f"/{database}"))

    @staticmethod
    def remove_everything(server_url: str) -> None:
        """Drop the databases and roles of a run from a server that is not our own."""
        with _administrator(server_url) as server:
            rows = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
            for (name,) in rows.fetchall():
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            for role in (APP, OWNER):
                server.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def make_roles(server_url: str) -> dict[str, str]:
    """Make the owner role and return the passwords of the owner and of the app role, which the owner makes.

    Raises NoPostgreSQL when they exist, for then somebody else uses the server.
    """
    passwords = {OWNER: secrets.token_urlsafe(16), APP: secrets.token_urlsafe(16)}
    with _administrator(server_url) as server:
        if server.execute("SELECT 1 FROM pg_roles WHERE rolname = ANY(%s)", [[OWNER, APP]]).fetchone():
            raise NoPostgreSQL(
                f"The server of DATABASE_URL has a role {OWNER} or {APP} already: give the tests one of their own."
            )
        server.execute(
            sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE NOCREATEDB PASSWORD {}").format(
                sql.Identifier(OWNER), sql.Literal(passwords[OWNER])
            )
        )
    return passwords


def _administrator(url: str) -> psycopg.Connection:
    return psycopg.connect(url, autocommit=True)


def _create(server: psycopg.Connection, name: str, template: str = "template0") -> None:
    server.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
        )
    )


def _migrate(data: Path, **environment: str) -> None:
    """Run the product's own migration step in a process of its own. Raises RuntimeError with what it said."""
    result = subprocess.run(
        [sys.executable, "-m", "laeringslean", "migrate"],
        env={**os.environ, "LAERINGSLEAN_DATA": str(data), **environment},
        capture_output=True,
        text=True,
    )
    if result.returncode:
        raise RuntimeError(f"`laeringslean migrate` failed: {result.stderr}")

"""The database of every release so far is brought up to this version, and nothing in it is lost."""

import gzip
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.config.running import ServerProcess, command
from tests.config.serving import get

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.sqlite3.gz"))
# Django's own tables, which every version writes anew.
NOT_OURS = ("django_migrations", "django_content_type", "sqlite_sequence")
# Given up since, with what it held: lists on their way in, which lived for a day.
GIVEN_UP = {"organisation_importdraft"}


def unpacked(release: Path, folder: Path) -> Path:
    """The release's database file in the folder."""
    file = folder / "laeringslean.sqlite3"
    file.write_bytes(gzip.decompress(release.read_bytes()))
    return file


def sqlite_rows(file: Path) -> dict[str, int]:
    """How many rows each table holds."""
    database = sqlite3.connect(file)
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for name in tables
        if name not in NOT_OURS
    }
    database.close()
    return rows


def to_be_kept(rows: dict[str, int]) -> dict[str, int]:
    """Those that an upgrade must bring along."""
    return {table: number for table, number in rows.items() if table not in GIVEN_UP}


def postgresql_rows(administrator: psycopg.Connection, tables) -> dict[str, int]:
    """The same on PostgreSQL, as somebody whom row-level security does not hold back."""
    counted = {}
    for table in tables:
        row = administrator.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        counted[table] = row[0]
    return counted


def as_it_was_on_postgresql(file: Path, environment: dict[str, str], administrator: psycopg.Connection) -> None:
    """Make the release's tables with its own migrations, and bring its rows over from SQLite."""
    database = sqlite3.connect(file)
    last = dict(database.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall())
    owner = {**os.environ, **environment, "DATABASE_URL": environment["DATABASE_OWNER_URL"]}
    owner["DJANGO_SETTINGS_MODULE"] = "laeringslean.config.settings"
    for app, name in last.items():
        subprocess.run([sys.executable, "-m", "django", "migrate", app, name, "-v", "0"], env=owner, check=True)
    with administrator.transaction():
        # Neither triggers nor foreign keys ask while rows come in any order.
        administrator.execute("SET LOCAL session_replication_role = replica")
        for table in sqlite_rows(file):
            copy_table(database, administrator, table)
    database.close()


def copy_table(database: sqlite3.Connection, administrator: psycopg.Connection, table: str) -> None:
    """Copy the rows of one table; PostgreSQL reads SQLite's texts and numbers as what its columns are."""
    rows = database.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in rows.description]
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with administrator.cursor() as cursor, cursor.copy(copy) as target:
        for row in rows:
            target.write_row(row)


OPEN_A_SESSION = """
import django; django.setup()
from django.db import transaction
from laeringslean.foundation.models import Tenant
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.organisation.actions.sign_in import open_session
from laeringslean.organisation.models import Person, Unit
with tenant_scope(Tenant.objects.get().id), transaction.atomic():
    leader = Person.objects.get(external_id="hjs-01")
    print(open_session(person=leader), Unit.objects.get(external_id="hjs").id)
"""


def board_page(environment: dict[str, str]) -> str:
    """The board of Hjemmetjenesten Sør as its leader sees it in this version."""
    asked = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "laeringslean.config.settings"}
    said = subprocess.run(
        [sys.executable, "-c", OPEN_A_SESSION], env=asked, check=True, text=True, stdout=subprocess.PIPE
    ).stdout
    token, unit = said.split()
    with ServerProcess(environment) as server:
        page = get(server.address, f"/units/{unit}/board/", token=token)
    assert page.status == 200
    return page.content.decode()


def test_there_are_releases_to_upgrade_from():
    assert RELEASES


@pytest.mark.only_sqlite
@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.name.removesuffix(".sqlite3.gz"))
def test_upgrade_on_sqlite(tmp_path, release):
    file = unpacked(release, tmp_path)
    before = sqlite_rows(file)
    environment = {"LAERINGSLEAN_DATA": str(tmp_path)}
    done = command("migrate", environment=environment)
    assert done.returncode == 0, done.stderr
    assert sqlite_rows(file) == sqlite_rows(file) | to_be_kept(before)
    assert before["improvement_idea"] > 20
    assert "Ferdigpakkede sårskrin" in board_page(environment)


@pytest.mark.only_postgresql
@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.name.removesuffix(".sqlite3.gz"))
def test_upgrade_on_postgresql(tmp_path, release, server_database, test_run):
    file = unpacked(release, tmp_path)
    environment = {**server_database, "LAERINGSLEAN_DATA": str(tmp_path / "data")}
    with test_run.database.administrator_of(server_database) as administrator:
        as_it_was_on_postgresql(file, environment, administrator)
        done = command("migrate", environment=environment)
        assert done.returncode == 0, done.stderr
        before = to_be_kept(sqlite_rows(file))
        assert postgresql_rows(administrator, before) == before
    assert "Ferdigpakkede sårskrin" in board_page(environment)

"""The ground under all other tests: that they run on what they think they run on."""

import psycopg
import pytest
from django.db import connection

from laeringslean.foundation.database.protection import tenant_models
from laeringslean.foundation.models import Tenant
from tests.database.run import TestRun


@pytest.mark.django_db
def test_the_connection_is_to_the_database_of_this_run(test_run: TestRun):
    assert connection.vendor == test_run.kind


@pytest.mark.only_sqlite
@pytest.mark.django_db
def test_sqlite_is_a_file_in_the_folder_of_the_run(test_run: TestRun):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA database_list")
        assert cursor.fetchone()[2] == str(test_run.data / "laeringslean.sqlite3")


@pytest.mark.only_postgresql
@pytest.mark.django_db
def test_the_app_role_is_nobody_special():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb "
            "FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("laeringslean_app", False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        assert cursor.fetchone() == (0,)


@pytest.mark.only_postgresql
@pytest.mark.django_db
def test_row_security_is_forced_on_every_tenant_table():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind IN ('r', 'p')"
        )
        forced = {name for (name,) in cursor.fetchall()}
    assert {model._meta.db_table for model in tenant_models()} - forced == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_commits_is_gone_in_the_next(time):
    assert not Tenant.objects.filter(name="Left behind").exists()
    Tenant.objects.create(name="Left behind")


def test_a_server_gets_an_empty_database_of_the_same_kind(test_run: TestRun, server_database: dict[str, str]):
    if test_run.kind == "sqlite":
        assert server_database == {}
        return
    assert server_database["DATABASE_URL"] != test_run.database.url
    with psycopg.connect(server_database["DATABASE_OWNER_URL"]) as owner:
        tables = owner.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)

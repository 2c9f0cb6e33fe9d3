"""`laeringslean migrate`."""

import argparse
import os
import sys

from laeringslean.config.commands.environment import (
    OK,
    CannotRun,
    add_data_option,
    alone_on_sqlite,
    clear_database_errors,
    pending_migrations,
    start_django,
)

NAME = "migrate"
SUMMARY = "make or upgrade the database"
DESCRIPTION = """\
Make the database, or bring it up to this version. Take a backup first; stop the
server first (SQLite). On PostgreSQL it runs as the owner in DATABASE_OWNER_URL,
makes the role laeringslean_app that the application connects as, gives it the
password in DATABASE_URL, and lays row-level security on every table.
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    add_data_option(parser)


def run(options: argparse.Namespace) -> int:
    """Migrate."""
    app_url = os.environ.get("DATABASE_URL", "")
    if app_url.startswith("postgres") and os.environ.get("DATABASE_OWNER_URL"):
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    start_django(options)
    from laeringslean.config.database_role import set_app_password

    with alone_on_sqlite(), clear_database_errors():
        if app_url.startswith("postgres"):
            _require_owner()
        migrate_database()
        if app_url.startswith("postgres"):
            set_app_password(app_url)
    return OK


def migrate_database() -> None:
    """Apply what is missing and lay on the database's own protection; tells on standard error what it does."""
    from django.core.management import call_command

    missing = pending_migrations()
    print(f"Applying {len(missing)} migration(s) …" if missing else "The database is up to date.", file=sys.stderr)
    call_command("migrate", verbosity=1 if missing else 0, stdout=sys.stderr, interactive=False)
    complete_search()


def complete_search() -> None:
    """Let search find the ideas of an older release by all forms of their words; does nothing when it does already."""
    from laeringslean.foundation.models import Tenant
    from laeringslean.foundation.tenancy.scope import tenant_scope
    from laeringslean.improvement.actions.search_texts import complete_search_texts

    for tenant_id in list(Tenant.objects.values_list("id", flat=True)):
        with tenant_scope(tenant_id):
            if completed := complete_search_texts():
                print(f"Made {completed} idea(s) findable by all forms of their words.", file=sys.stderr)


def _require_owner() -> None:
    from django.db import connection

    from laeringslean.foundation.database.protection import APP_ROLE

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_database_privilege(current_database(), 'CREATE') AND "
            "(SELECT rolcreaterole OR rolsuper OR EXISTS (SELECT FROM pg_roles WHERE rolname = %s) "
            "FROM pg_roles WHERE rolname = current_user)",
            [APP_ROLE],
        )
        if not cursor.fetchone()[0]:
            raise CannotRun(
                "this database role may not make tables and roles; set DATABASE_OWNER_URL to the owner of the database"
            )

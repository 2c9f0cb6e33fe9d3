"""What the database itself enforces, laid on after every migration from the models as they are.

PostgreSQL: forced row-level security on every table with a tenant, UNIQUE (tenant_id, id), composite foreign keys,
rights for the app role (which is neither owner nor superuser), events insert-only. SQLite: events insert-only.
Doing it from the models instead of by hand in each migration means that no table can be forgotten.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from laeringslean.foundation.live.outbox import outbox_protection
from laeringslean.foundation.tenancy.scope import DATABASE_SETTING

APP_ROLE = "laeringslean_app"
APPEND_ONLY = ["foundation_event"]


def tenant_models() -> list[type[models.Model]]:
    """Every concrete model whose rows belong to a municipality."""
    return [
        model
        for model in apps.get_models()
        if model._meta.label != "foundation.Placement" and any(f.name == "tenant" for f in model._meta.concrete_fields)
    ]


def protect_tables(using: str = "default", **_: Any) -> None:
    """Lay on what the models demand of the database. Safe to run again."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        _protect_postgresql(connection)
    else:
        _protect_sqlite(connection)


def _protect_sqlite(connection: BaseDatabaseWrapper) -> None:
    existing = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in APPEND_ONLY:
            if table not in existing:
                continue
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
                )


def _protect_postgresql(connection: BaseDatabaseWrapper) -> None:
    existing = set(connection.introspection.table_names())
    protected = [model for model in tenant_models() if model._meta.db_table in existing]
    with connection.cursor() as cursor:
        for statement in _role_and_rights():
            cursor.execute(statement)
        for model in protected:
            for statement in _row_security(model._meta.db_table):
                cursor.execute(statement)
            if model._meta.pk.name == "id":
                _add_unless_there(cursor, model._meta.db_table, *_tenant_key(model))
        for model in protected:
            table = model._meta.db_table
            # Between two migrations a model may be ahead of its table.
            columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            for key in _composite_keys(model):
                if key.column in columns and key.target in existing:
                    _add_unless_there(cursor, table, key.name, key.clause)
        for table in APPEND_ONLY:
            if table in existing:
                cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE}")
        if "foundation_event" in existing:
            for statement in outbox_protection(APP_ROLE):
                cursor.execute(statement)


def _role_and_rights() -> Iterator[str]:
    yield (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') "
        f"THEN CREATE ROLE {APP_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS; END IF; END $$"
    )
    yield f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}"


def _row_security(table: str) -> Iterator[str]:
    mine = f"tenant_id = nullif(current_setting('{DATABASE_SETTING}', true), '')::integer"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS own_tenant ON {table}"
    yield f"CREATE POLICY own_tenant ON {table} USING ({mine}) WITH CHECK ({mine})"


def _tenant_key(model: type[models.Model]) -> tuple[str, str]:
    return f"{model._meta.db_table}_tenant_key", "UNIQUE (tenant_id, id)"


class _CompositeKey(NamedTuple):
    """A foreign key that also holds both ends to the same municipality."""

    name: str
    column: str
    target: str

    @property
    def clause(self) -> str:
        """What stands after the constraint's name."""
        return (
            f"FOREIGN KEY (tenant_id, {self.column}) REFERENCES {self.target} (tenant_id, id) "
            "DEFERRABLE INITIALLY DEFERRED"
        )


def _composite_keys(model: type[models.Model]) -> Iterator[_CompositeKey]:
    for field in model._meta.concrete_fields:
        target = field.related_model
        if not isinstance(field, models.ForeignKey) or field.name == "tenant" or target is None:
            continue
        if any(f.name == "tenant" for f in target._meta.concrete_fields):
            name = f"{model._meta.db_table}_{field.name}_same_tenant"[:63]
            yield _CompositeKey(name, field.column, target._meta.db_table)


def _add_unless_there(cursor: Any, table: str, name: str, clause: str) -> None:
    cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass", [name, table])
    if cursor.fetchone() is None:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {clause}")

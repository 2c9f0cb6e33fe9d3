"""Which municipality the code at hand works for. Nothing is read or written without one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

_tenant: ContextVar[int | None] = ContextVar("tenant", default=None)

# The PostgreSQL setting that the row-level security policies read.
DATABASE_SETTING = "laeringslean.tenant_id"


class NoTenant(RuntimeError):
    """A tenant's rows were asked for outside `tenant_scope`."""


def current_tenant_id() -> int:
    """The tenant of this scope. Raises NoTenant outside one."""
    tenant_id = _tenant.get()
    if tenant_id is None:
        raise NoTenant("no municipality is set; use tenant_scope(tenant_id)")
    return tenant_id


@contextmanager
def tenant_scope(tenant_id: int) -> Iterator[None]:
    """Work for one municipality within the block.

    On PostgreSQL the block is one transaction (or part of the surrounding one) and the database itself is told,
    so that row-level security holds even where the application forgot a filter.
    """
    token = _tenant.set(tenant_id)
    try:
        if connection.vendor == "postgresql":
            with _database_told(tenant_id):
                yield
        else:
            yield
    finally:
        _tenant.reset(token)


@contextmanager
def _database_told(tenant_id: int) -> Iterator[None]:
    if not connection.in_atomic_block:
        with transaction.atomic():
            _set(str(tenant_id))
            yield
        return
    before = _get()
    _set(str(tenant_id))
    try:
        yield
    finally:
        # After a database error the transaction is lost anyway, and its setting with it.
        if not connection.needs_rollback and not connection.connection.closed:
            _set(before)


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [DATABASE_SETTING, value])


def _get() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [DATABASE_SETTING])
        return cursor.fetchone()[0]

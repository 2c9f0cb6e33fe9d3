"""Single rows of the municipality, found and written by statements that are put together once and kept.

The ORM puts a statement together anew each time, which takes it ten times as long as the database needs to run it. What
every change does goes past it: finding a row by its key, writing an event, writing the row that was changed. Everything
else, and whatever depends on who looks, goes through the ORM as usual.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar, cast

from django.db import connection, models

from laeringslean.foundation.tenancy.scope import current_tenant_id

M = TypeVar("M", bound=models.Model)

_HIGHEST_VERSION = 2**31 - 1
_NOTHING: Mapping[str, str] = MappingProxyType({})


def find(model: type[M], **values: Any) -> M | None:
    """The row of the current municipality that has these values in the named fields, or None. Not for lists."""
    return _found(model, values, "")


def hold(model: type[M], key: Any) -> M | None:
    """The row of the current municipality with this key, held until the transaction ends; None when there is none.

    On SQLite, where one transaction writes at a time, nothing needs to be held.
    """
    return _found(model, {"pk": key}, " FOR UPDATE" if connection.features.has_select_for_update else "")


def _found(model: type[M], values: Mapping[str, Any], ending: str) -> M | None:
    found = _select_statement(model, tuple(values))
    asked = [_field(model, name).get_db_prep_save(value, connection) for name, value in values.items()]
    with connection.cursor() as cursor:
        cursor.execute(found.sql + ending, [current_tenant_id(), *asked])
        row = cursor.fetchone()
    if row is None:
        return None
    return model.from_db(connection.alias, found.names, list(map(_read, row, found.columns)))


class _Column(NamedTuple):
    """A column of a statement, and what turns the driver's value into ours."""

    column: models.Expression
    converters: list[Callable[..., Any]]


class _Select(NamedTuple):
    """A statement, and the names of the fields whose columns it gives."""

    sql: str
    names: list[str]
    columns: list[_Column]


@lru_cache(maxsize=256)
def _select_statement(model: type[models.Model], asked: tuple[str, ...]) -> _Select:
    fields = model._meta.concrete_fields
    conditions = [
        f"{_quoted(column)} = %s" for column in ("tenant_id", *(_field(model, name).column for name in asked))
    ]
    sql = (
        f"SELECT {_list(field.column for field in fields)} FROM {_quoted(model._meta.db_table)} "
        f"WHERE {' AND '.join(conditions)} LIMIT 1"
    )
    columns = [field.get_col(model._meta.db_table) for field in fields]
    converters = [connection.ops.get_db_converters(column) + column.get_db_converters(connection) for column in columns]
    return _Select(sql, [field.attname for field in fields], list(map(_Column, columns, converters)))


def _read(value: Any, read: _Column) -> Any:
    for convert in read.converters:
        value = convert(value, read.column, connection)
    return value


def insert(row: models.Model, *, unless_same: tuple[str, ...] = (), expressions: Mapping[str, str] = _NOTHING) -> bool:
    """Insert a row of the current municipality; a key that the database makes is set on it.

    With `unless_same`, the columns of a unique constraint, nothing is written and False returned when a row with the
    same values is there: the database knows, so nobody needs to ask it first or to guard against a twin under way.
    `expressions` are SQL for columns that the database fills in. Raises ValueError for a row of another municipality.
    """
    model = type(row)
    if row.tenant_id != current_tenant_id():  # type: ignore[attr-defined]
        raise ValueError("a row belongs to another municipality")
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for field in _written_fields(model)
        if field.column not in expressions
    ]
    with connection.cursor() as cursor:
        cursor.execute(_insert_statement(model, unless_same, tuple(expressions.items())), values)
        keys = cursor.fetchall()
    if not keys:
        return False
    if isinstance(model._meta.pk, models.AutoField):
        row.pk = keys[0][0]
    row._state.adding, row._state.db = False, connection.alias
    return True


@lru_cache(maxsize=256)
def _written_fields(model: type[models.Model]) -> tuple[models.Field, ...]:
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))


@lru_cache(maxsize=256)
def _insert_statement(
    model: type[models.Model], unless_same: tuple[str, ...], expressions: tuple[tuple[str, str], ...]
) -> str:
    given = [field.column for field in _written_fields(model) if field.column not in dict(expressions)]
    columns = _list([*given, *(column for column, _sql in expressions)])
    values = ", ".join(["%s"] * len(given) + [sql for _column, sql in expressions])
    unless = f" ON CONFLICT ({_list(unless_same)}) DO NOTHING" if unless_same else ""
    return (
        f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES ({values}){unless} "
        f"RETURNING {_quoted(_field(model, 'pk').column)}"
    )


class Insertion(NamedTuple):
    """Many rows of one model, made ready to be written without further thought."""

    sql: str
    values: list[list[Any]]

    def run(self) -> None:
        """Write them, in the surrounding transaction."""
        if self.values:
            with connection.cursor() as cursor:
                cursor.executemany(self.sql, self.values)


def insertion(rows: Sequence[models.Model], *, expressions: Mapping[str, str] = _NOTHING) -> Insertion:
    """Make many rows of one model ready to be inserted, so that little is left to do while others wait.

    `expressions` are SQL for columns that the database fills in. Raises ValueError for a row of another municipality.
    """
    if not rows:
        return Insertion("", [])
    model, tenant_id = type(rows[0]), current_tenant_id()
    fields = [field for field in _written_fields(model) if field.column not in expressions]
    values = []
    for row in rows:
        if row.tenant_id != tenant_id:  # type: ignore[attr-defined]
            raise ValueError("a row belongs to another municipality")
        values.append([field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields])
    sql = _insert_statement(model, (), tuple(expressions.items())).rpartition(" RETURNING ")[0]
    return Insertion(sql, values)


def update(row: models.Model, fields: tuple[str, ...], *, version: int) -> bool:
    """Write the named fields of a row that has a `version`, and raise that by one.

    Returns False, writing nothing, when the row is stored with another version or in another municipality.
    """
    if not 0 <= version <= _HIGHEST_VERSION:
        # It came with a form, and SQLite's driver fails at what no column can hold.
        return False
    model = type(row)
    written = [_field(model, name) for name in fields]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in written]
    key = _field(model, "pk").get_db_prep_save(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(_update_statement(model, fields), [*values, key, current_tenant_id(), version])
        return cursor.rowcount > 0


@lru_cache(maxsize=512)
def _update_statement(model: type[models.Model], fields: tuple[str, ...]) -> str:
    changes = ['"version" = "version" + 1', *(f"{_quoted(_field(model, name).column)} = %s" for name in fields)]
    return (
        f"UPDATE {_quoted(model._meta.db_table)} SET {', '.join(changes)} "
        f'WHERE {_quoted(_field(model, "pk").column)} = %s AND "tenant_id" = %s AND "version" = %s'
    )


def write(row: models.Model, *fields: str) -> None:
    """Write the named fields of a row of the current municipality that has no version."""
    model = type(row)
    written = [_field(model, name) for name in fields]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in written]
    key = _field(model, "pk").get_db_prep_save(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(_write_statement(model, fields), [*values, key, current_tenant_id()])


@lru_cache(maxsize=256)
def _write_statement(model: type[models.Model], fields: tuple[str, ...]) -> str:
    changes = ", ".join(f"{_quoted(_field(model, name).column)} = %s" for name in fields)
    return (
        f"UPDATE {_quoted(model._meta.db_table)} SET {changes} "
        f'WHERE {_quoted(_field(model, "pk").column)} = %s AND "tenant_id" = %s'
    )


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    return cast("models.Field[Any, Any]", model._meta.pk if name == "pk" else model._meta.get_field(name))


def _list(columns: Iterable[str | None]) -> str:
    return ", ".join(map(_quoted, columns))


def _quoted(column: str | None) -> str:
    return connection.ops.quote_name(column or "")

"""Sorting names as Norwegians do: æ, ø, å last, «aa» as å, case ignored. The same on both databases."""

from typing import Any

from django.db import models


class NorwegianOrder(models.Func):
    """For `order_by(NorwegianOrder("name"))`.

    SQLite uses the `nb` collation that every connection is given. PostgreSQL builds a key in SQL, since a server may
    have been built without ICU; its `translate` maps the letters onto characters that sort after z.
    """

    arity = 1
    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, template="%(expressions)s COLLATE nb", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        key = "translate(replace(lower(%(expressions)s), 'aa', 'å'), 'ÆæÄäØøÖöÅåéáü', '{{{{||||}}eay') COLLATE \"C\""
        return super().as_sql(compiler, connection, template=key, **extra)

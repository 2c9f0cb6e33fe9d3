"""What every new database connection is given: Norwegian sorting on SQLite."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_NORWEGIAN_ORDER = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "é": "e", "á": "a", "ü": "y"})


def sort_key(text: str) -> str:
    """A key that sorts æ, ø, å last and in that order, 'aa' as å, and ignores case."""
    return text.lower().replace("aa", "å").translate(_NORWEGIAN_ORDER)


def _collate(left: str, right: str) -> int:
    a, b = sort_key(left), sort_key(right)
    return (a > b) - (a < b)


def prepare_connection(sender: Any, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Receiver of Django's `connection_created`: adds the `nb` collation to SQLite connections."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation("nb", _collate)

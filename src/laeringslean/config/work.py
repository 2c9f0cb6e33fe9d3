"""What the writing commands do, whether called by the command itself or by the server it was handed to."""

from collections.abc import Callable
from typing import Any, NamedTuple

Progress = Callable[[str], None]


class CannotPerform(Exception):
    """The work cannot be done as asked; the message is one line. Nothing was saved."""


class InputFile(NamedTuple):
    """A file that the caller read."""

    name: str
    content: bytes


PERFORM: dict[str, Callable[[dict[str, Any], list[InputFile], Progress], dict[str, Any]]] = {}

"""How a command that writes gets its work done: by the running server if there is one, else by itself, alone."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from laeringslean.config.commands.environment import (
    CannotRun,
    clear_database_errors,
    require_migrated,
    sqlite_file,
    start_django,
)
from laeringslean.config.commands.migrate import migrate_database

if TYPE_CHECKING:
    from laeringslean.config.control import Request


def perform(name: str, options: argparse.Namespace, work_options: dict[str, Any], paths: list[Path]) -> dict[str, Any]:
    """Start Django, read the files, do the named work and return its result. Raises CannotRun.

    Progress goes to standard error.
    """
    start_django(options)
    from laeringslean.config.control import Failure, Request, ask
    from laeringslean.config.server_lock import ServerLock, Taken
    from laeringslean.config.work import CannotPerform

    request = Request(name, work_options, [_read(path) for path in paths], _language())
    database = sqlite_file()
    try:
        if database is None:
            return _perform_here(request)
        with ServerLock(database):
            if name == "create-municipality" and not database.exists():
                migrate_database()
            return _perform_here(request)
    except Taken as other:
        if not other.control:
            raise CannotRun(f"process {other.pid or 'unknown'} works on the database; try again when it has finished")
        try:
            return ask(other.control, request, _progress)
        except Failure as reason:
            raise CannotRun(str(reason))
    except CannotPerform as reason:
        raise CannotRun(str(reason))


def _perform_here(request: "Request") -> dict[str, Any]:
    from django.utils import translation

    from laeringslean.config.work import PERFORM

    require_migrated()
    with clear_database_errors(), translation.override(request.language):
        return PERFORM[request.command](request.options, request.files, _progress)


def _read(path: Path) -> Any:
    from laeringslean.config.work import InputFile

    try:
        return InputFile(str(path), path.read_bytes())
    except OSError as reason:
        raise CannotRun(f"cannot read {path}: {reason.strerror}")


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _language() -> str:
    """The operator's own language for reasons and messages, when the product speaks it; else English."""
    wish = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return {"nb": "nb", "no": "nb", "nn": "nn"}.get(wish[:2].lower(), "en")

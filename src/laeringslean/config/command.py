"""The `laeringslean` command."""

import argparse
import io
import sys
import traceback
from collections.abc import Sequence

from laeringslean.config.commands import (
    check,
    create_municipality,
    demo,
    import_ideas,
    import_organisation,
    migrate,
    serve,
    version,
)
from laeringslean.config.commands.environment import CANNOT_RUN, CannotRun

_COMMANDS = [demo, serve, migrate, create_municipality, import_organisation, import_ideas, check, version]

_EXIT_CODES = """\
exit codes:
  0  done
  1  the data that was read has errors; nothing was saved
  2  the command was called wrongly
  3  the command cannot run here; the reason is on standard error
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (see `laeringslean --help`)."""
    parser = _parser()
    for stream in (sys.stdout, sys.stderr):
        # Where æ, ø and å cannot be written, something else is written for them, and the command goes on.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        options = parser.parse_args(arguments)
    except SystemExit as done:  # --help, or a usage error that argparse has explained
        return done.code if isinstance(done.code, int) else 2
    try:
        return options.run(options)
    except CannotRun as reason:
        print(f"laeringslean: {reason}", file=sys.stderr)
        return CANNOT_RUN
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        sys.stderr.close()
        return CANNOT_RUN
    except Exception as fault:  # noqa: BLE001  whatever it was, the operator is told
        # Not with Python's own exit code 1, which says here that the data have errors.
        traceback.print_exc()
        print(f"laeringslean: a fault of the program itself: {type(fault).__name__}", file=sys.stderr)
        return CANNOT_RUN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="laeringslean",
        description="Læringslean: the platform for a municipality's Lean learning programme.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _COMMANDS:
        added = commands.add_parser(
            command.NAME,
            help=command.SUMMARY,
            description=f"{command.DESCRIPTION}",
            epilog=_EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_options(added)
        added.set_defaults(run=command.run)
    return parser

"""What the two import commands have in common: options, and telling what came of it."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from laeringslean.config.commands import writing
from laeringslean.config.commands.environment import BAD_DATA, OK, add_data_option


def add_options(parser: argparse.ArgumentParser) -> None:
    """--dry-run, --json, --municipality and --data."""
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and save nothing")
    parser.add_argument(
        "--json",
        action="store_true",
        help="print JSON only: {created, updated, errors: [{line, column, reason}]} (with two files: file as well)",
    )
    parser.add_argument(
        "--municipality", metavar="NAME", default="", help="which municipality, where there are several (PostgreSQL)"
    )
    add_data_option(parser)


def run(name: str, options: argparse.Namespace, work_options: dict[str, Any], paths: list[Path]) -> int:
    """Import the files and tell what came of it; BAD_DATA when they have errors (then nothing was saved)."""
    work = {"dry_run": options.dry_run, "municipality": options.municipality, **work_options}
    result = writing.perform(name, options, work, paths)
    if options.json:
        print(json.dumps(result))
    else:
        _tell(result, options.dry_run, str(paths[0]))
    return BAD_DATA if result["errors"] else OK


def _tell(result: dict[str, Any], dry_run: bool, name: str) -> None:
    for error in result["errors"]:
        place = f"{error.get('file', name)}:{error['line']}" + (f" [{error['column']}]" if error["column"] else "")
        print(f"{place}: {error['reason']}", file=sys.stderr)
    if result["errors"]:
        print(f"{len(result['errors'])} error(s); nothing was saved.", file=sys.stderr)
    elif dry_run:
        print(f"Would create {result['created']} and update {result['updated']}; nothing was saved.")
    else:
        print(f"Created {result['created']}, updated {result['updated']}.")

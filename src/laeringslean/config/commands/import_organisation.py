"""`laeringslean import-organisation`."""

import argparse
from pathlib import Path

from laeringslean.config.commands import importing

NAME = "import-organisation"
SUMMARY = "import units and people from two CSV or Excel files"
DESCRIPTION = """\
Import the tree of units and the people with their positions. Nothing is saved
unless every row is right; rows are matched by their external id, so the files
can be imported again. While the server runs, the import is handed to it.
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("units", metavar="UNITS", type=Path, help="the units (.csv or .xlsx)")
    parser.add_argument("people", metavar="PEOPLE", type=Path, help="the people (.csv or .xlsx)")
    importing.add_options(parser)


def run(options: argparse.Namespace) -> int:
    """Import."""
    return importing.run(NAME, options, {}, [options.units, options.people])

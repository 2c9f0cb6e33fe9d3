"""`laeringslean import-ideas`."""

import argparse
from pathlib import Path

from laeringslean.config.commands import importing

NAME = "import-ideas"
SUMMARY = "import an existing list of ideas from a CSV or Excel file"
DESCRIPTION = """\
Import ideas that a municipality already has in a list. Nothing is saved unless
every row is right; rows are matched by their external id, so the file can be
imported again. While the server runs, the import is handed to it.
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("ideas", metavar="FILE", type=Path, help="the ideas (.csv or .xlsx)")
    importing.add_options(parser)


def run(options: argparse.Namespace) -> int:
    """Import."""
    return importing.run(NAME, options, {}, [options.ideas])

"""`laeringslean version`."""

import argparse
import json
import platform

from laeringslean import __version__

NAME = "version"
SUMMARY = "print the version"
DESCRIPTION = "Print the version of Læringslean."


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("--json", action="store_true", help="print JSON: {laeringslean, python}")


def run(options: argparse.Namespace) -> int:
    """Print it."""
    if options.json:
        print(json.dumps({"laeringslean": __version__, "python": platform.python_version()}))
    else:
        print(f"laeringslean {__version__}")
    return 0

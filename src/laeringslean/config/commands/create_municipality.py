"""`laeringslean create-municipality`."""

import argparse
import json

from laeringslean.config.commands import writing
from laeringslean.config.commands.environment import OK, add_data_option

NAME = "create-municipality"
SUMMARY = "make a municipality and its first administrator"
DESCRIPTION = """\
Make an empty municipality with version 1 of the method and a first
administrator, whose password is printed once. On SQLite there is one
municipality per data folder; on PostgreSQL each has host names of its own.
Its units and people come next: see import-organisation.
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("name", metavar="NAME", help="the municipality's name, as its people write it")
    parser.add_argument(
        "--host", action="append", default=[], help="a host name under which it is reached (may be given again)"
    )
    parser.add_argument(
        "--administrator-email",
        default="",
        metavar="EMAIL",
        help="what the first administrator signs in with (default: administrator@ the first host)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON: {municipality, administrator, password}")
    add_data_option(parser)


def run(options: argparse.Namespace) -> int:
    """Make it, and print the administrator's password."""
    work = {"name": options.name, "hosts": options.host, "administrator_email": options.administrator_email}
    result = writing.perform(NAME, options, work, [])
    if options.json:
        print(json.dumps(result))
        return OK
    print(f"{options.name} is ready.")
    print(f"Sign in as {result['administrator']} with the password {result['password']}")
    print("It is shown this once; choose another under your own name after signing in.")
    return OK

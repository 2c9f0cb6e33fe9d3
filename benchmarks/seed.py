"""Fills an empty folder with a municipality for the benchmarks.

Run as `python -m benchmarks.seed SIZES-AS-JSON` with LAERINGSLEAN_DATA and DJANGO_SETTINGS_MODULE set; prints the keys
and sessions that the measures need, as JSON.
"""

import json
import sys
from importlib import import_module

import django


def main() -> None:
    """Migrate, seed and print."""
    django.setup()
    # Models can be imported only now.
    municipality = import_module("benchmarks.municipality")
    import_module("laeringslean.config.commands.migrate").migrate_database()
    json.dump(municipality.seed(json.loads(sys.argv[1])), sys.stdout)


if __name__ == "__main__":
    main()

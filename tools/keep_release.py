"""Keep the demo municipality as this version stores it, so that later versions can prove that they upgrade it.

    python tools/keep_release.py        write tests/reliability/releases/VERSION.sqlite3.gz

Run it once, for the commit that becomes the release; a file of an earlier release is never made anew.
"""

import gzip
import os
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

RELEASES = Path(__file__).resolve().parent.parent / "tests/reliability/releases"


def keep(target: Path) -> None:
    """Make the demo in a temporary folder and store its database, compressed, without sessions."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "laeringslean.config.settings", "LAERINGSLEAN_DATA": folder}
        import django

        django.setup()
        from django.db import connections

        from laeringslean.config.commands.migrate import migrate_database
        from laeringslean.config.demo.builder import build_demo

        migrate_database()
        build_demo()
        connections.close_all()
        compact = Path(folder) / "compact.sqlite3"
        with sqlite3.connect(Path(folder) / "laeringslean.sqlite3") as database:
            database.execute("VACUUM INTO ?", [str(compact)])
        database.close()
        target.parent.mkdir(exist_ok=True)
        # Without a time of its own, so that the same rows are the same file.
        with compact.open("rb") as rows, gzip.GzipFile(target, "wb", 9, mtime=0) as packed:
            shutil.copyfileobj(rows, packed)


def main() -> int:
    """Keep the version that this is. Returns the exit code."""
    from laeringslean import __version__

    target = RELEASES / f"{__version__}.sqlite3.gz"
    keep(target)
    print(f"{target.name}: {target.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The product in a process of its own: seeded, started, and its processor time read from the kernel."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Server:
    """A running `laeringslean serve`."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Processor time that all threads of the server have used, to the nanosecond."""
        nanoseconds = 0
        for thread in Path(f"/proc/{self.pid}/task").iterdir():
            try:
                nanoseconds += int((thread / "schedstat").read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
                continue  # The thread has ended.
        return nanoseconds / 1e9


def seed(data: Path, sizes: "Sizes") -> dict[str, Any]:
    """Make a municipality with boards in the folder. Returns keys and sessions (see seed.py)."""
    command = [sys.executable, "-m", "benchmarks.seed", json.dumps(sizes.__dict__)]
    done = subprocess.run(command, cwd=ROOT, env=_environment(data), check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


@dataclass(frozen=True)
class Sizes:
    """How much is seeded and how long is measured."""

    small_board: int = 240
    large_board: int = 500
    people: int = 40
    rounds: int = 12
    reads_a_round: int = 60
    misses_a_round: int = 5
    raises: int = 150
    moves: int = 150
    writers: int = 16
    writes_of_writers: int = 640
    followers: int = 50
    live_moves: int = 80
    limit_seconds: float = 1.5


# For the test that the benchmarks still run; its numbers mean nothing.
TINY = Sizes(
    small_board=6,
    large_board=12,
    people=6,
    rounds=2,
    reads_a_round=6,
    misses_a_round=2,
    raises=4,
    moves=4,
    writers=3,
    writes_of_writers=6,
    followers=4,
    live_moves=4,
    limit_seconds=0.1,
)


@contextmanager
def serving(data: Path) -> Iterator[Server]:
    """`laeringslean serve` on a free port, with the benchmarks' settings; stopped afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", "laeringslean", "serve", "--port", "0", "--data", str(data)],
        cwd=ROOT,
        env=_environment(data),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = next((line for line in process.stdout if line.startswith("Listening on ")), None)
        if address is None:
            raise RuntimeError("the server did not start")
        yield Server(int(address.strip().rsplit(":", 1)[1]), process.pid)
    finally:
        process.terminate()
        try:
            process.wait(30)
        finally:
            process.kill()


def _environment(data: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("DATABASE")},
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "LAERINGSLEAN_DATA": str(data),
        "PYTHONPATH": str(ROOT),
    }

"""The product in a process of its own: seeded, started, and its processor time read from the kernel."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Server:
    """A running `laeringslean serve`, and when it was started (by `time.perf_counter`)."""

    port: int
    pid: int
    started: float

    def cpu_seconds(self) -> float:
        """Processor time that all threads of the server have used, to the nanosecond."""
        nanoseconds = 0
        for thread in Path(f"/proc/{self.pid}/task").iterdir():
            try:
                nanoseconds += int((thread / "schedstat").read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
                continue  # The thread has ended.
        return nanoseconds / 1e9

    def memory_bytes(self) -> int:
        """What the server and the processes it has started take, shared pages divided among those that share them."""
        return sum(_memory_bytes(pid) for pid in _with_children(self.pid))


def _memory_bytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _with_children(pid: int) -> list[int]:
    children = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in _children(task)]
    return [pid, *(below for child in children for below in _with_children(child))]


def _children(task: Path) -> list[str]:
    return (task / "children").read_text().split()


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
    people: int = 90
    rounds: int = 12
    reads_a_round: int = 60
    misses_a_round: int = 5
    readers: int = 16
    reads_of_readers: int = 480
    raises: int = 150
    moves: int = 150
    writers: int = 16
    writes_of_writers: int = 640
    followers: int = 50
    live_moves: int = 80
    imported_rows: int = 5_000
    clients: int = 500
    starts: int = 3
    visits: int = 5
    slow_visits: int = 3
    # How long a visited page must have nothing new to be called quiet; on the slow telephone four times as long.
    settle_seconds: float = 0.8
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
    readers=3,
    reads_of_readers=6,
    imported_rows=30,
    clients=14,
    starts=1,
    visits=1,
    slow_visits=1,
    settle_seconds=0.2,
    limit_seconds=0.1,
)


@contextmanager
def serving(data: Path) -> Iterator[Server]:
    """`laeringslean serve` on a free port, with the benchmarks' settings; stopped afterwards."""
    started = time.perf_counter()
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
        yield Server(int(address.strip().rsplit(":", 1)[1]), process.pid, started)
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

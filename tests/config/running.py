"""The `laeringslean` command in a process of its own, as an operator starts it."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path


def command(*arguments: str | Path, environment: dict[str, str], timeout: float = 120) -> subprocess.CompletedProcess:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "laeringslean", *map(str, arguments)],
        env={**os.environ, "LANG": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        timeout=timeout,
    )


class ServerProcess:
    """`laeringslean serve` (or another serving command). What it says on standard error is in `said`."""

    def __init__(self, environment: dict[str, str], *, port: int = 0, name: str = "serve") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "laeringslean", name, "--port", str(port)],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._errors: list[str] = []
        self._reader = threading.Thread(target=lambda: self._errors.extend(self.process.stderr), daemon=True)
        self._reader.start()
        line = self.process.stdout.readline()
        assert line.startswith("Listening on "), f"it said {line!r} and {self.said}"
        self.address = line.removeprefix("Listening on ").strip()
        self.port = int(self.address.rpartition(":")[2])

    @property
    def said(self) -> str:
        """Everything on standard error; complete once the process has ended."""
        if self.process.poll() is not None:
            self._reader.join(5)
        return "".join(self._errors)

    def stop(self, how: str = "terminate") -> float:
        """End it with `terminate` (SIGTERM) or `kill` (SIGKILL); returns the seconds that it took."""
        began = time.monotonic()
        getattr(self.process, how)()
        self.process.wait(20)
        return time.monotonic() - began

    def __enter__(self) -> "ServerProcess":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop("kill")
        self.process.stdout.close()

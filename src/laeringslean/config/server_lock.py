"""One server per SQLite file: a lock beside the database, which also tells where the server takes commands."""

import fcntl
import os
from pathlib import Path


class Taken(Exception):
    """Another process holds the lock. `control` is where it takes commands (empty: nowhere yet)."""

    def __init__(self, pid: str, control: str) -> None:
        super().__init__(pid)
        self.pid = pid
        self.control = control


class ServerLock:
    """Held for as long as this process works alone on the database. The system frees it when the process ends."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._file: int | None = None

    def __enter__(self) -> "ServerLock":
        """Take the lock. Raises Taken when another process has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid, _, control = os.read(self._file, 4096).decode(errors="replace").partition("\n")
            os.close(self._file)
            self._file = None
            raise Taken(pid, control.strip()) from None
        self.tell("")
        return self

    def tell(self, control: str) -> None:
        """Write down who holds the lock and where it takes commands."""
        assert self._file is not None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n{control}\n".encode(), 0)

    def __exit__(self, *_: object) -> None:
        """Give the lock back. The file stays: removing it would let two processes hold two locks."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

"""Every change goes through `write_transaction`: on SQLite one at a time, first come first served.

SQLite's own busy wait is unfair, and the WAL-reset bug needs a writer beside a checkpoint; a first-in-first-out
gate round each write transaction removes both inside the one process. PostgreSQL needs no gate.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")


class FifoGate:
    """A lock that is granted in the order it was asked for, and may be entered again by its holder."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._holder: int | None = None
        self._depth = 0

    def enter(self) -> None:
        """Wait for our turn; returns at once when this thread already holds the gate."""
        me = threading.get_ident()
        with self._mutex:
            if self._holder == me:
                self._depth += 1
                return
            if self._holder is None:
                self._holder, self._depth = me, 1
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()
        with self._mutex:
            self._holder, self._depth = me, 1

    def leave(self) -> None:
        """Give the gate to whoever has waited longest."""
        with self._mutex:
            self._depth -= 1
            if self._depth:
                return
            if self._waiting:
                # The holder stays set to a placeholder until the woken thread takes it, so nobody slips in.
                self._holder = -1
                self._waiting.popleft().set()
            else:
                self._holder = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the gate within the block."""
        self.enter()
        try:
            yield
        finally:
            self.leave()


sqlite_gate = FifoGate()


@contextmanager
def write_transaction() -> Iterator[None]:
    """One change, all or nothing. Nested use joins the outer change as a savepoint."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with sqlite_gate.held(), transaction.atomic():
        yield


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run a change with an actor inside one write transaction; the convention for everything in `actions/`."""

    @wraps(function)
    def in_one_transaction(*args: P.args, **kwargs: P.kwargs) -> R:
        with write_transaction():
            return function(*args, **kwargs)

    return in_one_transaction

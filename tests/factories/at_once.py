"""Two people at the same moment: functions run in threads of their own, and a point where they wait for each other."""

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from laeringslean.foundation.tenancy.scope import current_tenant_id, tenant_scope


class Moment:
    """Called by two threads, each waits for the other; a moment at the most, for a lock may keep one of them out."""

    def __init__(self) -> None:
        self._barrier = threading.Barrier(2)

    def __call__(self) -> None:
        """Wait."""
        with contextlib.suppress(threading.BrokenBarrierError):
            self._barrier.wait(0.7)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each of the functions returned or raised, in the municipality of this scope. For transactional tests."""
    came_of: list[Any] = [None] * len(works)
    tenant_id = current_tenant_id()

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            with tenant_scope(tenant_id):
                came_of[place] = work()
        except Exception as fault:  # noqa: BLE001  whatever it was, the test looks at it
            came_of[place] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return came_of

"""A list of things to do, each at its own moment, played in the order of time under a set clock."""

from collections.abc import Callable
from datetime import datetime

from laeringslean.foundation import clock


class Script:
    """What happens in the demo's past. Things at the same moment happen in the order they were added."""

    def __init__(self) -> None:
        self._steps: list[tuple[datetime, int, Callable[[], object]]] = []

    def add(self, moment: datetime, act: Callable[[], object]) -> None:
        """Have `act` called at `moment`."""
        self._steps.append((moment, len(self._steps), act))

    def play(self) -> int:
        """Do everything, and return how many things that was."""
        for moment, _, act in sorted(self._steps, key=lambda step: step[:2]):
            with clock.set_clock(moment):
                act()
        return len(self._steps)

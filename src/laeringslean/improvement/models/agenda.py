"""A unit's own agenda for its board meetings, as plain data that is stored with how it holds them."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import get_language

# How long a meeting takes: a quarter of an hour is the aim, twenty minutes the most.
AIM_MINUTES, MOST_MINUTES = 15, 20
# Keys of points that a unit has added begin with this; the others are the method's, with the material they show.
OWN = "own-"


class Point(NamedTuple):
    """A point of the agenda. One that is left out is kept, so that it can be taken in again."""

    key: str
    minutes: int
    name_nb: str
    name_nn: str
    name_en: str = ""
    prompt_nb: str = ""
    prompt_nn: str = ""
    prompt_en: str = ""
    is_left_out: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the unit has added it."""
        return self.key.startswith(OWN)

    @property
    def name(self) -> str:
        """The point's name in the language of the page."""
        return getattr(self, f"name_{get_language()}", "") or self.name_nb

    def copied(self) -> dict[str, Any]:
        """What a meeting copies of it."""
        return {name: value for name, value in self._asdict().items() if name != "is_left_out"}


def read(stored: Iterable[Mapping[str, Any]]) -> list[Point]:
    """The points as they are stored, in order."""
    return [Point(**point) for point in stored]


def written(points: Iterable[Point]) -> list[dict[str, Any]]:
    """What is stored of the points."""
    return [
        {name: value for name, value in point._asdict().items() if value not in ("", False)} | _always(point)
        for point in points
    ]


def _always(point: Point) -> dict[str, Any]:
    return {"key": point.key, "minutes": point.minutes, "name_nb": point.name_nb, "name_nn": point.name_nn}


def minutes_of(points: Iterable[Point]) -> int:
    """How long the meeting takes by this agenda."""
    return sum(point.minutes for point in points if not point.is_left_out)


def new_key(points: Iterable[Point]) -> str:
    """A key for a point that the unit adds."""
    taken = {point.key for point in points}
    return next(key for key in (f"{OWN}{number}" for number in range(1, 1000)) if key not in taken)

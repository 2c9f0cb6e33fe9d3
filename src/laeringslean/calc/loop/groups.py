"""Which groups may be shown: not too small themselves, and giving no small one away when they are subtracted.

Why it is done this way is in the decision record on small groups.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar

# Below this many nothing is shown about a group.
SMALLEST_GROUP = 5


class Group(Protocol):
    """A whole of which a part is told, as in "12 of 38"."""

    @property
    def size(self) -> int:
        """How many the whole is."""
        ...

    def may_be_shown(self) -> bool:
        """Whether the group, looked at alone, points nobody out."""
        ...

    def keeps_its_rest(self, parts: Sequence[Self]) -> bool:
        """Whether what is left when `parts` are subtracted points nobody out either."""
        ...


@dataclass(frozen=True)
class People:
    """Those who work somewhere, and those of them who took part.

    ValueError when somebody took part who does not work there.
    """

    staff: frozenset[Hashable]
    involved: frozenset[Hashable]

    def __post_init__(self) -> None:
        if not self.involved <= self.staff:
            raise ValueError("those who took part are some of the staff")

    @property
    def size(self) -> int:
        """How many work there, each counted once."""
        return len(self.staff)

    def may_be_shown(self) -> bool:
        """Whether at least SMALLEST_GROUP took part and at least as many did not.

        "Nobody" and "all" are not shown either: they would tell of each single person.
        """
        return _can_be_told(len(self.staff), len(self.involved))

    def keeps_its_rest(self, parts: Sequence[Self]) -> bool:
        """Whether the people in none of the parts are nobody, or a group that may be shown.

        Asked of the people, and of the numbers that a reader would subtract: they differ when somebody works in two
        of the parts.
        """
        covered: frozenset[Hashable] = frozenset().union(*(part.staff for part in parts))
        left = People(self.staff - covered, self.involved - covered)
        staff = len(self.staff) - sum(len(part.staff) for part in parts)
        involved = len(self.involved) - sum(len(part.involved) for part in parts)
        return (not left.staff or left.may_be_shown()) and (
            (staff == 0 and involved == 0) or staff < 0 or _can_be_told(staff, involved)
        )


@dataclass(frozen=True)
class Tally:
    """So many things, and how many of them were of one kind: ideas decided, and those of them that are in use.

    ValueError unless 0 <= part <= whole.
    """

    whole: int
    part: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError("a part is between none and the whole")

    @property
    def size(self) -> int:
        """The whole."""
        return self.whole

    def may_be_shown(self) -> bool:
        """Whether the whole is at least SMALLEST_GROUP, and neither the part nor the others are 1 to 4."""
        return self.whole >= SMALLEST_GROUP and _is_no_small_group(self.part, self.whole - self.part)

    def keeps_its_rest(self, parts: Sequence[Self]) -> bool:
        """Whether what is in none of the parts is nothing, or may be shown."""
        whole = self.whole - sum(part.whole for part in parts)
        part = self.part - sum(part.part for part in parts)
        return whole == 0 or Tally(whole, part).may_be_shown()


K = TypeVar("K", bound=Hashable)
G = TypeVar("G", bound=Group)


def safe_to_show(parents: Mapping[K, K | None], groups: Mapping[K, G]) -> frozenset[K]:
    """The units whose group may be shown, of a tree given as the parent of each unit.

    A unit's group includes those below it, and every unit of `parents` has one. Below a unit that is shown, units are
    hidden, the smallest first, until the rest of the unit points nobody out. Below a hidden unit all are hidden.
    """
    children: dict[K | None, list[K]] = {}
    for unit, parent in parents.items():
        children.setdefault(parent, []).append(unit)
    shown = {top for top in children.get(None, []) if groups[top].may_be_shown()}
    waiting = list(shown)
    while waiting:
        unit = waiting.pop()
        safe = _safe_parts(groups[unit], children.get(unit, []), groups)
        shown.update(safe)
        waiting.extend(safe)
    return frozenset(shown)


def _safe_parts(total: G, units: Iterable[K], groups: Mapping[K, G]) -> list[K]:
    safe = sorted((unit for unit in units if groups[unit].may_be_shown()), key=lambda unit: groups[unit].size)
    while safe and not total.keeps_its_rest([groups[unit] for unit in safe]):
        del safe[0]
    return safe


def _can_be_told(staff: int, involved: int) -> bool:
    return involved >= SMALLEST_GROUP and staff - involved >= SMALLEST_GROUP


def _is_no_small_group(*numbers: int) -> bool:
    return all(number == 0 or number >= SMALLEST_GROUP for number in numbers)

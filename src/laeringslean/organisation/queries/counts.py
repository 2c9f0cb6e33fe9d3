"""How many people work in each unit, shown so that nobody can be picked out: not by a number, nor by a difference."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from laeringslean.organisation.models import Membership
from laeringslean.organisation.queries.tree import Tree, tree_now
from laeringslean.organisation.queries.units import SMALLEST_GROUP, in_force


def counts_to_show() -> dict[UUID, int | None]:
    """For every unit the people in it and below it, each counted once; None where the number is not to be shown.

    Three queries for the whole municipality, so that every page hides the same numbers.
    """
    return suppressed(*_counted())


def counts_for_those_who_know_the_names() -> tuple[dict[UUID, int], dict[UUID, int | None]]:
    """All counts as they are, and those to show to others."""
    counts, tree, everyone = _counted()
    return counts, suppressed(counts, tree, everyone)


def _counted() -> tuple[dict[UUID, int], Tree, int]:
    """The count of every unit, the tree, and the count of the municipality."""
    tree = tree_now()
    people: dict[UUID, set[UUID]] = {}
    members = Membership.objects.filter(in_force(), person__is_active=True)
    for unit_id, person_id in members.values_list("unit_id", "person_id"):
        for above in (unit_id, *tree.above(unit_id)):
            people.setdefault(above, set()).add(person_id)
    everyone = len(set().union(*people.values()))
    return {unit_id: len(people.get(unit_id, ())) for unit_id in tree.below}, tree, everyone


def suppressed(counts: Mapping[UUID, int], tree: Tree, everyone: int) -> dict[UUID, int | None]:
    """The counts with None for those that are too small, and for those that would give a small one away.

    Subtracting the units below from the unit above must leave nobody or at least SMALLEST_GROUP people; where it does
    not, the smallest of them are hidden as well. Under a hidden unit everything is hidden.
    """
    shown: dict[UUID, int | None] = dict.fromkeys(tree.below)
    children: dict[UUID | None, list[UUID]] = {}
    for unit_id in tree.below:
        children.setdefault(tree.parents.get(unit_id), []).append(unit_id)

    def show_below(unit_id: UUID | None, total: int) -> None:
        for child in _safe(children.get(unit_id, []), counts, total):
            shown[child] = counts[child]
            show_below(child, counts[child])

    show_below(None, everyone)
    return shown


def _safe(parts: Iterable[UUID], counts: Mapping[UUID, int], total: int) -> list[UUID]:
    """Which parts of a total may be shown."""
    safe = sorted((part for part in parts if _is_safe(counts[part])), key=lambda part: counts[part])
    while safe and not _is_safe(abs(total - sum(counts[part] for part in safe))):
        nobody = [part for part in safe if counts[part] == 0]
        # A unit without people gives nothing away, so hiding it helps nobody.
        safe = nobody + safe[len(nobody) + 1 :]
        if len(safe) == len(nobody):
            break
    return safe


def _is_safe(people: int) -> bool:
    return people == 0 or people >= SMALLEST_GROUP

"""The tree of units, read once per version of the organisation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from laeringslean.foundation.models import Tenant
from laeringslean.foundation.tenancy.scope import current_tenant_id
from laeringslean.organisation.models import Unit


@dataclass(frozen=True)
class Tree:
    """How the units lie under each other."""

    # For every unit the ids of its sub-tree, itself first.
    below: Mapping[UUID, tuple[UUID, ...]]
    # The units with none above.
    tops: tuple[UUID, ...]
    parents: Mapping[UUID, UUID | None]

    def above(self, unit_id: UUID) -> Iterator[UUID]:
        """The units above, nearest first."""
        parent = self.parents.get(unit_id)
        while parent is not None:
            yield parent
            parent = self.parents.get(parent)


@lru_cache(maxsize=256)
def tree_of_version(tenant_id: int, organisation_version: int) -> Tree:
    """The tree as it was in that version. Not to be called between a change of the organisation and its commit."""
    parents = dict(Unit.objects.values_list("id", "parent_id"))
    children: dict[UUID | None, list[UUID]] = {}
    for unit_id, parent_id in parents.items():
        children.setdefault(parent_id, []).append(unit_id)
    below: dict[UUID, tuple[UUID, ...]] = {}

    def walk(unit_id: UUID) -> tuple[UUID, ...]:
        ids = (unit_id, *(lower for child in children.get(unit_id, []) for lower in walk(child)))
        below[unit_id] = ids
        return ids

    tops = tuple(children.get(None, []))
    for top in tops:
        walk(top)
    return Tree(below, tops, parents)


def tree_now() -> Tree:
    """The tree of the municipality at hand. One query, and a second when the organisation has changed."""
    tenant_id = current_tenant_id()
    version = Tenant.objects.values_list("organisation_version", flat=True).get(pk=tenant_id)
    return tree_of_version(tenant_id, version)

"""Who may stand on each side of a benefit agreement."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from laeringslean.foundation.database.sorting import NorwegianOrder
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import ROLES, Role, Scope
from laeringslean.organisation.models import Membership, Person, RoleGrant, Unit
from laeringslean.organisation.queries.tree import tree_now
from laeringslean.organisation.queries.units import in_force

People = list[tuple[UUID, str]]


def possible_leaders(unit: Unit) -> People:
    """(id, name) of those who may sign for the leader in the unit: its own leaders first, then those further up."""
    path = [unit.id, *tree_now().above(unit.id)]
    steps_up: dict[UUID, int] = {}
    for person_id, unit_id in _leaders(path).values_list("person_id", "unit_id"):
        steps = path.index(unit_id) if unit_id in path else len(path)
        steps_up[person_id] = min(steps, steps_up.get(person_id, steps))
    return sorted(_named(steps_up), key=lambda person: steps_up[person[0]])


def possible_representatives(unit: Unit) -> People:
    """(id, name) of those who may be chosen to sign for the staff, by name: who works in the unit and does not lead it.

    Where nobody works in the unit itself: who works in the units above.
    """
    above = list(tree_now().above(unit.id))
    leaders = set(_leaders([unit.id, *above]).values_list("person_id", flat=True))
    for units in ([unit.id], above):
        staff = Membership.objects.filter(in_force(), unit_id__in=units).values_list("person_id", flat=True)
        if people := _named(set(staff) - leaders):
            return people
    return []


def _leaders(path: list[UUID]) -> "QuerySet[RoleGrant]":
    """Roles of today that sign for the leader in the first unit of the path, which goes upwards from there."""
    here = Q(role__in=_signing(Scope.BOARD), unit_id=path[0])
    above = Q(role__in=_signing(Scope.OWN)) & (Q(unit_id__in=path) | Q(unit_id=None))
    return RoleGrant.objects.filter(in_force(), here | above | Q(role__in=_signing(Scope.ALL)))


def _signing(scope: Scope) -> list[Role]:
    return [role for role, rights in ROLES.items() if rights.get(Permission.BENEFIT_SIGN_LEADER) is scope]


def _named(person_ids: Collection[UUID]) -> People:
    people = Person.objects.active().filter(pk__in=list(person_ids)).order_by(NorwegianOrder("name"), "id")
    return list(people.values_list("id", "name"))

"""A small municipality with one person per role, for tests about who may do what where."""

from dataclasses import dataclass

from laeringslean.organisation.access.roles import ROLES, Role, Scope
from laeringslean.organisation.models import Person, Unit, UnitKind
from tests.factories.organisation import make_person, make_unit


@dataclass
class World:
    """An area with two units, one of them with two departments, and one person per role.

    Roles that hold in units are held in `own` (and so in `below` and `beside`, which lie under it, but not in
    `other`); those for the municipality hold everywhere. Each person has that one role and nothing else.
    """

    area: Unit
    own: Unit
    below: Unit
    beside: Unit
    other: Unit
    people: dict[Role, Person]


def make_world() -> World:
    """Make the small municipality in the scope at hand."""
    area = make_unit("Helse og mestring", kind=UnitKind.SERVICE_AREA)
    own = make_unit("Hjemmetjenesten", parent=area)
    below = make_unit("Hjemmetjenesten Sør", parent=own, kind=UnitKind.DEPARTMENT)
    beside = make_unit("Hjemmetjenesten Nord", parent=own, kind=UnitKind.DEPARTMENT)
    other = make_unit("Regnskap", parent=area)
    return World(area, own, below, beside, other, {role: _holder(role, own) for role in Role})


def _holder(role: Role, own: Unit) -> Person:
    if role is Role.EMPLOYEE:
        return make_person(f"En {role}", unit=own)
    everywhere = role is Role.POLITICIAN or Scope.ALL in ROLES[role].values()
    return make_person(f"En {role}", role=role, role_unit=None if everywhere else own)

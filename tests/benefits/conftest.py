from dataclasses import dataclass

import pytest

from laeringslean.improvement.models import Idea
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.models import Person, Unit
from tests.factories.improvement import make_idea
from tests.factories.organisation import make_person, make_unit


@dataclass
class Place:
    """A unit with a leader, two of the staff and an idea."""

    unit: Unit
    leader: Person
    staff: Person
    other: Person
    idea: Idea


@pytest.fixture
def place(tenant) -> Place:
    unit = make_unit("Hjemmetjenesten Sør")
    leader = make_person("Kari Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)
    staff = make_person("Ola Ansatt", unit=unit)
    other = make_person("Eva Annen", unit=unit)
    return Place(unit, leader, staff, other, make_idea(unit, by=staff))

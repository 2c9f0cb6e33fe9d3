from dataclasses import dataclass

import pytest

from laeringslean.improvement.models import Idea
from laeringslean.organisation.models import Person, Unit


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
    from laeringslean.improvement.actions import ideas
    from laeringslean.method.actions import versions
    from laeringslean.organisation.access.roles import Role
    from tests.factories.organisation import make_person, make_unit

    versions.publish_standard(by=None)
    unit = make_unit("Hjemmetjenesten Sør")
    leader = make_person("Kari Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)
    staff = make_person("Ola Ansatt", unit=unit)
    other = make_person("Eva Annen", unit=unit)
    idea = ideas.raise_idea(unit=unit, kind="suggestion", problem="Vi leter etter nøkler", by=staff.pk)
    return Place(unit, leader, staff, other, idea)

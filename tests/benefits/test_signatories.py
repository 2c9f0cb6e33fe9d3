import pytest

from laeringslean.benefits.queries.signatories import possible_leaders, possible_representatives
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import Role
from tests.factories.organisation import LONG_AGO, add_to, grant, make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db


def names(people) -> list[str]:
    return [name for _key, name in people]


def test_leaders_of_the_unit_come_first_then_those_above_and_nobody_else(place):
    area = make_unit("Helse")
    unit = make_unit("Sykehjem", parent=area)
    make_person("Over", role=Role.UNIT_MANAGER, role_unit=area)
    make_person("Her", role=Role.DEPARTMENT_MANAGER, role_unit=unit)
    make_person("Direktør", role=Role.SERVICE_DIRECTOR, role_unit=area)
    make_person("Under", role=Role.DEPARTMENT_MANAGER, role_unit=make_unit(parent=unit))
    make_person("Sluttet", role=Role.DEPARTMENT_MANAGER, role_unit=unit, is_active=False)
    grant(make_person("Var leder"), Role.DEPARTMENT_MANAGER, unit=unit, valid_until=LONG_AGO)
    assert names(possible_leaders(unit)) == ["Her", "Over"]


def test_everybody_listed_may_sign_for_that_side(world):
    for unit in (world.own, world.below):
        for key, _name in possible_leaders(unit):
            assert viewer_of(_person(world, key)).can(Permission.BENEFIT_SIGN_LEADER, unit.pk)
        for key, _name in possible_representatives(unit):
            assert viewer_of(_person(world, key)).can(Permission.BENEFIT_SIGN_STAFF, unit.pk)
    assert len(possible_leaders(world.own)) == 2
    assert len(possible_representatives(world.own)) == 1


def _person(world, key):
    return next(person for person in world.people.values() if person.pk == key)


def test_representatives_are_the_staff_without_the_leaders(place):
    make_person("Fra en annen enhet", unit=make_unit())
    make_person("Sluttet", unit=place.unit, is_active=False)
    assert names(possible_representatives(place.unit)) == ["Eva Annen", "Ola Ansatt"]


def test_where_nobody_works_in_the_unit_itself_the_staff_above_may_be_chosen(place):
    below = make_unit("Sone Vest", parent=place.unit)
    assert names(possible_representatives(below)) == ["Eva Annen", "Ola Ansatt"]
    add_to(below, make_person("Egen"))
    assert names(possible_representatives(below)) == ["Egen"]

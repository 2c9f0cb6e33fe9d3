"""Two administrators at the same moment: together they must not do what neither of them may."""

import pytest

from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.actions import people, roles, units
from laeringslean.organisation.actions.refusals import Refused
from laeringslean.organisation.models import Person, RoleGrant, Unit
from laeringslean.organisation.queries.units import in_force
from tests.factories.at_once import Moment, at_once
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db(transaction=True)


def _after(wait, function):
    """The function, after which both wait for each other: each has looked before either has written."""

    def looked(*arguments):
        found = function(*arguments)
        wait()
        return found

    return looked


def _administrators():
    held = RoleGrant.objects.filter(in_force(), role=Role.ADMINISTRATOR, person__is_active=True)
    return held.values_list("person_id", flat=True)


def test_two_units_cannot_be_put_under_each_other(monkeypatch, tenant):
    one, other = make_unit("En"), make_unit("To")
    monkeypatch.setattr(units, "_with_those_above", _after(Moment(), units._with_those_above))
    came_of = at_once(
        lambda: units.move_unit(unit=one, parent=other, by=None),
        lambda: units.move_unit(unit=other, parent=one, by=None),
    )
    assert [type(one) for one in came_of].count(Refused) == 1, came_of
    assert Unit.objects.filter(parent=None).count() == 1


def test_two_administrators_cannot_end_each_others_role(monkeypatch, tenant):
    both = [make_person(role=Role.ADMINISTRATOR) for _ in range(2)]
    monkeypatch.setattr(roles, "refuse_last_administrator", _after(Moment(), people.refuse_last_administrator))
    came_of = at_once(
        *(
            lambda by=by, grant=grant: roles.end_role(grant=grant, by=by.id)
            for by, grant in zip(both, RoleGrant.objects.order_by("-person_id"), strict=True)
        )
    )
    assert [type(one) for one in came_of].count(Refused) == 1, came_of
    assert _administrators().count() == 1


def test_two_administrators_cannot_close_each_others_account(monkeypatch, tenant):
    one, other = (make_person(role=Role.ADMINISTRATOR) for _ in range(2))
    monkeypatch.setattr(people, "refuse_last_administrator", _after(Moment(), people.refuse_last_administrator))
    came_of = at_once(
        lambda: people.deactivate(person=Person.objects.get(pk=one.pk), by=other.id),
        lambda: people.deactivate(person=Person.objects.get(pk=other.pk), by=one.id),
    )
    assert [type(one) for one in came_of].count(Refused) == 1, came_of
    assert _administrators().count() == 1


def test_two_invitations_of_the_same_person_are_one_person(monkeypatch, tenant):
    units_of_two = [make_unit(), make_unit()]
    monkeypatch.setattr(people, "_refuse_taken_address", _after(Moment(), people._refuse_taken_address))
    came_of = at_once(
        *(
            lambda unit=unit: people.add_person(name="Kari", email="kari@kommune.example", by=None)
            for unit in units_of_two
        )
    )
    assert [type(one) for one in came_of].count(Refused) == 1, came_of
    assert Person.objects.count() == 1

"""Rows found and written by kept statements must be the same rows as by the ORM."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from laeringslean.foundation import clock
from laeringslean.foundation.keys import uuid4
from laeringslean.foundation.models import Event, RequestKey
from laeringslean.foundation.tenancy import rows
from laeringslean.foundation.tenancy.scope import NoTenant, tenant_scope
from laeringslean.organisation.models import Membership, Unit
from tests.factories.organisation import add_to, make_person, make_tenant, make_unit

pytestmark = pytest.mark.django_db


def _values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _key(**values):
    return RequestKey(**{"key": uuid4(), "route": "a:b", "location": "/æ/", "used_on": clock.today(), **values})


# Finding


def test_what_is_found_is_what_the_orm_reads():
    person, unit = make_person("Kari Nordmann"), make_unit("Kjøkkenet")
    add_to(unit, person, position_percent=Decimal("37.50"))
    stored = Membership.objects.get()
    found = rows.find(Membership, id=stored.id)
    assert found == stored
    assert _values(found) == _values(stored)
    assert not found._state.adding


def test_every_named_field_must_fit():
    unit = make_unit("Kjøkkenet")
    assert rows.find(Unit, id=unit.id, is_active=True) == unit
    assert rows.find(Unit, id=unit.id, is_active=False) is None
    assert rows.find(Unit, id=uuid4()) is None


def test_nothing_is_found_in_another_municipality():
    unit, other = make_unit("Kjøkkenet"), make_tenant("Annen kommune")
    with tenant_scope(other.id):
        assert rows.find(Unit, id=unit.id) is None


# Inserting


def test_what_is_inserted_is_what_the_orm_reads():
    key = _key()
    assert rows.insert(key)
    assert not key._state.adding
    assert _values(RequestKey.objects.get()) == _values(key)


def test_a_key_made_by_the_database_is_set_on_the_row():
    event = Event(kind="a.b.c", happened_on=clock.today(), subject_id=uuid4(), details={"n": [1, None]})
    rows.insert(event, expressions={"transaction_id": "7"})
    stored = Event.objects.get()
    assert (stored.sequence, stored.transaction_id, stored.details) == (event.sequence, 7, {"n": [1, None]})


def test_a_row_that_is_there_is_left_as_it_is():
    first = _key()
    unless_same = ("tenant_id", "key", "route")
    assert rows.insert(first, unless_same=unless_same)
    assert not rows.insert(_key(key=first.key, location="/other/"), unless_same=unless_same)
    assert rows.insert(_key(key=first.key, route="c:d"), unless_same=unless_same)
    assert sorted(RequestKey.objects.values_list("route", "location")) == [("a:b", "/æ/"), ("c:d", "/æ/")]


def test_only_the_named_constraint_may_be_broken_silently():
    first = _key()
    rows.insert(first)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert(_key(id=first.id), unless_same=("tenant_id", "key", "route"))


def test_a_row_of_another_municipality_is_refused():
    key, other = _key(), make_tenant("Annen kommune")
    with tenant_scope(other.id), pytest.raises(ValueError, match="municipality"):
        rows.insert(key)
    assert not RequestKey.objects.exists()


# Updating


def test_named_fields_are_written_and_the_version_rises():
    unit, parent = make_unit("Kjøkkenet"), make_unit("Helse")
    unit.name, unit.parent_id, unit.kind = "Nytt kjøkken", parent.id, "department"
    assert rows.update(unit, ("name", "parent_id"), version=unit.version)
    stored = Unit.objects.get(pk=unit.id)
    assert (stored.name, stored.parent_id, stored.version) == ("Nytt kjøkken", parent.id, unit.version + 1)
    assert stored.kind != "department"


def test_another_version_or_municipality_is_left_alone():
    unit, other = make_unit("Kjøkkenet"), make_tenant("Annen kommune")
    unit.name = "Nytt"
    assert not rows.update(unit, ("name",), version=unit.version + 1)
    with tenant_scope(other.id):
        assert not rows.update(unit, ("name",), version=unit.version)
    assert Unit.objects.get(pk=unit.id).name == "Kjøkkenet"


def test_days_and_numbers_are_written_as_the_orm_writes_them():
    person, unit = make_person("Kari Nordmann"), make_unit("Kjøkkenet")
    add_to(unit, person)
    membership = Membership.objects.get()
    membership.position_percent, membership.valid_until = Decimal("12.25"), clock.today() + timedelta(days=3)
    rows.update(membership, ("position_percent", "valid_until"), version=membership.version)
    assert Membership.objects.filter(position_percent=Decimal("12.25"), valid_until=membership.valid_until).exists()


# Tenancy


@pytest.mark.parametrize(
    "work",
    [lambda unit: rows.find(Unit, id=unit.id), rows.insert, lambda unit: rows.update(unit, ("name",), version=1)],
)
def test_nothing_happens_outside_a_municipality(work, monkeypatch):
    unit = make_unit("Kjøkkenet")
    monkeypatch.setattr(rows, "current_tenant_id", _no_tenant)
    with pytest.raises(NoTenant):
        work(unit)


def _no_tenant():
    raise NoTenant


@pytest.mark.parametrize("version", [-1, 2**31, 10**30])
def test_a_version_that_no_row_can_have_is_another_version(version):
    unit = make_unit("Kjøkkenet")
    assert rows.update(unit, ("name",), version=version) is False

"""Nothing is read or written outside a municipality, and nothing of another one inside it."""

import threading

import pytest
from django.db import IntegrityError, connection, models, transaction

from laeringslean.foundation import events
from laeringslean.foundation.database.protection import APP_ROLE, tenant_models
from laeringslean.foundation.keys import uuid7
from laeringslean.foundation.models import Event, Link, RequestKey
from laeringslean.foundation.tenancy.scope import NoTenant, current_tenant_id, tenant_scope
from laeringslean.organisation.models import Membership, Person, Unit
from tests.factories.organisation import add_to, make_person, make_tenant, make_unit

pytestmark = pytest.mark.django_db


def _tenant_in_a_thread():
    """The municipality that a thread of its own finds itself in."""
    found = {}

    def look() -> None:
        try:
            found["tenant"] = current_tenant_id()
        except NoTenant:
            found["tenant"] = None

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return found["tenant"]


def test_another_thread_does_not_inherit_the_municipality(tenant):
    assert current_tenant_id() == tenant.id
    assert _tenant_in_a_thread() is None


def test_scopes_nest_and_end(tenant):
    there = make_tenant("Nabo kommune")
    with tenant_scope(there.id):
        assert current_tenant_id() == there.id
    assert current_tenant_id() == tenant.id


def test_a_scope_ends_when_something_goes_wrong(tenant):
    there = make_tenant("Nabo kommune")
    with pytest.raises(ZeroDivisionError), tenant_scope(there.id):
        1 / 0  # noqa: B018
    assert current_tenant_id() == tenant.id


def test_rows_of_another_municipality_are_not_there():
    here = make_unit("Her")
    there = make_tenant("Nabo kommune")
    with tenant_scope(there.id):
        elsewhere = make_unit("Der")
        assert [unit.name for unit in Unit.objects.all()] == ["Der"]
    assert [unit.name for unit in Unit.objects.all()] == ["Her"]
    assert not Unit.objects.filter(pk=elsewhere.pk).exists()
    assert Unit.objects.filter(pk=elsewhere.pk).update(name="Tatt") == 0
    assert Unit.objects.filter(pk=elsewhere.pk).delete()[0] == 0
    with pytest.raises(Unit.DoesNotExist):
        elsewhere.refresh_from_db()
    assert here.tenant_id != elsewhere.tenant_id


def test_related_rows_stay_in_the_municipality():
    person = make_person(unit=make_unit())
    with tenant_scope(make_tenant("Nabo kommune").id):
        assert list(person.memberships.all()) == []


def test_new_rows_belong_to_the_municipality_of_the_scope(tenant):
    assert make_unit().tenant_id == tenant.id
    rows = Unit.objects.bulk_create([Unit(name="En"), Unit(name="To")])
    assert {row.tenant_id for row in rows} == {tenant.id}


def test_bulk_create_refuses_rows_of_another_municipality():
    there = make_tenant("Nabo kommune")
    with pytest.raises(ValueError, match="another municipality"):
        Unit.objects.bulk_create([Unit(name="Der", tenant_id=there.id)])


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_nothing_is_asked_outside_a_scope(model, tenant):
    from laeringslean.foundation.tenancy import scope

    token = scope._tenant.set(None)
    try:
        with pytest.raises(NoTenant):
            model.objects.all()
        with pytest.raises(NoTenant):
            model._base_manager.all()
    finally:
        scope._tenant.reset(token)


# Events


def test_events_can_be_added_but_neither_changed_nor_removed():
    unit = make_unit()
    event = events.record("organisation.unit.added", subject_id=unit.id, actor_id=None)
    for change in (
        lambda: Event.objects.filter(pk=event.pk).update(kind="something.else"),
        lambda: Event.objects.filter(pk=event.pk).delete(),
    ):
        with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
            change()
    assert Event.objects.get(pk=event.pk).kind == "organisation.unit.added"


# What PostgreSQL itself enforces, tested as the app's role


def _rows(query, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def _tables():
    return sorted(model._meta.db_table for model in tenant_models())


@pytest.mark.only_postgresql
def test_the_app_is_neither_superuser_nor_owner_and_cannot_pass_row_security():
    assert _rows("SELECT current_user") == [(APP_ROLE,)]
    assert _rows("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [(False, False)]
    owned = _rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
    assert owned == []


@pytest.mark.only_postgresql
def test_every_table_of_municipalities_has_forced_row_security_with_a_policy_for_reading_and_writing():
    secured = _rows(
        "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relrowsecurity AND relforcerowsecurity ORDER BY 1",
        [_tables()],
    )
    assert [name for (name,) in secured] == _tables()
    policies = _rows(
        "SELECT tablename FROM pg_policies WHERE tablename = ANY(%s) AND cmd = 'ALL' "
        "AND qual LIKE '%%tenant_id%%' AND with_check LIKE '%%tenant_id%%' ORDER BY 1",
        [_tables()],
    )
    assert [name for (name,) in policies] == _tables()


@pytest.mark.only_postgresql
def test_every_table_with_a_tenant_column_is_a_table_of_municipalities():
    with_column = _rows(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'tenant_id'"
    )
    assert sorted(name for (name,) in with_column) == sorted([*_tables(), "foundation_placement"])


@pytest.mark.only_postgresql
def test_every_index_of_a_table_of_municipalities_begins_with_the_municipality():
    found = _rows(
        "SELECT c.relname, i.relname, a.attname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid "
        "JOIN pg_class i ON i.oid = x.indexrelid "
        "LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0] "
        "WHERE c.relname = ANY(%s) AND NOT x.indisprimary",
        [_tables()],
    )
    assert len(found) > 40
    # The relay reads the outbox of all municipalities, in the order of transactions.
    outbox = ("foundation_event", "foundation_event_outbox", "transaction_id")
    assert [row for row in found if row[2] != "tenant_id"] == [outbox]


@pytest.mark.only_postgresql
def test_every_row_can_be_pointed_at_only_together_with_its_municipality():
    keys = _rows(
        "SELECT conrelid::regclass::text FROM pg_constraint "
        "WHERE contype = 'u' AND pg_get_constraintdef(oid) = 'UNIQUE (tenant_id, id)'"
    )
    assert sorted(name for (name,) in keys) == sorted(set(_tables()) - {"foundation_event"})
    composite = _rows(
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'"
    )
    missing = [
        str(field)
        for model in tenant_models()
        for field in model._meta.concrete_fields
        if isinstance(field, Link)
        and not any(
            table == model._meta.db_table and definition.startswith(f"FOREIGN KEY (tenant_id, {field.column})")
            for table, definition in composite
        )
    ]
    assert missing == []


@pytest.mark.only_postgresql
def test_the_database_refuses_a_row_for_another_municipality():
    there = make_tenant("Nabo kommune")
    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        models.QuerySet(Unit).bulk_create([Unit(name="Der", tenant_id=there.id)])


@pytest.mark.only_postgresql
def test_the_database_refuses_to_link_into_another_municipality():
    here = make_unit()
    with tenant_scope(make_tenant("Nabo kommune").id):
        stranger = make_person()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership(unit=here, person_id=stranger.id, valid_from="2026-01-01").save()
        connection.check_constraints()


@pytest.mark.only_postgresql
def test_forgetting_the_filter_shows_only_ones_own_rows():
    make_unit("Her")
    with tenant_scope(make_tenant("Nabo kommune").id):
        make_unit("Der")
        assert [unit.name for unit in models.QuerySet(Unit)] == ["Der"]
    assert [unit.name for unit in models.QuerySet(Unit)] == ["Her"]
    assert models.QuerySet(Unit).filter(name="Der").update(name="Tatt") == 0


@pytest.mark.only_postgresql
def test_without_a_municipality_there_is_nothing():
    make_unit()
    _rows("SELECT set_config('laeringslean.tenant_id', '', true)")
    assert _rows("SELECT count(*) FROM organisation_unit") == [(0,)]
    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        models.QuerySet(RequestKey).create(tenant_id=1, key=uuid7(), route="x", used_on="2026-01-01")


@pytest.mark.only_postgresql
def test_the_app_may_neither_change_events_nor_empty_tables_nor_alter_them():
    for statement in (
        "UPDATE foundation_event SET kind = 'x'",
        "DELETE FROM foundation_event",
        "TRUNCATE foundation_event",
        "TRUNCATE organisation_unit",
        "ALTER TABLE organisation_unit DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_tenant ON organisation_unit",
    ):
        with pytest.raises(Exception, match=r"permission denied|must be owner"), transaction.atomic():
            _rows(statement)


# On SQLite there is the application's scope alone, and it holds for two municipalities in one file


@pytest.mark.only_sqlite
def test_two_municipalities_in_one_file_do_not_see_each_other():
    add_to(make_unit("Her"), make_person("Kari"))
    with tenant_scope(make_tenant("Nabo kommune").id):
        assert (Unit.objects.count(), Person.objects.count(), Membership.objects.count()) == (0, 0, 0)

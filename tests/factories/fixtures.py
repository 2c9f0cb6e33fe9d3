"""Fixtures that every room's tests build on: a municipality in scope, somebody signed in, a small organisation.

Loaded by `tests/conftest.py` before Django is set up, so models are imported inside the fixtures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from laeringslean.foundation.models import Tenant
    from laeringslean.organisation.models import Person
    from tests.factories.world import World


@pytest.fixture(autouse=True)
def forgotten_caches() -> Iterator[None]:
    """No test sees what another has cached about hosts, trees or access."""
    forget_caches()
    yield
    forget_caches()


def forget_caches() -> None:
    from laeringslean.foundation.web.tenants import municipality_of_host
    from laeringslean.improvement.queries.similar import forget_similar
    from laeringslean.organisation.queries.viewers import forget_access

    municipality_of_host.cache_clear()
    forget_access()
    forget_similar()


@pytest.fixture(autouse=True)
def tenant(request: pytest.FixtureRequest, forgotten_caches: None) -> Iterator[Tenant | None]:
    """The municipality of a test that uses the database; its scope is open round the test. Otherwise None."""
    from laeringslean.foundation.tenancy.scope import tenant_scope
    from tests.factories.organisation import make_tenant

    database = _database_of(request)
    if database is None:
        yield None
        return
    request.getfixturevalue(database)
    municipality = make_tenant()
    scope = tenant_scope if database == "db" else scope_of_committed_rows
    with scope(municipality.id):
        yield municipality


def _database_of(request: pytest.FixtureRequest) -> str | None:
    names = set(request.fixturenames)
    marker = request.node.get_closest_marker("django_db")
    if names & {"transactional_db", "live_server"} or (marker and marker.kwargs.get("transaction")):
        return "transactional_db"
    return "db" if marker or "db" in names else None


@contextmanager
def scope_of_committed_rows(tenant_id: int) -> Iterator[None]:
    """As `tenant_scope`, but no transaction: other threads and processes see at once what the test makes."""
    from django.db import connection

    from laeringslean.foundation.tenancy import scope

    def tell(value: str) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config(%s, %s, false)", [scope.DATABASE_SETTING, value])

    token = scope._tenant.set(tenant_id)
    tell(str(tenant_id))
    try:
        yield
    finally:
        tell("")
        scope._tenant.reset(token)


@pytest.fixture
def client_of(tenant: Tenant) -> Callable[..., Client]:
    """`client_of(person)`: a test client in which the person is signed in; `host=` for another municipality's."""
    from django.conf import settings
    from django.test import Client

    from tests.factories.organisation import open_session

    def sign_in(person: Person, *, host: str = "testserver") -> Client:
        client = Client(headers={"host": host})
        client.cookies[settings.SESSION_COOKIE] = open_session(person)
        return client

    return sign_in


@pytest.fixture
def world(tenant: Tenant) -> World:
    """A small municipality with one person per role: see tests/factories/world.py."""
    from tests.factories.world import make_world

    return make_world()

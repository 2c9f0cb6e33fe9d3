"""Every role, and nobody, knocks on every URL: in the own unit, below it, in another unit, in another municipality."""

import importlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from laeringslean.foundation.models import Event, Placement
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.models import Unit
from tests.architecture.access_matrix import (
    BELOW,
    ELSEWHERE,
    OTHER_MUNICIPALITY,
    OWN_UNIT,
    Place,
    Scene,
    Verdict,
    may,
)
from tests.factories.fixtures import forget_caches
from tests.factories.organisation import make_tenant, open_session
from tests.factories.world import World, make_world

pytestmark = pytest.mark.django_db

# What differs between any two answers: the keys of the address itself, and the token of the forms.
_TELLTALE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b\w{64}\b")

NEIGHBOUR = "nabo.testserver"
KNOCKING: list[Role | None] = [*Role, None]


def named_urls(patterns: list[Any] | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(name with its room, pattern) of every URL of the product."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from named_urls(pattern.url_patterns, pattern.namespace or namespace)
        else:
            yield (f"{namespace}:{pattern.name}" if namespace else str(pattern.name)), pattern


def all_verdicts() -> dict[str, Verdict]:
    """What the rooms have declared."""
    verdicts: dict[str, Verdict] = {}
    for path in sorted(Path(__file__).parent.parent.glob("*/url_verdicts.py")):
        verdicts |= importlib.import_module(f"tests.{path.parent.name}.url_verdicts").VERDICTS
    return verdicts


URLS = dict(named_urls())
VERDICTS = all_verdicts()
IN_UNITS = sorted(name for name, verdict in VERDICTS.items() if verdict.make is not None)
IN_NO_UNIT = sorted(set(VERDICTS) - set(IN_UNITS))


def test_every_url_has_a_verdict():
    assert sorted(set(URLS) - set(VERDICTS)) == []


def test_no_verdict_is_about_a_url_that_is_gone():
    assert sorted(set(VERDICTS) - set(URLS)) == []


def test_every_url_has_a_name_of_its_own():
    names = [name for name, _ in named_urls()]
    assert sorted(name for name in names if names.count(name) > 1 or name.endswith("None")) == []


@pytest.mark.parametrize("name", sorted(URLS))
def test_a_view_has_the_door_that_its_verdict_says(name):
    door = getattr(URLS[name].callback, "door", "none")
    assert door == ("public" if VERDICTS[name].public else "signed_in")


@pytest.mark.parametrize("name", IN_NO_UNIT)
def test_a_page_without_a_unit_lets_in_whom_it_should(name, world):
    verdict, surprises = VERDICTS[name], []
    for role in KNOCKING:
        with _undone():
            scene = _scene(world, role, world.own)
            arguments = dict(verdict.arguments or {})
            if verdict.prepare:
                verdict.prepare(scene)
            response = _knock(name, verdict, scene, arguments, _client(world, role))
            surprises += _surprise(verdict, role, None, response)
    assert surprises == []


@pytest.mark.parametrize("name", IN_UNITS)
def test_a_page_in_a_unit_lets_in_whom_it_should(name, world):
    verdict, surprises = VERDICTS[name], []
    for place, unit in ((OWN_UNIT, world.own), (BELOW, world.below), (ELSEWHERE, world.other)):
        for role in KNOCKING:
            with _undone():
                scene = _scene(world, role, unit)
                arguments = _made(verdict, scene)
                client, before = _client(world, role), Event.objects.count()
                response = _knock(name, verdict, scene, arguments, client)
                surprises += _surprise(verdict, role, place, response)
                if response.status_code in (401, 403, 404) and Event.objects.count() != before:
                    surprises.append(f"{role} in {place.name}: was refused, and yet something changed")
    assert surprises == []


@pytest.mark.parametrize("name", IN_UNITS)
def test_another_municipality_is_out_of_reach(name, world, settings, tenant):
    verdict, surprises = VERDICTS[name], []
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, NEIGHBOUR]
    Placement.objects.create(host="testserver", tenant=tenant)
    there = make_tenant("Nabo kommune", host=NEIGHBOUR)
    with tenant_scope(there.id):
        world_there = make_world()
    for role in KNOCKING:
        with _undone():
            with tenant_scope(there.id):
                scene = _scene(world_there, role, world_there.own)
                arguments = _made(verdict, scene)
                data = dict(verdict.data(scene)) if verdict.data else {}
            response = _send(name, verdict, arguments, data, _client(world, role))
            surprises += _surprise(verdict, role, OTHER_MUNICIPALITY, response)
    # The other way round: a guest has the very role that opens the page, but at home.
    for role in (Role.UNIT_MANAGER, Role.ADMINISTRATOR, Role.LEAN_COORDINATOR):
        with _undone():
            scene = _scene(world, role, world.own)
            arguments = _made(verdict, scene)
            with tenant_scope(there.id):
                guest = _client(world_there, role)
            surprises += _surprise(verdict, None, OWN_UNIT, _knock(name, verdict, scene, arguments, guest))
    assert surprises == []


@pytest.mark.parametrize("name", [name for name in IN_UNITS if not VERDICTS[name].public])
def test_missing_and_forbidden_look_alike(name, world):
    """Whoever may not see an object gets the same answer as for one that never was."""
    verdict = VERDICTS[name]
    with _undone():
        scene = _scene(world, Role.POLITICIAN, world.own)
        client = _client(world, Role.POLITICIAN)
        mine = verdict.signed_in
        arguments = _made(verdict, _scene(world, Role.EMPLOYEE, world.own) if mine else scene)
        missing = {key: uuid4() for key in arguments}
        answers = [_send(name, verdict, each, {}, client) for each in (arguments, missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [_TELLTALE.sub("", answer.content.decode()) for answer in answers]
    assert pages[0] == pages[1]


def _scene(world: World, role: Role | None, unit: Unit) -> Scene:
    return Scene(unit=unit, person=world.people[role or Role.EMPLOYEE], world=world)


def _made(verdict: Verdict, scene: Scene) -> Mapping[str, Any]:
    assert verdict.make is not None
    return dict(verdict.make(scene))


def _client(world: World, role: Role | None) -> Client:
    client = Client()
    if role is not None:
        client.cookies[settings.SESSION_COOKIE] = open_session(world.people[role])
    return client


def _knock(name: str, verdict: Verdict, scene: Scene, arguments: Mapping[str, Any], client: Client) -> HttpResponse:
    return _send(name, verdict, arguments, dict(verdict.data(scene)) if verdict.data else {}, client)


def _send(
    name: str, verdict: Verdict, arguments: Mapping[str, Any], data: Mapping[str, Any], client: Client
) -> HttpResponse:
    return getattr(client, verdict.method)(reverse(name, kwargs=dict(arguments)), data)


def _surprise(verdict: Verdict, role: Role | None, place: Place | None, response: HttpResponse) -> list[str]:
    """What is not as the written rules say, in words."""
    expected, found = _expected(verdict, role, place), _answer(response)
    if found == expected or (expected == "let in" and found == "conflict of input"):
        return []
    return [f"{role or 'nobody'} in {place.name if place else 'no unit'}: {found}, but should be {expected}"]


def _expected(verdict: Verdict, role: Role | None, place: Place | None) -> str:
    if place is OTHER_MUNICIPALITY and (verdict.public or role is not None):
        return "404"
    if verdict.public:
        return "let in"
    if role is None:
        return "sent to sign in"
    if verdict.signed_in or any(may(role, permission, place) for permission in verdict.permissions):
        return "let in"
    is_visible = place is None or any(may(role, permission, place) for permission in verdict.sights)
    return "403" if is_visible else "404"


def _answer(response: HttpResponse) -> str:
    status = response.status_code
    if status in (301, 302, 303) and "/sign-in/?next=" in response.headers.get("Location", ""):
        return "sent to sign in"
    if status < 400:
        return "let in"
    return "conflict of input" if status in (400, 409, 422, 429) else str(status)


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever happens in the block has not happened afterwards."""
    savepoint = transaction.savepoint()
    forget_caches()
    try:
        yield
    finally:
        transaction.savepoint_rollback(savepoint)
        forget_caches()

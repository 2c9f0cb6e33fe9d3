"""Who is asking, the tree of units, and counts that are safe to show."""

from datetime import timedelta

import pytest
from django.conf import settings

from laeringslean.foundation import clock
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.queries import head_count, units_below, viewer_for_token
from tests.factories.organisation import add_to, grant, make_person, make_unit, open_session, viewer_of

pytestmark = pytest.mark.django_db


def test_viewer_for_token_finds_whoever_is_signed_in(django_assert_num_queries):
    person = make_person("Kari", unit=make_unit())
    token = open_session(person)
    viewer_for_token(token)
    with django_assert_num_queries(1):
        viewer = viewer_for_token(token)
    assert viewer is not None
    assert (viewer.person_id, viewer.name) == (person.id, "Kari")


def test_viewer_for_token_is_nobody_for_a_wrong_old_or_closed_session():
    person = make_person(unit=make_unit())
    token = open_session(person)
    assert viewer_for_token("something else") is None
    with clock.set_clock(clock.now() + timedelta(days=15)):
        assert viewer_for_token(token) is None
    person.sessions.all().delete()
    assert viewer_for_token(token) is None


def test_viewer_for_token_is_nobody_once_the_person_is_inactive():
    person = make_person(unit=make_unit())
    token = open_session(person)
    person.is_active = False
    person.save_changes("is_active")
    assert viewer_for_token(token) is None


def test_access_follows_the_tree_as_it_is_now():
    own = make_unit()
    leader = make_person(role=Role.UNIT_MANAGER, role_unit=own)
    assert viewer_of(leader).can(Permission.IDEA_DECIDE, own.id)
    below = make_unit(parent=own)
    assert viewer_of(leader).can(Permission.IDEA_DECIDE, below.id)
    assert not viewer_of(leader).can(Permission.IDEA_DECIDE, make_unit().id)


def test_a_role_holds_only_in_its_period():
    own, today = make_unit(), clock.today()
    consultant = make_person()
    grant(
        consultant,
        Role.EXTERNAL_CONSULTANT,
        unit=own,
        valid_from=today + timedelta(days=1),
        valid_until=today + timedelta(days=2),
    )
    seen = []
    for days in range(4):
        with clock.set_clock(clock.now() + timedelta(days=days)):
            seen.append(viewer_of(consultant).can(Permission.IDEA_READ, own.id))
    assert seen == [False, True, True, False]


def test_a_membership_makes_an_employee_with_the_largest_position_first():
    small, large = make_unit(), make_unit()
    person = make_person(unit=small, position_percent=20)
    add_to(large, person, position_percent=60)
    viewer = viewer_of(person)
    assert viewer.home_unit_ids == (large.id, small.id)
    assert viewer.roles == {Role.EMPLOYEE}


def test_units_below_gives_the_unit_first_and_then_what_lies_under_it():
    top = make_unit()
    middle = make_unit(parent=top)
    bottom = make_unit(parent=middle)
    assert units_below(top) == (top.id, middle.id, bottom.id)
    assert units_below(bottom) == (bottom.id,)


@pytest.mark.parametrize(("people", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_head_count_hides_small_groups(people, shown):
    unit = make_unit()
    for _ in range(people):
        make_person(unit=unit)
    assert head_count(unit).shown == shown


def test_head_count_counts_a_person_in_two_departments_once():
    unit = make_unit()
    first, second = make_unit(parent=unit), make_unit(parent=unit)
    add_to(second, make_person(unit=first))
    assert head_count(unit).people == 1


def test_client_of_is_signed_in(client_of):
    client = client_of(make_person("Kari", unit=make_unit()))
    assert settings.SESSION_COOKIE in client.cookies

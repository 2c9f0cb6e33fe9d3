"""The roles as data: they say what the written rules say."""

import pytest

from laeringslean.organisation.access.names import PERMISSION_NAMES, ROLE_NAMES
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import GRANTABLE, MUNICIPAL_ROLES, ROLES, Role, Scope
from laeringslean.organisation.access.viewer import Grant, access_of
from tests.architecture.access_matrix import ACCESS


@pytest.mark.parametrize("role", Role)
def test_a_role_has_the_rights_of_the_written_rules_and_no_others(role):
    assert {right.value: scope.value for right, scope in ROLES[role].items()} == ACCESS[role]


def test_every_role_and_permission_has_a_name():
    assert set(ROLE_NAMES) == set(Role)
    assert set(PERMISSION_NAMES) == set(Permission)


def test_every_permission_belongs_to_some_role():
    assert {right for rights in ROLES.values() for right in rights} == set(Permission)


def test_municipal_roles_are_those_that_no_unit_has():
    assert {
        Role.CHIEF_EXECUTIVE,
        Role.HR_MANAGER,
        Role.LEAN_COORDINATOR,
        Role.CHIEF_UNION_REP,
        Role.POLITICIAN,
        Role.ADMINISTRATOR,
    } == MUNICIPAL_ROLES


def test_employee_is_given_by_nobody_since_it_follows_from_a_membership():
    assert all(Role.EMPLOYEE not in roles for roles in GRANTABLE.values())


def test_an_administrator_reads_no_ideas_benefits_or_sums():
    assert {right.split(".")[0] for right in ROLES[Role.ADMINISTRATOR]} == {"unit", "organisation"}


def test_access_adds_up_over_grants():
    below = {"a": ("a", "a1"), "a1": ("a1",), "b": ("b",)}
    access = access_of([Grant(Role.FACILITATOR, "a"), Grant(Role.SAFETY_REP, "b")], below)
    assert access.has(Permission.MEETING_RUN, "a")
    assert not access.has(Permission.MEETING_RUN, "a1")
    assert access.has(Permission.IDEA_READ, "b")
    assert not access.has(Permission.MEETING_RUN, "b")


def test_own_scope_reaches_what_lies_below():
    access = access_of([Grant(Role.UNIT_MANAGER, "a")], {"a": ("a", "a1")})
    assert access.has(Permission.IDEA_DECIDE, "a1")
    assert not access.has(Permission.ESCALATION_ANSWER, "a1")


def test_the_chief_executive_answers_only_what_reached_the_top():
    access = access_of([Grant(Role.CHIEF_EXECUTIVE, None)], {"top": ("top", "a"), "a": ("a",)}, tops=["top"])
    assert access.has(Permission.ESCALATION_ANSWER, "top")
    assert not access.has(Permission.ESCALATION_ANSWER, "a")
    assert access.has(Permission.SUMS_READ, "a")


def test_scope_all_reaches_everywhere():
    access = access_of([Grant(Role.LEAN_COORDINATOR, None)], {})
    assert access.has(Permission.BOARD_READ, "anything")
    assert set(ROLES[Role.LEAN_COORDINATOR].values()) == {Scope.ALL}

"""Which role may do what, and where: plain data that can be read aloud to a data-protection officer."""

from enum import StrEnum

from laeringslean.organisation.access.permissions import Permission as P


class Role(StrEnum):
    """The roles of the municipality's Lean work."""

    EMPLOYEE = "employee"
    FACILITATOR = "facilitator"
    DEPARTMENT_MANAGER = "department_manager"
    UNIT_MANAGER = "unit_manager"
    SERVICE_DIRECTOR = "service_director"
    CHIEF_EXECUTIVE = "chief_executive"
    HR_MANAGER = "hr_manager"
    LEAN_GUIDE = "lean_guide"
    LEAN_COORDINATOR = "lean_coordinator"
    UNION_REP = "union_rep"
    SAFETY_REP = "safety_rep"
    CHIEF_UNION_REP = "chief_union_rep"
    POLITICIAN = "politician"
    EXTERNAL_CONSULTANT = "external_consultant"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """Where a role's permission holds."""

    BOARD = "board"  # the unit of the grant alone
    OWN = "own"  # the unit of the grant and all below it
    ALL = "all"  # the whole municipality


_READ_BOARDS = [P.UNIT_READ, P.BOARD_READ, P.IDEA_READ, P.GOAL_READ]

_EMPLOYEE = [
    *_READ_BOARDS,
    P.IDEA_RAISE,
    P.IDEA_COMMENT,
    P.IDEA_TRY,
    P.GOAL_ENTER,
    P.BENEFIT_READ,
    P.BENEFIT_SIGN_STAFF,
]

_DEPARTMENT_MANAGER = [
    *_EMPLOYEE,
    P.UNIT_COUNTS_READ,
    P.PERSON_INVITE,
    P.IDEA_MOVE,
    P.IDEA_DECIDE,
    P.IDEA_MODERATE,
    P.IDEA_IMPORT,
    P.ESCALATION_ANSWER,
    P.BOARD_ARRANGE,
    P.MEETING_RUN,
    P.GOAL_DEFINE,
    P.BENEFIT_MANAGE,
    P.BENEFIT_SIGN_LEADER,
    P.BENEFIT_SUMS_READ,
    P.SUMS_READ,
    P.SIGNALS_READ,
]

_LEADERSHIP = [P.UNIT_READ, P.UNIT_COUNTS_READ, P.BENEFIT_SUMS_READ, P.SUMS_READ, P.SIGNALS_READ]

_GUIDE = [*_READ_BOARDS, P.UNIT_COUNTS_READ, P.IDEA_COMMENT, P.GOAL_DEFINE, P.SIGNALS_READ]

_REPRESENTATIVE = [*_READ_BOARDS, P.UNIT_COUNTS_READ, P.IDEA_COMMENT, P.BENEFIT_READ]


def _everywhere(scope: Scope, permissions: list[P]) -> dict[P, Scope]:
    return dict.fromkeys(permissions, scope)


ROLES: dict[Role, dict[P, Scope]] = {
    Role.EMPLOYEE: _everywhere(Scope.OWN, _EMPLOYEE),
    Role.FACILITATOR: _everywhere(Scope.BOARD, [*_EMPLOYEE, P.IDEA_MOVE, P.MEETING_RUN]),
    Role.DEPARTMENT_MANAGER: _everywhere(Scope.OWN, _DEPARTMENT_MANAGER),
    Role.UNIT_MANAGER: _everywhere(Scope.OWN, [*_DEPARTMENT_MANAGER, P.MEMBERSHIP_MANAGE]),
    Role.SERVICE_DIRECTOR: _everywhere(Scope.OWN, [*_LEADERSHIP, P.ESCALATION_ANSWER]),
    Role.CHIEF_EXECUTIVE: _everywhere(Scope.ALL, [*_LEADERSHIP, P.ESCALATION_ANSWER]),
    Role.HR_MANAGER: _everywhere(Scope.ALL, [P.UNIT_READ, P.UNIT_COUNTS_READ, P.BENEFIT_SUMS_READ, P.SUMS_READ]),
    Role.LEAN_GUIDE: _everywhere(Scope.OWN, [*_GUIDE, P.BENEFIT_READ]),
    Role.LEAN_COORDINATOR: _everywhere(
        Scope.ALL,
        [
            *_READ_BOARDS,
            P.UNIT_COUNTS_READ,
            P.IDEA_COMMENT,
            P.IDEA_IMPORT,
            P.BENEFIT_READ,
            P.BENEFIT_SUMS_READ,
            P.BENEFIT_SETTINGS,
            P.SUMS_READ,
            P.SIGNALS_READ,
        ],
    ),
    Role.UNION_REP: _everywhere(Scope.OWN, _REPRESENTATIVE),
    Role.SAFETY_REP: _everywhere(Scope.OWN, _REPRESENTATIVE),
    Role.CHIEF_UNION_REP: _everywhere(Scope.ALL, [*_READ_BOARDS, P.UNIT_COUNTS_READ, P.BENEFIT_READ]),
    Role.POLITICIAN: {},
    Role.EXTERNAL_CONSULTANT: _everywhere(Scope.OWN, _GUIDE),
    Role.ADMINISTRATOR: _everywhere(Scope.ALL, [P.ORGANISATION_MANAGE]),
}

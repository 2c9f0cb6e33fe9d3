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

    # The unit of the grant alone; for a grant in the whole municipality the units at the top of the tree.
    BOARD = "board"
    # The unit of the grant and all below it.
    OWN = "own"
    # The whole municipality.
    ALL = "all"


Rights = dict[P, Scope]


def _in(scope: Scope, *permissions: P) -> Rights:
    return dict.fromkeys(permissions, scope)


def _reaching(scope: Scope, rights: Rights) -> Rights:
    return dict.fromkeys(rights, scope)


_READ_BOARDS = (P.UNIT_READ, P.BOARD_READ, P.IDEA_READ, P.GOAL_READ)
# Whoever may read single benefits may read their sum.
_READ_BENEFITS = (P.BENEFIT_READ, P.BENEFIT_SUMS_READ)

_EMPLOYEE = _in(
    Scope.OWN,
    *_READ_BOARDS,
    *_READ_BENEFITS,
    P.IDEA_RAISE,
    P.IDEA_COMMENT,
    P.IDEA_TRY,
    P.GOAL_ENTER,
    # When chosen as the staff's representative in an agreement.
    P.BENEFIT_SIGN_STAFF,
)

_DEPARTMENT_MANAGER = _EMPLOYEE | _in(
    Scope.OWN,
    P.UNIT_COUNTS_READ,
    P.PERSON_INVITE,
    P.IDEA_MOVE,
    P.IDEA_DECIDE,
    P.IDEA_MODERATE,
    P.IDEA_IMPORT,
    P.BOARD_ARRANGE,
    P.MEETING_RUN,
    P.GOAL_DEFINE,
    P.BENEFIT_MANAGE,
    P.BENEFIT_SIGN_LEADER,
    P.SUMS_READ,
    P.SIGNALS_READ,
)

# Sums and no ideas, but for the one card that was lifted to them: so only in the unit they lead themselves.
_SERVICE_DIRECTOR = _in(Scope.OWN, P.UNIT_READ, P.UNIT_COUNTS_READ, P.SUMS_READ, P.BENEFIT_SUMS_READ) | _in(
    Scope.BOARD, P.ESCALATION_ANSWER
)

_GUIDE_WITHOUT_BENEFITS = _in(Scope.OWN, *_READ_BOARDS, P.IDEA_COMMENT, P.GOAL_DEFINE, P.SIGNALS_READ)

_REPRESENTATIVE = _in(Scope.OWN, *_READ_BOARDS, *_READ_BENEFITS, P.IDEA_COMMENT)

ROLES: dict[Role, Rights] = {
    Role.EMPLOYEE: _EMPLOYEE,
    Role.FACILITATOR: _reaching(Scope.BOARD, _EMPLOYEE) | _in(Scope.BOARD, P.IDEA_MOVE, P.MEETING_RUN),
    Role.DEPARTMENT_MANAGER: _DEPARTMENT_MANAGER,
    Role.UNIT_MANAGER: _DEPARTMENT_MANAGER
    | _in(Scope.OWN, P.MEMBERSHIP_MANAGE)
    | _in(Scope.BOARD, P.ESCALATION_ANSWER),
    Role.SERVICE_DIRECTOR: _SERVICE_DIRECTOR,
    Role.CHIEF_EXECUTIVE: _reaching(Scope.ALL, _SERVICE_DIRECTOR) | _in(Scope.BOARD, P.ESCALATION_ANSWER),
    Role.HR_MANAGER: _in(
        Scope.ALL, P.UNIT_READ, P.UNIT_COUNTS_READ, P.SUMS_READ, P.BENEFIT_SUMS_READ, P.REPRESENTATIVE_MANAGE
    ),
    Role.LEAN_GUIDE: _GUIDE_WITHOUT_BENEFITS | _in(Scope.OWN, *_READ_BENEFITS),
    Role.LEAN_COORDINATOR: _in(
        Scope.ALL, *_READ_BOARDS, *_READ_BENEFITS, P.IDEA_IMPORT, P.BENEFIT_SETTINGS, P.SUMS_READ, P.SIGNALS_READ
    ),
    Role.UNION_REP: _REPRESENTATIVE,
    Role.SAFETY_REP: _REPRESENTATIVE,
    Role.CHIEF_UNION_REP: _in(Scope.ALL, *_READ_BOARDS, *_READ_BENEFITS),
    Role.POLITICIAN: {},
    Role.EXTERNAL_CONSULTANT: _GUIDE_WITHOUT_BENEFITS,
    Role.ADMINISTRATOR: _in(Scope.ALL, P.UNIT_READ, P.UNIT_COUNTS_READ, P.ORGANISATION_MANAGE),
}

# Held in the whole municipality; every other role is held in a unit.
MUNICIPAL_ROLES = frozenset(
    {role for role, rights in ROLES.items() if Scope.ALL in rights.values()} | {Role.POLITICIAN}
)

# Which roles somebody with the permission may give and take back. Nobody changes their own: that takes a colleague.
# "Employee" is missing on purpose: it follows from a membership.
GRANTABLE: dict[P, frozenset[Role]] = {
    P.ORGANISATION_MANAGE: frozenset(Role) - {Role.EMPLOYEE},
    P.REPRESENTATIVE_MANAGE: frozenset({Role.UNION_REP, Role.SAFETY_REP, Role.CHIEF_UNION_REP, Role.LEAN_GUIDE}),
    P.MEMBERSHIP_MANAGE: frozenset({Role.FACILITATOR}),
}

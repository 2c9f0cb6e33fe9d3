"""Who may open which URL: the shape of a verdict, and the table that verdicts are held against.

Every room declares its URLs in `tests/<room>/url_verdicts.py`:

    VERDICTS = {
        "improvement:idea-list": Verdict(permission=Permission.IDEA_READ),                      # a page without a unit
        "improvement:idea-acceptance": Verdict(
            permission=Permission.IDEA_DECIDE,        # what it takes, in the unit where the object is
            visible=Permission.IDEA_READ,             # who lacks this too gets 404; who has it gets 403
            make=lambda scene: {"pk": make_idea(unit=scene.unit).pk},     # the URL's arguments, made fresh
            method="post",
            data=lambda scene: {"version": 1},
        ),
        "organisation:profile": Verdict(signed_in=True),           # whoever is signed in
        "organisation:sign-in": Verdict(public=True),              # anybody
    }

`test_access_matrix.py` then knocks as every role, from the unit itself, from above it, from elsewhere and from another
municipality, and compares with ACCESS below. That table is copied by hand from the written rules and not from
`organisation/access/roles.py`, so that a slip there is seen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.models import Person, Unit
from tests.factories.world import World


@dataclass(frozen=True)
class Scene:
    """What a verdict's `make` and `data` build on."""

    # The unit in which the object shall be made.
    unit: Unit
    # Whoever is about to knock (when nobody is signed in: some person of the municipality). In another
    # municipality: the person who has the same role there.
    person: Person
    # The municipality of the unit.
    world: World


Arguments = Callable[[Scene], Mapping[str, Any]]


Permissions = Permission | tuple[Permission, ...] | None


@dataclass(frozen=True)
class Verdict:
    """Who may open a URL. Exactly one of `public`, `signed_in` and `permission` is given."""

    permission: Permission | None = None
    signed_in: bool = False
    public: bool = False
    # Other permissions that do as well.
    or_else: Permissions = None
    # The permissions that make the object visible: whoever has one of them, but not what it takes, gets 403. All
    # others get 404, so that missing and forbidden look alike.
    visible: Permissions = None
    # Makes the object in `scene.unit` and returns the URL's arguments; without it the page belongs to no unit.
    make: Arguments | None = None
    # For a page that belongs to no unit: its arguments, and what must be there before.
    arguments: Mapping[str, Any] | None = None
    prepare: Arguments | None = None
    method: str = "get"
    # What is sent: the query of a GET, the form of a POST. It need not be valid; 200, 3xx, 400, 409, 422 all
    # count as let in, and so does 429.
    data: Arguments | None = None

    def __post_init__(self) -> None:
        if (self.permission is not None) + self.signed_in + self.public != 1:
            raise ValueError("a verdict is public, signed_in or a permission")

    @property
    def permissions(self) -> tuple[Permission, ...]:
        """Those of which one is enough."""
        return _all(self.permission) + _all(self.or_else)

    @property
    def sights(self) -> tuple[Permission, ...]:
        """Those of which one makes the object visible."""
        return _all(self.visible)


def _all(permissions: Permissions) -> tuple[Permission, ...]:
    if permissions is None:
        return ()
    return permissions if isinstance(permissions, tuple) else (permissions,)


# How far a right reaches: the unit of the role alone, that unit and all below it, the whole municipality.
BOARD, OWN, ALL = "board", "own", "all"

MEDARBEIDER = {
    # raise, comment, own and try in own units; read own units
    "unit.read": OWN,
    "board.read": OWN,
    "idea.read": OWN,
    "idea.raise": OWN,
    "idea.comment": OWN,
    "idea.try": OWN,
    # enter values in own units
    "goal.read": OWN,
    "goal.enter": OWN,
    # read own units; sign as staff representative when chosen
    "benefit.read": OWN,
    "benefit.sums.read": OWN,
    "benefit.sign.staff": OWN,
}

AVDELINGSLEDER = {
    **MEDARBEIDER,
    # decide, plan, close in own; arrange the board; moderate; leads the weekly meeting
    "idea.move": OWN,
    "idea.decide": OWN,
    "idea.moderate": OWN,
    "idea.import": OWN,
    "board.arrange": OWN,
    "meeting.run": OWN,
    "signals.read": OWN,
    "sums.read": OWN,
    # define in own
    "goal.define": OWN,
    # sign and own in own
    "benefit.manage": OWN,
    "benefit.sign.leader": OWN,
    # counts in own; invite
    "unit.counts.read": OWN,
    "person.invite": OWN,
}

KOMMUNALSJEF = {
    # answers what is escalated to them (sees that one card); otherwise sums
    "escalation.answer": BOARD,
    "unit.read": OWN,
    "unit.counts.read": OWN,
    "sums.read": OWN,
    # ledger of own area down to agreement and verdict, never persons or raw ideas
    "benefit.sums.read": OWN,
}

LEANVEILEDER = {
    # read, comment, coach in assigned; no decisions
    "unit.read": OWN,
    "board.read": OWN,
    "idea.read": OWN,
    "idea.comment": OWN,
    "signals.read": OWN,
    # help map and define in assigned
    "goal.read": OWN,
    "goal.define": OWN,
    # read assigned
    "benefit.read": OWN,
    "benefit.sums.read": OWN,
}

TILLITSVALGT = {
    # read and comment in the units they represent; read there
    "unit.read": OWN,
    "board.read": OWN,
    "idea.read": OWN,
    "idea.comment": OWN,
    "goal.read": OWN,
    "benefit.read": OWN,
    "benefit.sums.read": OWN,
}

ACCESS: dict[Role, dict[str, str]] = {
    Role.EMPLOYEE: MEDARBEIDER,
    # per board: run the meeting, move cards; otherwise as medarbeider
    Role.FACILITATOR: {**dict.fromkeys(MEDARBEIDER, BOARD), "meeting.run": BOARD, "idea.move": BOARD},
    Role.DEPARTMENT_MANAGER: AVDELINGSLEDER,
    # as avdelingsleder over the sub-tree; answers what is escalated to them; memberships in own
    Role.UNIT_MANAGER: {**AVDELINGSLEDER, "escalation.answer": BOARD, "membership.manage": OWN},
    Role.SERVICE_DIRECTOR: KOMMUNALSJEF,
    # as kommunalsjef, all
    Role.CHIEF_EXECUTIVE: {**dict.fromkeys(KOMMUNALSJEF, ALL), "escalation.answer": BOARD},
    # sums; ledger as leadership; roles of reps and guides
    Role.HR_MANAGER: {
        "unit.read": ALL,
        "unit.counts.read": ALL,
        "sums.read": ALL,
        "benefit.sums.read": ALL,
        "representative.manage": ALL,
    },
    Role.LEAN_GUIDE: LEANVEILEDER,
    # read all boards, decide none; ledger, all; method, library
    Role.LEAN_COORDINATOR: {
        "unit.read": ALL,
        "board.read": ALL,
        "idea.read": ALL,
        "idea.import": ALL,
        "goal.read": ALL,
        "benefit.read": ALL,
        "benefit.sums.read": ALL,
        "benefit.settings": ALL,
        "sums.read": ALL,
        "signals.read": ALL,
    },
    Role.UNION_REP: TILLITSVALGT,
    Role.SAFETY_REP: TILLITSVALGT,
    # read all boards; read all; read all
    Role.CHIEF_UNION_REP: {
        "unit.read": ALL,
        "board.read": ALL,
        "idea.read": ALL,
        "goal.read": ALL,
        "benefit.read": ALL,
        "benefit.sums.read": ALL,
    },
    # released reports only
    Role.POLITICIAN: {},
    # as leanveileder for named units and dates; benefits: none
    Role.EXTERNAL_CONSULTANT: {
        name: reach for name, reach in LEANVEILEDER.items() if name not in ("benefit.read", "benefit.sums.read")
    },
    # organisation, sign-in, roles, operations
    Role.ADMINISTRATOR: {"unit.read": ALL, "unit.counts.read": ALL, "organisation.manage": ALL},
}


@dataclass(frozen=True)
class Place:
    """Where an object is, seen from the unit in which whoever knocks has their role."""

    name: str
    reached_by: frozenset[str]


OWN_UNIT = Place("own unit", frozenset({BOARD, OWN, ALL}))
BELOW = Place("a unit below", frozenset({OWN, ALL}))
ELSEWHERE = Place("other unit", frozenset({ALL}))
OTHER_MUNICIPALITY = Place("other municipality", frozenset())


def may(role: Role | None, permission: Permission, place: Place | None) -> bool:
    """Whether the written rules give the role the permission at the place (None: anywhere at all)."""
    reach = ACCESS[role].get(permission.value) if role is not None else None
    if role is Role.CHIEF_EXECUTIVE and permission is Permission.ESCALATION_ANSWER and place is not None:
        # Held for the whole municipality it means the top of the tree, and the places of these tests lie below it.
        return False
    return reach is not None and (place is None or reach in place.reached_by)

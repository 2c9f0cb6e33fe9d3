"""How the meetings of a unit went, as its people said by show of hands. For the unit itself and nobody above it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from laeringslean.improvement.models import BoardMeeting, CheckQuestion, MeetingCheck, MeetingState
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import RoleGrant
from laeringslean.organisation.queries.units import in_force

# Fewer answers than this are not shown: they would tell what single persons think.
FEWEST_ANSWERS = 5
# How many checks the trend goes back.
CHECKS_SHOWN = 12
_OF_THE_UNIT = (Role.FACILITATOR, Role.DEPARTMENT_MANAGER, Role.UNIT_MANAGER)


@dataclass(frozen=True)
class CheckResult:
    """What a group said after one meeting; counts of at least five hands."""

    day: date
    question: str
    good: int
    fair: int
    poor: int

    @property
    def answers(self) -> int:
        """How many hands were counted."""
        return self.good + self.fair + self.poor

    @property
    def question_label(self) -> str:
        """The question in the language of the page."""
        return str(CheckQuestion(self.question).label)


def may_see_checks(viewer: Viewer, unit_id: UUID) -> bool:
    """Whether the viewer belongs to this very unit: works there, or leads it or its meetings. Rights from above are not
    enough, nor are those of the coordinator, guides and representatives. At most one query."""
    if not viewer.can(Permission.BOARD_READ, unit_id):
        return False
    if unit_id in viewer.home_unit_ids:
        return True
    if not viewer.roles & set(_OF_THE_UNIT):
        return False
    held = RoleGrant.objects.filter(in_force(), person_id=viewer.person_id, unit_id=unit_id, role__in=_OF_THE_UNIT)
    return held.exists()


def check_of(meeting: BoardMeeting) -> MeetingCheck | None:
    """What the group is asked at the end of this meeting, or None when it is not its turn. One query."""
    return MeetingCheck.objects.filter(meeting=meeting).first()


def checks_of(unit_id: UUID) -> list[CheckResult]:
    """The last checks of a unit's closed meetings, the newest first; those of fewer than five hands are not among them.
    One query."""
    rows = MeetingCheck.objects.filter(meeting__unit_id=unit_id, meeting__state=MeetingState.CLOSED)
    facts = rows.order_by("-meeting__planned_on").values_list("meeting__planned_on", "question", "good", "fair", "poor")
    shown = (CheckResult(*row) for row in facts[: 3 * CHECKS_SHOWN])
    return [check for check in shown if check.answers >= FEWEST_ANSWERS][:CHECKS_SHOWN]


def is_due(unit_id: UUID, every: int) -> bool:
    """Whether the next meeting to start should end with the question: so many were held since it was last asked, this
    one counted. Two queries; none when the unit never asks."""
    if every < 1:
        return False
    held = BoardMeeting.objects.filter(unit_id=unit_id, state=MeetingState.CLOSED)
    last = MeetingCheck.objects.filter(meeting__unit_id=unit_id).order_by("-meeting__planned_on")
    asked_on = last.values_list("meeting__planned_on", flat=True).first()
    since = held.filter(Q(planned_on__gt=asked_on)) if asked_on else held
    return since.count() + 1 >= every


def next_question(unit_id: UUID) -> str:
    """The question whose turn it is: they are asked one after the other. One query."""
    asked = MeetingCheck.objects.filter(meeting__unit_id=unit_id).count()
    return CheckQuestion.values[asked % len(CheckQuestion.values)]

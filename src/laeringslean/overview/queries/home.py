"""What the home page of a signed-in person shows, gathered from the rooms."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q

from laeringslean.attention.queries.news import unread_count
from laeringslean.attention.queries.signals import StalledUnit, stalled_units
from laeringslean.benefits.models import BenefitAgreement
from laeringslean.benefits.queries import totals_for_units, waiting_for_signature
from laeringslean.calc.benefits import Totals
from laeringslean.foundation import clock
from laeringslean.foundation.database.connections import sort_key
from laeringslean.improvement.models import (
    FINISHED,
    IMPLEMENTED,
    BoardMeeting,
    Escalation,
    Idea,
    IdeaState,
    MeetingState,
    Outcome,
    RecurrentTask,
)
from laeringslean.improvement.queries.deadlines import with_deadline
from laeringslean.improvement.queries.meetings import current_meetings, open_tasks_of, rhythms
from laeringslean.improvement.queries.recurrences import open_recurrent_tasks_of
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import RoleGrant, Unit

# How many of one's own ideas the page lists; the rest is behind a link.
IDEAS_SHOWN = 8


@dataclass(frozen=True)
class BoardAtHand:
    """One of the viewer's own boards, and its meeting in progress or ahead."""

    unit: Unit
    meeting: BoardMeeting | None
    may_raise: bool

    @property
    def meets_now(self) -> bool:
        """Whether the meeting is going on."""
        return self.meeting is not None and self.meeting.state == MeetingState.IN_PROGRESS


@dataclass(frozen=True)
class AreaSums:
    """Sums over the units that somebody answers for beyond their own board: never single ideas, never persons."""

    units: int
    open: int
    testing: int
    implemented: int
    meetings_held: int
    meetings_planned: int
    # Freed time; None for those who may not see its sums.
    freed: Totals | None
    # The topmost units with freed time, whose ledgers tell what is behind the sum.
    ledgers: list[Unit]


@dataclass(frozen=True)
class Home:
    """The home page of one person."""

    boards: list[BoardAtHand]
    owned: list[Idea]
    tasks: list[Outcome | RecurrentTask]
    raised: list[Idea]
    escalated: list[Escalation]
    to_sign: list[BenefitAgreement]
    stalled: list[StalledUnit]
    sums: AreaSums | None
    unread: int
    today: date

    @property
    def takes_part(self) -> bool:
        """Whether the viewer raises or takes on anything; those who guide or represent from outside do not."""
        return bool(self.owned or self.tasks or self.raised) or any(board.may_raise for board in self.boards)


def home_of(viewer: Viewer) -> Home:
    """Everything on the viewer's home page; the number of queries does not grow with what they return."""
    boards = _boards(viewer)
    return Home(
        boards=boards,
        owned=_owned(viewer.person_id),
        tasks=[*open_tasks_of(viewer.person_id), *open_recurrent_tasks_of(viewer.person_id)],
        raised=_raised(viewer.person_id),
        escalated=_escalated(viewer),
        to_sign=waiting_for_signature(viewer),
        stalled=_stalled(viewer),
        sums=_sums(viewer, boards),
        unread=unread_count(viewer),
        today=clock.today(),
    )


def _boards(viewer: Viewer) -> list[BoardAtHand]:
    today = clock.today()
    granted = RoleGrant.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today), person_id=viewer.person_id, valid_from__lte=today
    )
    units = (
        Unit.objects.active()
        .allowing(viewer, Permission.BOARD_READ)
        .filter(Q(id__in=viewer.home_unit_ids) | Q(id__in=granted.values("unit_id")))
    )
    order = {unit_id: place for place, unit_id in enumerate(viewer.home_unit_ids)}
    found = sorted(units, key=lambda unit: (order.get(unit.id, len(order)), unit.name))
    meetings = current_meetings(unit.id for unit in found)
    return [
        BoardAtHand(unit, meetings.get(unit.id), may_raise=viewer.can(Permission.IDEA_RAISE, unit.id)) for unit in found
    ]


def _owned(person_id: UUID) -> list[Idea]:
    busy = [IdeaState.ACCEPTED, IdeaState.PLANNED, IdeaState.TESTING, IdeaState.MEASURED, IdeaState.EVALUATED]
    ideas = Idea.objects.filter(owner_id=person_id, state__in=busy).select_related("unit")
    return list(with_deadline(ideas).order_by(F("deadline").asc(nulls_last=True), "id"))


def _raised(person_id: UUID) -> list[Idea]:
    ideas = Idea.objects.filter(raised_by_id=person_id).select_related("unit")
    return list(ideas.order_by("-state_since", "-raised_on", "-id")[:IDEAS_SHOWN])


def _escalated(viewer: Viewer) -> list[Escalation]:
    if not viewer.can(Permission.ESCALATION_ANSWER):
        return []
    return list(
        Escalation.objects.filter(
            viewer.within(Permission.ESCALATION_ANSWER, "to_unit_id"),
            replied_on=None,
            idea__state=IdeaState.ESCALATED,
        )
        .select_related("idea__unit")
        .order_by("answer_due_on", "id")
    )


def _stalled(viewer: Viewer) -> list[StalledUnit]:
    return stalled_units(viewer) if viewer.can(Permission.SIGNALS_READ) else []


def _sums(viewer: Viewer, boards: list[BoardAtHand]) -> AreaSums | None:
    """Sums over all units whose sums the viewer may see; None where they reach no further than the boards at hand."""
    units = {unit.id: unit for unit in Unit.objects.active().allowing(viewer, Permission.SUMS_READ)}
    if not units.keys() - {board.unit.id for board in boards}:
        return None
    unit_ids = list(units)
    counts = Idea.objects.filter(unit_id__in=unit_ids).aggregate(
        open=Count("id", filter=~Q(state__in=[*FINISHED, *IMPLEMENTED])),
        testing=Count("id", filter=Q(state=IdeaState.TESTING)),
        implemented=Count("id", filter=Q(done_on__isnull=False) & ~Q(state=IdeaState.DROPPED)),
    )
    held = rhythms(unit_ids).values()
    with_benefits = {unit_id for unit_id in unit_ids if viewer.can(Permission.BENEFIT_SUMS_READ, unit_id)}
    topmost = (units[unit_id] for unit_id in with_benefits if units[unit_id].parent_id not in with_benefits)
    return AreaSums(
        units=len(held),
        meetings_held=sum(rhythm.held for rhythm in held),
        meetings_planned=sum(rhythm.planned for rhythm in held),
        freed=totals_for_units(with_benefits) if with_benefits else None,
        ledgers=sorted(topmost, key=lambda unit: sort_key(unit.name)),
        **counts,
    )

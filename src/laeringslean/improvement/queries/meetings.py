"""Reading board meetings: what comes next, how steady the rhythm is, who can lead, what the minutes say."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from laeringslean.foundation import clock
from laeringslean.improvement.models import BoardMeeting, MeetingItem, MeetingState, Outcome, Recognition
from laeringslean.improvement.queries.ideas import staff_of
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import ROLES, Role, Scope
from laeringslean.organisation.models import RoleGrant, Unit
from laeringslean.organisation.queries import named
from laeringslean.organisation.queries.units import in_force

# How far back the rhythm of meetings is judged.
RHYTHM_WEEKS = 26


def meetings_of(unit_id: UUID) -> list[BoardMeeting]:
    """A unit's meetings, the newest day first, with who leads them. One query."""
    return list(BoardMeeting.objects.filter(unit_id=unit_id).select_related("facilitator").order_by("-planned_on"))


def past_meetings(unit_id: UUID, limit: int) -> list[BoardMeeting]:
    """A unit's last meetings, held or missed, the newest first. One query."""
    passed = Q(state=MeetingState.CLOSED) | Q(state=MeetingState.DRAFT, planned_on__lt=clock.today())
    return list(BoardMeeting.objects.filter(passed, unit_id=unit_id).order_by("-planned_on")[:limit])


def current_meetings(unit_ids: Iterable[UUID]) -> dict[UUID, BoardMeeting]:
    """For each unit the meeting in progress, else the next one planned from today on. One query."""
    rows = BoardMeeting.objects.filter(
        Q(state=MeetingState.IN_PROGRESS) | Q(state=MeetingState.DRAFT, planned_on__gte=clock.today()),
        unit_id__in=list(unit_ids),
    )
    found: dict[UUID, BoardMeeting] = {}
    for meeting in rows.select_related("facilitator").order_by("planned_on"):
        if meeting.state == MeetingState.IN_PROGRESS or meeting.unit_id not in found:
            found[meeting.unit_id] = meeting
    return found


@dataclass(frozen=True)
class Rhythm:
    """How steadily a unit has met at its board over the last half year."""

    held: int = 0
    missed: int = 0
    missed_in_a_row: int = 0
    last_held_on: date | None = None

    @property
    def planned(self) -> int:
        """Meetings whose day has come: held and missed."""
        return self.held + self.missed


def rhythms(unit_ids: Iterable[UUID]) -> dict[UUID, Rhythm]:
    """The rhythm of each unit that has had a meeting planned in the last half year. One query.

    A meeting is missed when its day has passed and it was never started. The rhythm is weekly also where nobody
    plans: each further week after a missed meeting with nothing planned counts as missed too.
    """
    today = clock.today()
    by_unit: dict[UUID, list[tuple[str, date]]] = {}
    rows = BoardMeeting.objects.filter(
        unit_id__in=list(unit_ids), planned_on__gte=today - timedelta(weeks=RHYTHM_WEEKS)
    )
    for unit_id, state, planned_on in rows.order_by("planned_on").values_list("unit_id", "state", "planned_on"):
        by_unit.setdefault(unit_id, []).append((state, planned_on))
    return {unit_id: _rhythm(meetings, today) for unit_id, meetings in by_unit.items()}


def _rhythm(meetings: list[tuple[str, date]], today: date) -> Rhythm:
    held = [day for state, day in meetings if state == MeetingState.CLOSED]
    missed = [day for state, day in meetings if state == MeetingState.DRAFT and day < today]
    newest_state, newest = meetings[-1]
    unplanned = (today - newest).days // 7 if newest_state == MeetingState.DRAFT and newest < today else 0
    # On the weekday itself the week is not over yet.
    if unplanned and (today - newest).days % 7 == 0:
        unplanned -= 1
    last_held = held[-1] if held else None
    return Rhythm(
        held=len(held),
        missed=len(missed) + unplanned,
        missed_in_a_row=sum(1 for day in missed if last_held is None or day > last_held) + unplanned,
        last_held_on=last_held,
    )


def possible_facilitators(unit: Unit) -> list[tuple[UUID, str]]:
    """(id, name) of those who may run the unit's meetings today, by name. Two queries."""
    here = (
        Q(role__in=_roles_running_meetings(Scope.BOARD), unit_id=unit.id)
        | Q(role__in=_roles_running_meetings(Scope.OWN), unit_id__in=_ids_upwards(unit))
        | Q(role__in=_roles_running_meetings(Scope.ALL))
    )
    return named(RoleGrant.objects.filter(in_force(), here))


def _roles_running_meetings(scope: Scope) -> list[Role]:
    return [role for role, may in ROLES.items() if may.get(Permission.MEETING_RUN) is scope]


def _ids_upwards(unit: Unit) -> list[UUID]:
    """The unit and every unit above it."""
    parents = dict(Unit.objects.values_list("id", "parent_id"))
    ids: list[UUID] = []
    step: UUID | None = unit.id
    while step is not None:
        ids.append(step)
        step = parents.get(step)
    return ids


def staff_to_ask(unit: Unit) -> list[tuple[UUID, str]]:
    """(id, name) of those who may take on something in the unit: the staff of it and below it, by name. One query."""
    return named(staff_of(unit))


def open_tasks(unit_id: UUID) -> list[Outcome]:
    """Tasks from the unit's meetings that are not done, the first due first. One query."""
    return list(
        Outcome.objects.open_tasks().filter(meeting__unit_id=unit_id).select_related("owner").order_by("due_on", "id")
    )


def open_tasks_of(person_id: UUID) -> list[Outcome]:
    """Tasks from meetings that this person took on, the first due first. One query."""
    return list(
        Outcome.objects.open_tasks().filter(owner_id=person_id).select_related("meeting__unit").order_by("due_on", "id")
    )


@dataclass(frozen=True)
class Minutes:
    """What a meeting leaves behind, ready to be shown or printed."""

    meeting: BoardMeeting
    items: list[MeetingItem] = field(default_factory=list)
    decisions: list[Outcome] = field(default_factory=list)
    tasks: list[Outcome] = field(default_factory=list)
    ideas: list[Outcome] = field(default_factory=list)
    recognitions: list[Recognition] = field(default_factory=list)

    @property
    def minutes_planned(self) -> int:
        """The sum of the agenda, in minutes."""
        return sum(item.minutes for item in self.items)

    @property
    def minutes_used(self) -> int:
        """The time the points took, rounded to whole minutes."""
        return round(sum(item.seconds_used for item in self.items) / 60)


def minutes_of(meeting: BoardMeeting) -> Minutes:
    """The minutes of a meeting. Three queries, whatever its size."""
    outcomes = list(meeting.outcomes.select_related("owner", "item", "idea").order_by("id"))
    return Minutes(
        meeting=meeting,
        items=list(meeting.items.order_by("position")),
        decisions=[outcome for outcome in outcomes if outcome.kind == "decision" and not outcome.move],
        tasks=[outcome for outcome in outcomes if outcome.kind == "task"],
        ideas=[outcome for outcome in outcomes if outcome.move],
        recognitions=list(Recognition.objects.filter(meeting=meeting).order_by("id")),
    )

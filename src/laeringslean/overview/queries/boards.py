"""What a unit's board shows: the state that decides whether it is as before, and its cards as plain tuples."""

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, UUIDField, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf, Substr

from laeringslean.benefits.models import BenefitAgreement
from laeringslean.benefits.queries.ledger import counted
from laeringslean.calc import benefits as calc
from laeringslean.foundation import clock
from laeringslean.foundation.tenancy.scope import current_tenant_id
from laeringslean.improvement.models import (
    SECTION_OF_STATE,
    Comment,
    Escalation,
    Idea,
    IdeaState,
    Lane,
    Recognition,
    Trial,
)
from laeringslean.method.queries import method_in_force

# A thank-you hangs on the board this long; at most so many at a time.
RECOGNITION_DAYS = 60
RECOGNITIONS_SHOWN = 6
LONGEST_TITLE = 160


class BoardState(NamedTuple):
    """A board as it stands, without its cards. `cards_version` 0 means that nobody has put anything on it yet.

    The stamps rise with every change to the unit's lanes, its goals and its meetings of these days; None without any.
    """

    unit_id: UUID
    unit_name: str
    cards_version: int
    version: int
    method_version_id: UUID
    # How the unit has arranged its sections, as JSON; "" as the method has them.
    arrangement: str
    # The day on which somebody last put an idea up (2026-11-23); "" where nobody has since that is written down.
    last_raised_on: str
    organisation_version: int
    vision: str
    values: str
    lanes_stamp: int | None
    goals_stamp: int | None
    meetings_stamp: int | None

    @property
    def is_unused(self) -> bool:
        """Whether nobody has put anything on the board yet, nor arranged it."""
        return self.cards_version <= 1 and self.version <= 1


def board_state(unit_id: UUID) -> BoardState | None:
    """The board of a unit, in one query; None when there is no such unit.

    A board that nobody has used yet has no row: it is made by the first change, not by being looked at.
    Must be read before the cards: what is kept under a version may then be newer than it, never older.
    """
    recent = clock.today() - timedelta(days=14)
    key = UUIDField().get_db_prep_value(unit_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [recent.isoformat(), current_tenant_id(), key])
        row = cursor.fetchone()
    if row is None:
        return None
    name, cards_version, version, method_version_id, arrangement, last_raised_on, *rest = row
    if method_version_id is None:
        method_version_id = method_in_force().pk
    elif not isinstance(method_version_id, UUID):
        method_version_id = UUID(method_version_id)
    raised = str(last_raised_on or "")
    return BoardState(unit_id, name, cards_version, version, method_version_id, arrangement or "", raised, *rest)


# Written out and not put together by the ORM, because every request for a board begins with it, also those that are
# answered with "not modified": the ORM took a millisecond to say the same. Rows of goals and meetings are never
# deleted and their versions only rise, so the sums tell every change.
_STATE = """
    SELECT unit.name, coalesce(board.cards_version, 0), coalesce(board.version, 0), board.method_version_id,
           board.arrangement, board.last_raised_on,
           tenant.organisation_version, coalesce(board.vision, ''), coalesce(board."values", ''),
           (SELECT sum(lane.version) FROM improvement_lane AS lane
            WHERE lane.tenant_id = unit.tenant_id AND lane.unit_id = unit.id AND lane.is_active),
           (SELECT sum(goal.version) FROM measures_goal AS goal
            WHERE goal.tenant_id = unit.tenant_id AND goal.unit_id = unit.id),
           (SELECT sum(meeting.version) FROM improvement_boardmeeting AS meeting
            WHERE meeting.tenant_id = unit.tenant_id AND meeting.unit_id = unit.id AND meeting.planned_on >= %s)
    FROM organisation_unit AS unit
    JOIN foundation_tenant AS tenant ON tenant.id = unit.tenant_id
    LEFT JOIN improvement_board AS board ON board.tenant_id = unit.tenant_id AND board.unit_id = unit.id
    WHERE unit.tenant_id = %s AND unit.id = %s
"""


class Card(NamedTuple):
    """One idea on the board, as little of it as the board shows, and as the database writes it: `key` is the id and
    days are text (2026-11-23), since most cards are as they were and need not be understood again.

    It has no author: who wrote something is on the idea's own page, if anywhere.
    """

    key: str
    version: int
    kind: str
    state: str
    # The beginning of the proposal, or of the problem while there is none.
    words: str
    waste_type: str | None
    raised_on: str
    # Since when it is where it is; for what is finished, the day it was done.
    since: str
    # By when somebody is expected to do something, depending on where it is: decided, being tried or lifted.
    due_on: str | None
    # Whose turn it is: who took it, or the unit it was lifted to.
    who: str | None
    is_anonymous: bool
    comments: int | None
    # The key of the lane it stands in.
    lane: str | None
    # The day on which it will be set aside, where that was announced.
    aside_on: str | None

    @property
    def section(self) -> str:
        """The key of the section it stands in."""
        return SECTION_OF_STATE[self.state]  # type: ignore[index]


def first_line(text: str) -> str:
    """What names an idea: the first line of its proposal or problem, not too long."""
    return text.lstrip().split("\n", 1)[0][:LONGEST_TITLE]


def cards_of(unit_id: UUID, language: str) -> list[Card]:
    """All cards on a unit's board, in one query, unordered."""
    rows = _read(_cards_query(current_tenant_id(), unit_id, language, clock.today().replace(day=1)))
    return [Card._make(row) for row in rows]


# A query as the database takes it. Keeping those of boards in use spares the ORM putting them together anew for each
# view after a change, which took as long as the database needs to answer.
Statement = tuple[str, tuple[Any, ...]]


@lru_cache(maxsize=256)
def _cards_query(tenant_id: int, unit_id: UUID, language: str, since: date) -> Statement:
    """The cards of a board of the municipality in scope, which `tenant_id` must be."""
    waste_type = Coalesce(NullIf(F(f"waste_type__name_{language}"), Value("")), F("waste_type__name_nb"))
    comments = Comment.objects.filter(idea=OuterRef("pk")).order_by().values("idea").annotate(n=Count("pk")).values("n")
    trial = Trial.objects.filter(idea=OuterRef("pk")).order_by("-cycle").values("ends_on")[:1]
    escalations = Escalation.objects.filter(idea=OuterRef("pk"), replied_on=None).order_by("-id")
    answer = escalations.values("answer_due_on")[:1]
    rows = (
        Idea.objects.on_board(unit_id, since=since)
        .annotate(words=Substr(Coalesce(NullIf("proposal", Value("")), "problem"), 1, 2 * LONGEST_TITLE))
        .annotate(waste=waste_type, comment_count=Subquery(comments), day_raised=Cast("raised_on", CharField()))
        .annotate(day_since=Cast(Coalesce("done_on", "state_since"), CharField()))
        # Looked up only for the cards that show it.
        .annotate(
            day_due=Cast(
                Case(
                    When(state__in=[IdeaState.ACCEPTED, IdeaState.PLANNED], then="due_on"),
                    When(state=IdeaState.TESTING, then=Subquery(trial)),
                    When(state=IdeaState.ESCALATED, then=Subquery(answer)),
                ),
                CharField(),
            ),
            who=Case(When(state=IdeaState.ESCALATED, then="escalated_to__name"), default="owner__name"),
        )
        .values_list(
            Cast("pk", CharField()),
            "version",
            "kind",
            "state",
            "words",
            "waste",
            "day_raised",
            "day_since",
            "day_due",
            "who",
            "is_anonymous",
            "comment_count",
            Cast("lane_id", CharField()),
            Cast("aside_on", CharField()),
        )
    )
    return rows.query.sql_with_params()


def _read(statement: Statement) -> list[tuple[Any, ...]]:
    """The rows as the driver gives them."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchall()


class ShownLane(NamedTuple):
    """A lane of the board as the database writes it: its key, who looks after it, and the day on which it ends."""

    key: str
    name: str
    owner: str | None
    ends_on: str | None


def lanes_of(unit_id: UUID) -> list[ShownLane]:
    """The lanes of a unit's board, in their order, in one query."""
    rows = Lane.objects.in_use(unit_id).annotate(day=Cast("ends_on", CharField()))
    return [ShownLane(*row) for row in rows.values_list(Cast("pk", CharField()), "name", "owner__name", "day")]


def recognitions_of(unit_id: UUID) -> list[str]:
    """The thank-yous that hang on a unit's board now, the newest first."""
    since = clock.today() - timedelta(days=RECOGNITION_DAYS)
    return [text for (text,) in _read(_recognitions_query(current_tenant_id(), unit_id, since))]


@lru_cache(maxsize=256)
def _recognitions_query(tenant_id: int, unit_id: UUID, since: date) -> Statement:
    """The thank-yous of a unit of the municipality in scope, which `tenant_id` must be."""
    mine = Q(unit_id=unit_id) | Q(to_unit_id=unit_id)
    rows = Recognition.objects.filter(mine, given_on__gte=since).order_by("-given_on", "-id")
    return rows.values_list("text")[:RECOGNITIONS_SHOWN].query.sql_with_params()


class LiftedHere(NamedTuple):
    """An idea of another unit that waits for the answer of this unit's leader."""

    id: UUID
    proposal: str
    problem: str
    unit_name: str
    reason: str
    answer_due_on: date

    @property
    def title(self) -> str:
        """The first line of the proposal, or of the problem while there is none."""
        return first_line(self.proposal or self.problem)


def lifted_here(unit_id: UUID) -> list[LiftedHere]:
    """What waits for this unit's leader, the first due first. For whoever may answer it, and nobody else."""
    rows = (
        Escalation.objects.filter(to_unit_id=unit_id, replied_on=None, idea__state=IdeaState.ESCALATED)
        .order_by("answer_due_on", "id")
        .values_list("idea_id", "idea__proposal", "idea__problem", "idea__unit__name", "reason", "answer_due_on")
    )
    return [LiftedHere(*row) for row in rows]


class FreedTime(NamedTuple):
    """The time that an idea frees, how far that has come, and what it shall be used for."""

    hours_per_week: Decimal
    state: str
    use_of_time: str


class UnitBenefits(NamedTuple):
    """A unit's benefits that count: what each idea frees, by the idea's key, and the same as lines to be summed."""

    freed: dict[str, FreedTime]
    lines: list[calc.Line]


def benefits_of(unit_id: UUID) -> UnitBenefits:
    """The benefits of a unit, in one query, of facts alone, since they gather over the years."""
    freed, lines = {}, []
    for key, state, use, *facts in _read(_benefits_query(current_tenant_id(), unit_id)):
        line = _line(state, *facts)
        lines.append(line)
        freed[key] = FreedTime(line.time.hours_per_week, state, use or "")
    return UnitBenefits(freed, lines)


@lru_cache(maxsize=256)
def _benefits_query(tenant_id: int, unit_id: UUID) -> Statement:
    """The benefits of a unit of the municipality in scope, which `tenant_id` must be."""
    use = BenefitAgreement.objects.filter(benefit=OuterRef("pk")).values("use_of_time")[:1]
    facts = ["minutes", "persons", "times_per_week", "active_weeks", "divisor_hours", "basis"]
    rows = counted().filter(unit_id=unit_id).annotate(use=Subquery(use))
    return rows.values_list(Cast("idea_id", CharField()), "state", "use", *facts).query.sql_with_params()


@lru_cache(maxsize=4096)
def _line(state: str, minutes: Any, persons: int, times: Any, weeks: int, hours: Any, basis: str) -> calc.Line:
    """The arithmetic's line for stored facts, most of which were seen before."""
    time = calc.FreedTime(_decimal(minutes), persons, _decimal(times), weeks)
    return calc.Line(time, calc.Divisor(_decimal(hours), calc.Basis(basis)), calc.Step[state.upper()])


def _decimal(value: Any) -> Decimal:
    """SQLite keeps decimals as floating-point numbers, which read back as what was written."""
    return Decimal(str(value))

"""What a unit's board shows: the state that decides whether it is as before, and its cards as plain tuples."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from laeringslean.benefits.models import Benefit, BenefitAgreement, BenefitState
from laeringslean.foundation import clock
from laeringslean.improvement.models import (
    SECTION_OF_STATE,
    Board,
    BoardMeeting,
    Comment,
    Escalation,
    Idea,
    IdeaState,
    Recognition,
    Trial,
)
from laeringslean.measures.models import Goal
from laeringslean.method.models import BoardSection
from laeringslean.method.queries import method_in_force
from laeringslean.organisation.models import Unit

# A thank-you hangs on the board this long; at most so many at a time.
RECOGNITION_DAYS = 60
RECOGNITIONS_SHOWN = 6


class BoardState(NamedTuple):
    """A board as it stands, without its cards. `cards_version` 0 means that nobody has put anything on it yet.

    The stamps rise with every change to the unit's goals and to its meetings of these days.
    """

    unit_id: UUID
    unit_name: str
    cards_version: int
    version: int
    method_version_id: UUID
    organisation_version: int
    vision: str
    values: str
    goals_stamp: int | None
    meetings_stamp: int | None


def board_state(unit_id: UUID) -> BoardState | None:
    """The board of a unit, in one query where there is one; None when there is no such unit.

    Must be read before the cards: what is kept under a version may then be newer than it, never older.
    """
    stamps = {"goals": _goals_stamp(), "meetings": _meetings_stamp()}
    columns = ["unit_id", "unit__name", "cards_version", "version", "method_version_id"]
    columns += ["tenant__organisation_version", "vision", "values", *stamps]
    row = Board.objects.filter(unit_id=unit_id).annotate(**stamps).values_list(*columns).first()
    return BoardState(*row) if row else _empty_board(unit_id)


def _goals_stamp() -> Subquery:
    """Versions only rise and rows are never deleted, so their sum tells every change."""
    goals = Goal.objects.filter(unit_id=OuterRef("unit_id")).order_by().values("unit_id")
    return Subquery(goals.annotate(stamp=Sum("version")).values("stamp"))


def _meetings_stamp() -> Subquery:
    recent = clock.today() - timedelta(days=14)
    meetings = BoardMeeting.objects.filter(unit_id=OuterRef("unit_id"), planned_on__gte=recent)
    return Subquery(meetings.order_by().values("unit_id").annotate(stamp=Sum("version")).values("stamp"))


def _empty_board(unit_id: UUID) -> BoardState | None:
    """The board of a unit where nobody has used it yet. It is made by the first change, not by being looked at."""
    stamps = {"unit_id": F("id"), "goals": _goals_stamp(), "meetings": _meetings_stamp()}
    row = Unit.objects.filter(pk=unit_id).annotate(**stamps)
    row = row.values_list("name", "tenant__organisation_version", "goals", "meetings").first()
    if row is None:
        return None
    name, organisation_version, *stamps = row
    return BoardState(unit_id, name, 0, 0, method_in_force().pk, organisation_version, "", "", *stamps)


class Section(NamedTuple):
    """A part of the board: what it shows, and what the municipality calls it."""

    key: str
    name: str


@lru_cache(maxsize=256)
def sections_of(method_version_id: UUID, language: str) -> tuple[Section, ...]:
    """The sections of a published version of the method, in order. Such a version never changes."""
    rows = BoardSection.objects.filter(method_version_id=method_version_id).order_by("position")
    names = rows.values_list("key", f"name_{language}", "name_nb")
    return tuple(Section(key, name or bokmal) for key, name, bokmal in names)


class Card(NamedTuple):
    """One idea on the board. It has no author: who wrote something is on the idea's own page, if anywhere."""

    id: UUID
    version: int
    kind: str
    state: str
    proposal: str
    problem: str
    waste_type: str | None
    raised_on: date
    state_since: date
    done_on: date | None
    owner: str | None
    due_on: date | None
    is_anonymous: bool
    comments: int | None
    trial_ends_on: date | None
    answer_due_on: date | None
    answered_by: str | None

    @property
    def section(self) -> str:
        """The key of the section it stands in."""
        return SECTION_OF_STATE[self.state]  # type: ignore[index]

    @property
    def title(self) -> str:
        """The first line of the proposal, or of the problem while there is none."""
        return (self.proposal or self.problem).lstrip().split("\n", 1)[0][:160]


def cards_of(unit_id: UUID, language: str) -> list[Card]:
    """All cards on a unit's board, in one query, unordered."""
    today = clock.today()
    waste_type = Coalesce(NullIf(F(f"waste_type__name_{language}"), Value("")), F("waste_type__name_nb"))
    comments = Comment.objects.filter(idea=OuterRef("pk")).order_by().values("idea").annotate(n=Count("pk")).values("n")
    trial = Trial.objects.filter(idea=OuterRef("pk")).order_by("-cycle").values("ends_on")[:1]
    escalations = Escalation.objects.filter(idea=OuterRef("pk"), replied_on=None).order_by("-id")
    rows = (
        Idea.objects.on_board(unit_id, since=today.replace(day=1))
        .annotate(waste=waste_type, comment_count=Subquery(comments), trial_end=Subquery(trial))
        .annotate(answer=Subquery(escalations.values("answer_due_on")[:1]))
        .values_list(
            "id",
            "version",
            "kind",
            "state",
            "proposal",
            "problem",
            "waste",
            "raised_on",
            "state_since",
            "done_on",
            "owner__name",
            "due_on",
            "is_anonymous",
            "comment_count",
            "trial_end",
            "answer",
            "escalated_to__name",
        )
    )
    return [Card(*row) for row in rows]


def recognitions_of(unit_id: UUID) -> list[str]:
    """The thank-yous that hang on a unit's board now, the newest first."""
    since = clock.today() - timedelta(days=RECOGNITION_DAYS)
    rows = Recognition.objects.filter(unit_id=unit_id, given_on__gte=since).order_by("-given_on", "-id")
    return list(rows.values_list("text", flat=True)[:RECOGNITIONS_SHOWN])


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
        return (self.proposal or self.problem).lstrip().split("\n", 1)[0][:160]


def lifted_here(unit_id: UUID) -> list[LiftedHere]:
    """What waits for this unit's leader, the first due first. For whoever may answer it, and nobody else."""
    rows = (
        Escalation.objects.filter(to_unit_id=unit_id, replied_on=None, idea__state=IdeaState.ESCALATED)
        .order_by("answer_due_on", "id")
        .values_list("idea_id", "idea__proposal", "idea__problem", "idea__unit__name", "reason", "answer_due_on")
    )
    return [LiftedHere(*row) for row in rows]


class FreedTime(NamedTuple):
    """What an idea frees: hours a week, how far that has come, and what the time is used for."""

    hours: Decimal
    state: str
    use: str


class FreedSums(NamedTuple):
    """Hours a week that a unit's ideas free, by how far they have come. Three sums side by side, never added.

    Identified counts everything but what was lost; agreed and realised each what stands exactly there.
    """

    identified: Decimal
    agreed: Decimal
    realised: Decimal


def freed_time_of(unit_id: UUID) -> dict[UUID, FreedTime]:
    """The freed time of each of a unit's ideas that has any and has not lost it."""
    agreed_use = BenefitAgreement.objects.filter(benefit=OuterRef("pk")).values("use_of_time")[:1]
    rows = (
        Benefit.objects.filter(unit_id=unit_id)
        .exclude(state=BenefitState.LOST)
        .annotate(agreed_use=Subquery(agreed_use))
        .values_list("idea_id", "minutes", "persons", "times_per_week", "state", "evidence", "agreed_use")
    )
    return {
        idea_id: FreedTime(minutes * persons * times / 60, state, evidence or use or "")
        for idea_id, minutes, persons, times, state, evidence, use in rows
    }


def sums_of(freed: Mapping[UUID, FreedTime]) -> FreedSums:
    """The unit's sums."""

    def hours(*states: str) -> Decimal:
        return sum((one.hours for one in freed.values() if not states or one.state in states), Decimal(0))

    return FreedSums(hours(), hours(BenefitState.AGREED), hours(BenefitState.REALISED))

"""The weekly meeting at the board: planned, held point by point, then locked."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.foundation.models import Event
from laeringslean.foundation.tenancy import rows
from laeringslean.improvement.actions import boards, ideas, minutes_letters, recognitions
from laeringslean.improvement.actions.recognitions import RecognitionRefused
from laeringslean.improvement.models import (
    MOVES,
    BoardMeeting,
    Idea,
    MeetingCheck,
    MeetingItem,
    MeetingState,
    Outcome,
    OutcomeKind,
    Recognition,
)
from laeringslean.improvement.models.agenda import Point
from laeringslean.improvement.queries.agendas import agenda_of, setup_of
from laeringslean.improvement.queries.checks import is_due, next_question
from laeringslean.organisation.models import Shift, Unit

RHYTHM = timedelta(days=7)


class MeetingRefused(Exception):
    """The meeting is not in a state where this can be done; the message says why, for the one who asked."""


@action
def plan(
    *,
    unit: Unit,
    planned_on: date,
    planned_time: time | None = None,
    facilitator_id: UUID | None = None,
    by: UUID | None,
) -> BoardMeeting:
    """Plan a meeting, with the unit's own agenda or that of the method which its board follows.

    Raises MeetingRefused when the unit already has a meeting that day.
    """
    taken = _("There is already a board meeting that day.")
    if BoardMeeting.objects.filter(unit_id=unit.id, planned_on=planned_on).exists():
        raise MeetingRefused(taken)
    boards.ensure(unit.id)
    with _refused_when_overtaken(taken):
        meeting = BoardMeeting(
            unit_id=unit.id, planned_on=planned_on, planned_time=planned_time, facilitator_id=facilitator_id
        )
        rows.insert(meeting)
    points = [point for point in agenda_of(unit.id) if not point.is_left_out]
    rows.insertion([_item(meeting, position, point) for position, point in enumerate(points, start=1)]).run()
    _record("planned", meeting, by, on=planned_on.isoformat())
    return meeting


@action
def replan(
    *,
    meeting: BoardMeeting,
    planned_on: date,
    planned_time: time | None = None,
    facilitator_id: UUID | None = None,
    by: UUID | None,
    expected_version: int | None = None,
) -> BoardMeeting:
    """Move a meeting that has not started to another day, time or facilitator.

    Raises MeetingRefused once it has started, when its day has passed, or when the new day is taken;
    EditConflict when somebody else changed it first.
    """
    meeting = _locked(meeting)
    if meeting.state != MeetingState.DRAFT or meeting.is_missed(clock.today()):
        raise MeetingRefused(_("Only a meeting that lies ahead can be moved."))
    taken = _("There is already a board meeting that day.")
    if BoardMeeting.objects.filter(unit_id=meeting.unit_id, planned_on=planned_on).exclude(pk=meeting.pk).exists():
        raise MeetingRefused(taken)
    meeting.planned_on, meeting.planned_time, meeting.facilitator_id = planned_on, planned_time, facilitator_id
    with _refused_when_overtaken(taken):
        meeting.save_changes("planned_on", "planned_time", "facilitator_id", expected_version=expected_version)
    _record("replanned", meeting, by, on=planned_on.isoformat())
    return meeting


@action
def start(*, meeting: BoardMeeting, by: UUID | None) -> BoardMeeting:
    """Open the meeting at its first point. Without a facilitator, whoever starts it leads.

    Raises MeetingRefused when it has been started before, lies more than a week from its planned day, or another
    meeting of the unit is in progress.
    """
    meeting = _locked(meeting)
    if meeting.state != MeetingState.DRAFT:
        raise MeetingRefused(_("The meeting has already been started."))
    if abs(meeting.planned_on - clock.today()) >= RHYTHM:
        raise MeetingRefused(_("Start a meeting within a week of its day, or plan a new one."))
    another = _("Another board meeting of this unit is in progress. Close that one first.")
    if BoardMeeting.objects.filter(unit_id=meeting.unit_id, state=MeetingState.IN_PROGRESS).exists():
        raise MeetingRefused(another)
    meeting.state = MeetingState.IN_PROGRESS
    meeting.started_at = clock.now()
    meeting.facilitator_id = meeting.facilitator_id or by
    first = rows.find(MeetingItem, meeting_id=meeting.pk, position=1) or meeting.items.order_by("position").first()
    meeting.current_position = first.position if first else 1
    with _refused_when_overtaken(another):
        meeting.save_changes("state", "started_at", "facilitator_id", "current_position")
    if first is not None:
        _open(first)
    if is_due(meeting.unit_id, setup_of(meeting.unit_id).check_every):
        MeetingCheck.objects.create(meeting=meeting, question=next_question(meeting.unit_id))
    _record("started", meeting, by)
    return meeting


@action
def go_to(*, meeting: BoardMeeting, position: int, by: UUID | None) -> BoardMeeting:
    """Move on (or back) to a point of the agenda; the time spent is added to the point that is left.

    Asking for the point that is open already changes nothing. Raises MeetingRefused when the meeting is not in
    progress or there is no such point.
    """
    meeting = _in_progress(meeting)
    if position == meeting.current_position:
        return meeting
    items = list(meeting.items.all())
    point = next((item for item in items if item.position == position), None)
    if point is None:
        raise MeetingRefused(_("The agenda has no such point."))
    _leave(items)
    meeting.current_position = position
    meeting.save_changes("current_position")
    _open(point)
    _record("item-opened", meeting, by, position=position)
    return meeting


@action
def restart_timer(*, meeting: BoardMeeting, by: UUID | None) -> BoardMeeting:
    """Let the time of the open point begin anew, for instance because the group had to be gathered first.

    Raises MeetingRefused unless the meeting is in progress.
    """
    meeting = _in_progress(meeting)
    meeting.items.filter(position=meeting.current_position).update(seconds_used=0, opened_at=clock.now())
    _record("timer-restarted", meeting, by, position=meeting.current_position)
    return meeting


@action
def hand_over(*, meeting: BoardMeeting, facilitator_id: UUID, by: UUID | None) -> BoardMeeting:
    """Somebody else leads from now on. Raises MeetingRefused unless in progress."""
    meeting = _in_progress(meeting)
    meeting.facilitator_id = facilitator_id
    meeting.save_changes("facilitator_id")
    _record("handed-over", meeting, by, to=str(facilitator_id))
    return meeting


@action
def show_idea(*, meeting: BoardMeeting, idea: Idea, by: UUID | None) -> BoardMeeting:
    """Turn the screens of all who follow along to this idea; asking for the one they show changes nothing.

    Raises MeetingRefused when the meeting is not in progress, or the idea is another unit's.
    """
    meeting = _in_progress(meeting)
    if idea.unit_id != meeting.unit_id:
        raise MeetingRefused(_("The idea belongs to another unit."))
    if idea.id == meeting.current_idea_id:
        return meeting
    meeting.current_idea_id = idea.id
    meeting.save_changes("current_idea_id")
    _record("idea-shown", meeting, by, idea=str(idea.id))
    return meeting


@action
def attend(*, meeting: BoardMeeting, head_count: int, shifts_present: list[str], by: UUID | None) -> BoardMeeting:
    """Write down how many are here and which shifts, never who. Raises MeetingRefused unless in progress."""
    meeting = _in_progress(meeting)
    if head_count < 1 or set(shifts_present) - set(Shift.values):
        raise MeetingRefused(_("Say how many are here, and from which shifts."))
    meeting.head_count = head_count
    meeting.shifts_present = [shift for shift in Shift.values if shift in shifts_present]
    meeting.save_changes("head_count", "shifts_present")
    _record("attendance-counted", meeting, by)
    return meeting


@action
def record_outcome(
    *,
    meeting: BoardMeeting,
    kind: str,
    text: str,
    item: MeetingItem | None = None,
    idea: Idea | None = None,
    owner_id: UUID | None = None,
    due_on: date | None = None,
    by: UUID | None,
) -> Outcome:
    """Write down a decision, a task or a trial on the spot.

    A task needs an owner and a date. A trial needs an idea and the day it ends (`due_on`), and is started with the
    text as its plan. Raises MeetingRefused when the meeting is not in progress or something is missing, and what
    `ideas.start_trial` raises when the idea cannot be tried now.
    """
    meeting = _in_progress(meeting)
    _check_outcome(meeting, kind, text, idea, owner_id, due_on)
    outcome = Outcome.objects.create(
        meeting=meeting,
        item=item,
        kind=kind,
        text=text.strip(),
        idea=idea,
        owner_id=owner_id,
        due_on=due_on,
        move="trial-started" if kind == OutcomeKind.TRIAL else "",
    )
    if kind == OutcomeKind.TRIAL and idea is not None and due_on is not None:
        ideas.start_trial(idea=idea, plan=text.strip(), look_at="", ends_on=due_on, by=by)
    events.record(
        "improvement.outcome.recorded",
        subject_id=outcome.id,
        actor_id=by,
        unit_id=meeting.unit_id,
        meeting=str(meeting.id),
        kind_of_outcome=kind,
    )
    return outcome


@action
def finish_task(*, outcome: Outcome, by: UUID | None, expected_version: int | None = None) -> Outcome:
    """Say that a task from a meeting is done. The minutes stay as they were. Raises MeetingRefused if it is no
    open task."""
    outcome = Outcome.objects.select_for_update().get(pk=outcome.pk)
    if outcome.kind != OutcomeKind.TASK or outcome.done_on is not None:
        raise MeetingRefused(_("This is not an open task."))
    outcome.done_on = clock.today()
    outcome.save_changes("done_on", expected_version=expected_version)
    unit_id = BoardMeeting.objects.values_list("unit_id", flat=True).get(pk=outcome.meeting_id)
    events.record("improvement.outcome.finished", subject_id=outcome.id, actor_id=by, unit_id=unit_id)
    return outcome


@action
def recognise(
    *, unit: Unit, text: str, meeting: BoardMeeting | None = None, kind: str = "thanks", by: UUID | None
) -> Recognition:
    """Put a thank-you on the unit's board. Raises MeetingRefused when it is empty or the meeting is not in progress."""
    if meeting is not None:
        meeting = _in_progress(meeting)
    try:
        return recognitions.give(unit=unit, text=text, kind=kind, meeting=meeting, by=by)
    except RecognitionRefused as refused:
        raise MeetingRefused(str(refused)) from None


@action
def close(
    *, meeting: BoardMeeting, next_facilitator_id: UUID | None = None, remarks: str = "", by: UUID | None
) -> BoardMeeting:
    """Lock the minutes and return the next meeting, planned a week after this one.

    What was decided about the unit's ideas while the meeting ran is copied into the minutes, as it reads now. A
    meeting that is already planned ahead is used as the next one. Raises MeetingRefused unless in progress.
    """
    meeting = _in_progress(meeting)
    _leave(meeting.items.all())
    _copy_decisions(meeting)
    meeting.state = MeetingState.CLOSED
    meeting.closed_at = clock.now()
    meeting.next_facilitator_id = next_facilitator_id
    meeting.remarks = remarks.strip()
    meeting.save_changes("state", "closed_at", "next_facilitator_id", "remarks")
    _record("closed", meeting, by)
    minutes_letters.write_to_readers(meeting)
    return _plan_next(meeting, by)


@contextmanager
def _refused_when_overtaken(reason: str) -> Iterator[None]:
    """Within the block a row that somebody else wrote at the same moment (on PostgreSQL) is a MeetingRefused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise MeetingRefused(reason) from None


def _item(meeting: BoardMeeting, position: int, point: Point) -> MeetingItem:
    return MeetingItem(meeting=meeting, position=position, **point.copied())


def _locked(meeting: BoardMeeting) -> BoardMeeting:
    """The row as it is now, held until the transaction ends. Raises MeetingRefused once the minutes are locked."""
    row = rows.hold(BoardMeeting, meeting.pk)
    if row is None:
        raise BoardMeeting.DoesNotExist
    if row.is_closed:
        raise MeetingRefused(_("The meeting is closed and its minutes are locked."))
    return row


def _in_progress(meeting: BoardMeeting) -> BoardMeeting:
    row = _locked(meeting)
    if row.state != MeetingState.IN_PROGRESS:
        raise MeetingRefused(_("The meeting has not been started yet."))
    return row


def _open(item: MeetingItem) -> None:
    item.opened_at = clock.now()
    rows.write(item, "opened_at")


def _leave(items: Iterable[MeetingItem]) -> None:
    now = clock.now()
    for item in items:
        if item.opened_at is not None:
            item.seconds_used = item.seconds_until(now)
            item.opened_at = None
            rows.write(item, "seconds_used", "opened_at")


def _check_outcome(
    meeting: BoardMeeting, kind: str, text: str, idea: Idea | None, owner_id: UUID | None, due_on: date | None
) -> None:
    if not text.strip():
        raise MeetingRefused(_("Write what you agreed."))
    if idea is not None and idea.unit_id != meeting.unit_id:
        raise MeetingRefused(_("The idea belongs to another unit."))
    if kind == OutcomeKind.TASK and (owner_id is None or due_on is None):
        raise MeetingRefused(_("A task needs somebody who does it, and a date."))
    if kind == OutcomeKind.TRIAL and (idea is None or due_on is None):
        raise MeetingRefused(_("A trial needs an idea, and the date it ends."))
    if kind not in OutcomeKind.values:
        raise MeetingRefused(_("Choose decision, task or trial."))


def _copy_decisions(meeting: BoardMeeting) -> None:
    """Copy the moves of the unit's ideas during the meeting into its minutes, the last word for each idea."""
    last: dict[UUID, str] = {}
    happened = Event.objects.filter(
        unit_id=meeting.unit_id, happened_at__gte=meeting.started_at, kind__startswith="improvement.idea."
    )
    for subject_id, kind in happened.order_by("sequence").values_list("subject_id", "kind"):
        move = kind.removeprefix("improvement.idea.")
        if move in MOVES:
            last[subject_id] = move
    if not last:
        return
    written = set(meeting.outcomes.exclude(idea=None).exclude(move="").values_list("idea_id", "move"))
    decided = {idea.id: idea for idea in Idea.objects.filter(pk__in=last, unit_id=meeting.unit_id)}
    Outcome.objects.bulk_create(
        Outcome(
            meeting=meeting,
            kind=OutcomeKind.DECISION,
            text=decided[idea_id].title,
            idea_id=idea_id,
            move=move,
            owner_id=decided[idea_id].owner_id,
            due_on=decided[idea_id].due_on,
        )
        for idea_id, move in last.items()
        if idea_id in decided and (idea_id, move) not in written
    )


def _plan_next(meeting: BoardMeeting, by: UUID | None) -> BoardMeeting:
    today = clock.today()
    ahead = (
        BoardMeeting.objects.filter(unit_id=meeting.unit_id, state=MeetingState.DRAFT, planned_on__gt=today)
        .order_by("planned_on")
        .first()
    )
    if ahead is not None:
        if meeting.next_facilitator_id and ahead.facilitator_id != meeting.next_facilitator_id:
            ahead.facilitator_id = meeting.next_facilitator_id
            ahead.save_changes("facilitator_id")
        return ahead
    planned_on = meeting.planned_on + RHYTHM
    while planned_on <= today:
        planned_on += RHYTHM
    return plan(
        unit=meeting.unit,
        planned_on=planned_on,
        planned_time=meeting.planned_time,
        facilitator_id=meeting.next_facilitator_id,
        by=by,
    )


def _record(what: str, meeting: BoardMeeting, by: UUID | None, **details: Any) -> None:
    events.record(f"improvement.meeting.{what}", subject_id=meeting.id, actor_id=by, unit_id=meeting.unit_id, **details)

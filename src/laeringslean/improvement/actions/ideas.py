"""An idea's way: every move of `models/move.py` as its own action, and raising and rewriting it."""

from datetime import date, timedelta
from types import EllipsisType
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.tenancy import rows
from laeringslean.improvement.actions import boards
from laeringslean.improvement.models import (
    MOVES_OF_IDEAS,
    Escalation,
    Evaluation,
    Idea,
    IdeaState,
    Lane,
    Trial,
    is_open,
)
from laeringslean.improvement.queries.ideas import last_decision, may_own
from laeringslean.method.models import WasteType
from laeringslean.organisation.models import Unit
from laeringslean.organisation.queries import unit_above_with_leader

ANSWER_WITHIN = timedelta(days=14)


class ImpossibleMove(Exception):
    """The move cannot be made: the idea is elsewhere on its way, or something is missing. The message says which."""


@action
def raise_idea(
    *,
    unit: Unit,
    kind: str,
    problem: str,
    proposal: str = "",
    expected_effect: str = "",
    waste_type: WasteType | None = None,
    photo: str = "",
    client_key: UUID | None = None,
    external_id: str | None = None,
    by: UUID | None,
) -> Idea:
    """Put an idea on a unit's board and return it. Sent again with the same `client_key` it is the same idea.

    `photo` is the name that `photos.receive` gave. Raises ImpossibleMove when the unit is closed or `problem` empty.
    """
    if not unit.is_active:
        raise ImpossibleMove(_("This unit is no longer in use."))
    today = clock.today()
    idea = Idea(
        unit=unit,
        kind=kind,
        problem=_said(problem, _("Write what the problem is.")),
        proposal=proposal.strip(),
        expected_effect=expected_effect.strip(),
        waste_type=waste_type,
        photo=photo,
        client_key=client_key,
        external_id=external_id,
        raised_by_id=by,
        raised_on=today,
        state_since=today,
    )
    idea.search_text = idea.words
    if not rows.insert(idea, unless_same=("tenant_id", "client_key")):
        # The same form was sent before, or is under way twice at once.
        return Idea.objects.get(client_key=client_key)
    _record("raised", idea, by, idea_kind=idea.kind)
    return idea


@action
def edit(
    *,
    idea: Idea,
    kind: str,
    problem: str,
    proposal: str = "",
    expected_effect: str = "",
    waste_type: WasteType | None = None,
    photo: str | None = None,
    lane: Lane | EllipsisType | None = ...,
    by: UUID | None,
    expected_version: int | None = None,
) -> Idea:
    """Rewrite an idea's answers. `photo` None keeps the picture, "" takes it away; `lane` ... keeps its lane.

    Raises ImpossibleMove when `problem` is empty, EditConflict when somebody else changed the idea first.
    """
    idea.kind, idea.waste_type = kind, waste_type
    idea.problem = _said(problem, _("Write what the problem is."))
    idea.proposal, idea.expected_effect = proposal.strip(), expected_effect.strip()
    idea.photo = idea.photo if photo is None else photo
    idea.search_text = idea.words
    idea.touched_on, idea.aside_on = clock.today(), None
    written = ["kind", "waste_type", "problem", "proposal", "expected_effect", "photo", "search_text"]
    written += ["touched_on", "aside_on"]
    if lane is not ...:
        idea.lane = lane
        written.append("lane")
    idea.save_changes(*written, expected_version=expected_version)
    _record("edited", idea, by)
    return idea


@action
def tag(
    *,
    idea: Idea,
    lane: Lane | None,
    waste_type: WasteType | None,
    by: UUID | None,
    expected_version: int | None = None,
) -> Idea:
    """Say in which lane of the board an idea stands, and what kind of time thief it is about; None for neither.

    Raises ImpossibleMove for a lane of another board, EditConflict when somebody else changed the idea first.
    """
    if lane is not None and lane.unit_id != idea.unit_id:
        raise ImpossibleMove(_("That lane is on another board."))
    idea.lane, idea.waste_type = lane, waste_type
    idea.touched_on, idea.aside_on = clock.today(), None
    idea.save_changes("lane", "waste_type", "touched_on", "aside_on", expected_version=expected_version)
    _record("tagged", idea, by)
    return idea


@action
def discuss(*, idea: Idea, by: UUID | None, expected_version: int | None = None) -> Idea:
    """The board meeting has talked about the idea."""
    _check(idea, "discussion")
    return _move(idea, "discussion", "discussed", by, expected_version)


@action
def revive(*, idea: Idea, by: UUID | None, expected_version: int | None = None) -> Idea:
    """Take a parked idea up again, or one that was set aside: that goes back to where it stood."""
    _check(idea, "revival")
    changes: dict[str, Any] = {"reason": "", "parked_until": None}
    if idea.state == IdeaState.SET_ASIDE:
        changes = {"state": idea.aside_from, "aside_from": ""}
    return _move(idea, "revival", "revived", by, expected_version, **changes)


@action
def accept(*, idea: Idea, by: UUID | None, expected_version: int | None = None) -> Idea:
    """Say yes."""
    _check(idea, "acceptance")
    return _move(idea, "acceptance", "accepted", by, expected_version, **_answered(idea), reason="")


@action
def park(
    *, idea: Idea, reason: str, until: date | None = None, by: UUID | None, expected_version: int | None = None
) -> Idea:
    """Say «not now», with a reason and perhaps a day to look at it again."""
    _check(idea, "parking")
    said = _said(reason, _("Write why it has to wait."))
    facts = {"until": until.isoformat()} if until else {}
    return _move(
        idea, "parking", "parked", by, expected_version, facts, **_answered(idea), reason=said, parked_until=until
    )


@action
def decline(*, idea: Idea, reason: str, by: UUID | None, expected_version: int | None = None) -> Idea:
    """Say no, with a reason."""
    _check(idea, "decline")
    said = _said(reason, _("Write why the answer is no."))
    return _move(idea, "decline", "declined", by, expected_version, **_answered(idea), reason=said)


@action
def escalate(
    *,
    idea: Idea,
    reason: str,
    by: UUID | None,
    answer_due_on: date | None = None,
    expected_version: int | None = None,
) -> Idea:
    """Lift the idea to the nearest unit above with a leader, who answers by a day (default: within 14 days).

    Raises ImpossibleMove when nobody above leads anything.
    """
    _check(idea, "escalation")
    _hold(idea, expected_version)
    said = _said(reason, _("Write why it has to be lifted."))
    above = unit_above_with_leader(idea.unit)
    if above is None:
        raise ImpossibleMove(_("There is no leader above this unit to lift it to."))
    due = answer_due_on or clock.today() + ANSWER_WITHIN
    Escalation.objects.create(
        idea=idea,
        to_unit=above,
        reason=said,
        escalated_by_id=by,
        escalated_on=clock.today(),
        answer_due_on=due,
    )
    facts = {"to_unit": str(above.id), "answer_due_on": due.isoformat()}
    changes = {**_answered(idea), "reason": said, "escalated_to": above}
    boards.hold([idea.unit_id, above.id])
    _move(idea, "escalation", "escalated", by, expected_version, facts, **changes)
    _tell_board_above("escalation-received", idea, above.id, by, answer_due_on=due.isoformat())
    return idea


@action
def answer_escalation(*, idea: Idea, reply: str, by: UUID | None, expected_version: int | None = None) -> Idea:
    """The leader above replies; the idea goes back to its own board to be decided there."""
    _check(idea, "escalation-reply")
    _hold(idea, expected_version)
    said = _said(reply, _("Write a reply."))
    escalation = Escalation.objects.filter(idea=idea, replied_on=None).order_by("-id")[0]
    escalation.reply, escalation.replied_by_id, escalation.replied_on = said, by, clock.today()
    escalation.save_changes("reply", "replied_by_id", "replied_on")
    facts = {"from_unit": str(escalation.to_unit_id)}
    boards.hold([idea.unit_id, escalation.to_unit_id])
    _move(idea, "escalation-reply", "escalation-answered", by, expected_version, facts, reason="", escalated_to_id=None)
    _tell_board_above("escalation-returned", idea, escalation.to_unit_id, by)
    return idea


@action
def plan(*, idea: Idea, owner_id: UUID, due_on: date, by: UUID | None, expected_version: int | None = None) -> Idea:
    """Say who takes it and by when; again while it is planned, to change either.

    Raises ImpossibleMove unless the owner is staff of the unit or below it, or the proposer.
    """
    _check(idea, "plan")
    if not may_own(idea, owner_id):
        raise ImpossibleMove(_("Whoever takes it must work in the unit, or be the one who proposed it."))
    facts = {"owner": str(owner_id), "due_on": due_on.isoformat()}
    return _move(idea, "plan", "planned", by, expected_version, facts, owner_id=owner_id, due_on=due_on)


@action
def start_trial(
    *,
    idea: Idea,
    plan: str,
    look_at: str,
    ends_on: date,
    by: UUID | None,
    starts_on: date | None = None,
    expected_version: int | None = None,
) -> Idea:
    """Try a planned idea: what we do, what we look at, and until when. Raises ImpossibleMove if it ends before."""
    _check(idea, "trial")
    _hold(idea, expected_version)
    trial = _new_trial(idea, plan, look_at, starts_on, ends_on)
    facts = {"cycle": trial.cycle, "ends_on": ends_on.isoformat()}
    return _move(idea, "trial", "trial-started", by, expected_version, facts)


@action
def record_result(*, idea: Idea, result: str, by: UUID | None, expected_version: int | None = None) -> Idea:
    """Write down what came of the trial."""
    _check(idea, "result")
    _hold(idea, expected_version)
    trial = idea.trials.order_by("-cycle")[0]
    trial.result = _said(result, _("Write what came of it."))
    trial.measured_on = clock.today()
    trial.save_changes("result", "measured_on")
    return _move(idea, "result", "measured", by, expected_version, {"cycle": trial.cycle})


@action
def evaluate(
    *,
    idea: Idea,
    worked: str,
    learned: str,
    decision: str,
    by: UUID | None,
    expected_version: int | None = None,
) -> Idea:
    """Judge a measured trial, or a small idea that is done: did it work, what did we learn, what now."""
    _check(idea, "evaluation")
    _hold(idea, expected_version)
    trial = idea.trials.order_by("-cycle").first()
    Evaluation.objects.create(
        idea=idea,
        trial=trial,
        worked=worked,
        learned=_said(learned, _("Write what you learned.")),
        decision=decision,
        evaluated_by_id=by,
        evaluated_on=clock.today(),
    )
    facts = {"worked": worked, "decision": decision}
    return _move(idea, "evaluation", "evaluated", by, expected_version, facts)


@action
def standardise(*, idea: Idea, by: UUID | None, expected_version: int | None = None) -> Idea:
    """This is how we do it from now on."""
    _check(idea, "standard")
    return _move(idea, "standard", "standardised", by, expected_version, done_on=clock.today())


@action
def adjust(
    *,
    idea: Idea,
    plan: str,
    look_at: str,
    ends_on: date,
    by: UUID | None,
    starts_on: date | None = None,
    expected_version: int | None = None,
) -> Idea:
    """Change something and try again: a new round of PUKK. Raises ImpossibleMove if it ends before it starts."""
    _check(idea, "adjustment")
    _hold(idea, expected_version)
    trial = _new_trial(idea, plan, look_at, starts_on, ends_on)
    facts = {"cycle": trial.cycle, "ends_on": ends_on.isoformat()}
    return _move(idea, "adjustment", "adjusted", by, expected_version, facts, done_on=None)


@action
def drop(*, idea: Idea, by: UUID | None, expected_version: int | None = None) -> Idea:
    """Lay it aside after an evaluation. What did not work is finished work too."""
    _check(idea, "drop")
    return _move(idea, "drop", "dropped", by, expected_version, done_on=clock.today())


@action
def mark_done(*, idea: Idea, by: UUID | None, expected_version: int | None = None) -> Idea:
    """A small idea was simply done, without a trial. It is still evaluated before it is closed."""
    _check(idea, "done")
    return _move(idea, "done", "done", by, expected_version, done_on=clock.today())


@action
def close(*, idea: Idea, by: UUID | None, expected_version: int | None = None) -> Idea:
    """Close an evaluated idea for good."""
    _check(idea, "closure")
    if last_decision(idea) is None:
        raise ImpossibleMove(_("Evaluate it first: did it work, and what did you learn?"))
    return _move(idea, "closure", "closed", by, expected_version)


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise ImpossibleMove(otherwise)
    return text.strip()


def _answered(idea: Idea) -> dict[str, Any]:
    return {"decided_on": idea.decided_on or clock.today()}


def _check(idea: Idea, key: str) -> None:
    move = MOVES_OF_IDEAS[key]
    if is_open(move, idea.state, last_decision(idea)):
        return
    if idea.state == IdeaState.DONE and key == "closure":
        raise ImpossibleMove(_("Evaluate it first: did it work, and what did you learn?"))
    raise ImpossibleMove(
        _("“%(move)s” is not possible now. The idea stands at: %(state)s.")
        % {"move": move.label, "state": idea.get_state_display()}
    )


def _hold(idea: Idea, expected_version: int | None) -> None:
    """Let nobody else move the idea until this change is committed, for moves that write other rows before its own.

    Raises EditConflict when somebody was first: what those rows build on is then no longer there.
    """
    expected = idea.version if expected_version is None else expected_version
    if not Idea.objects.select_for_update().filter(pk=idea.pk, version=expected).exists():
        raise EditConflict(Idea.objects.get(pk=idea.pk))


def _move(
    idea: Idea,
    key: str,
    happened: str,
    by: UUID | None,
    expected_version: int | None,
    facts: dict[str, Any] | None = None,
    **changes: Any,
) -> Idea:
    """Write the new state and `changes`, tell the board, and leave the event with `facts`."""
    move = MOVES_OF_IDEAS[key]
    before = idea.state
    if before not in move.stays and before != move.target:
        changes = {"state": move.target.value, **changes, "state_since": clock.today(), "aside_on": None}
    for name, value in changes.items():
        setattr(idea, name, value)
    idea.save_changes(*changes, expected_version=expected_version)
    _record(happened, idea, by, before=before, **(facts or {}))
    return idea


def _new_trial(idea: Idea, plan: str, look_at: str, starts_on: date | None, ends_on: date) -> Trial:
    start = starts_on or clock.today()
    if ends_on < start:
        raise ImpossibleMove(_("The trial must end after it starts."))
    return Trial.objects.create(
        idea=idea,
        cycle=idea.trials.count() + 1,
        plan=_said(plan, _("Write what you will try.")),
        look_at=look_at.strip(),
        starts_on=start,
        ends_on=ends_on,
    )


def _record(happened: str, idea: Idea, by: UUID | None, **facts: Any) -> None:
    events.record(
        f"improvement.idea.{happened}",
        subject_id=idea.id,
        actor_id=by,
        unit_id=idea.unit_id,
        board_version=boards.touch(idea.unit_id, raised_on=clock.today() if happened == "raised" else None),
        state=idea.state,
        **facts,
    )


def _tell_board_above(happened: str, idea: Idea, unit_id: UUID, by: UUID | None, **facts: Any) -> None:
    """A live board hears the events of its own unit, so the one above gets an event of its own."""
    events.record(
        f"improvement.idea.{happened}",
        subject_id=idea.id,
        actor_id=by,
        unit_id=unit_id,
        board_version=boards.touch(unit_id),
        **facts,
    )

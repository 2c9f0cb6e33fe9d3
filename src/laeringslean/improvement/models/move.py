"""The moves of an idea as one table: from which states, to which state, and who may make them.

raised -> discussed -> (accepted | parked | escalated | declined) -> planned -> testing -> measured -> evaluated
-> (standardised | adjusted, testing again | dropped) -> closed; small ideas go accepted -> done -> closed.
An answer may be given at once, since giving it is a discussion too. Nothing is closed without an evaluation. What
nobody touches is set aside (`actions/untouched.py`) and taken up again where it was.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laeringslean.improvement.models.idea import IdeaState as S
from laeringslean.improvement.models.trial import Decision
from laeringslean.organisation.access.permissions import Permission


@dataclass(frozen=True)
class Move:
    """One row of the table. `decision`: what the last evaluation must have led to, where the move follows from one."""

    # Names the page: improvement:idea-<key>.
    key: str
    label: str | Promise
    sources: tuple[S, ...]
    target: S
    permission: Permission
    # Whether something must be filled in before it can be done.
    asks: bool = True
    decision: Decision | None = None
    # Sources that the move leaves as they are.
    stays: tuple[S, ...] = ()


UNANSWERED = (S.RAISED, S.DISCUSSED)

MOVES_OF_IDEAS = {
    move.key: move
    for move in [
        Move("acceptance", _("Accept"), UNANSWERED, S.ACCEPTED, Permission.IDEA_DECIDE, asks=False),
        Move("parking", _("Park"), UNANSWERED, S.PARKED, Permission.IDEA_DECIDE),
        Move("escalation", _("Lift upwards"), UNANSWERED, S.ESCALATED, Permission.IDEA_DECIDE),
        Move("escalation-reply", _("Reply"), (S.ESCALATED,), S.DISCUSSED, Permission.ESCALATION_ANSWER),
        Move("decline", _("Decline"), UNANSWERED, S.DECLINED, Permission.IDEA_DECIDE),
        Move("discussion", _("Mark as discussed"), (S.RAISED,), S.DISCUSSED, Permission.IDEA_MOVE, asks=False),
        Move("revival", _("Take it up again"), (S.PARKED, S.SET_ASIDE), S.DISCUSSED, Permission.IDEA_MOVE, asks=False),
        Move("plan", _("Plan"), (S.ACCEPTED, S.PLANNED), S.PLANNED, Permission.IDEA_DECIDE),
        Move("trial", _("Start a trial"), (S.PLANNED,), S.TESTING, Permission.IDEA_TRY),
        Move("result", _("Write down the result"), (S.TESTING,), S.MEASURED, Permission.IDEA_TRY),
        Move("done", _("Mark as done"), (S.ACCEPTED, S.PLANNED), S.DONE, Permission.IDEA_TRY, asks=False),
        Move("evaluation", _("Evaluate"), (S.MEASURED, S.DONE), S.EVALUATED, Permission.IDEA_TRY, stays=(S.DONE,)),
        Move(
            "standard",
            _("Make it the new standard"),
            (S.EVALUATED,),
            S.STANDARDISED,
            Permission.IDEA_DECIDE,
            asks=False,
            decision=Decision.KEEP,
        ),
        Move(
            "adjustment",
            _("Adjust and try again"),
            (S.EVALUATED, S.DONE),
            S.TESTING,
            Permission.IDEA_TRY,
            decision=Decision.ADJUST,
        ),
        Move(
            "drop",
            _("Drop it"),
            (S.EVALUATED, S.DONE),
            S.DROPPED,
            Permission.IDEA_DECIDE,
            asks=False,
            decision=Decision.DROP,
        ),
        Move(
            "closure",
            _("Close the idea"),
            (S.STANDARDISED, S.DROPPED, S.DONE),
            S.CLOSED,
            Permission.IDEA_DECIDE,
            asks=False,
        ),
    ]
}


def moves_from(state: str) -> list[Move]:
    """The moves that start in a state, in the order of the table; an evaluation may still rule some of them out."""
    return [move for move in MOVES_OF_IDEAS.values() if state in move.sources]


def open_moves(state: str, decision: str | None) -> list[Move]:
    """The moves that can be made now. `decision` is the last evaluation's since the last trial, None without one."""
    return [move for move in moves_from(state) if is_open(move, state, decision)]


def is_open(move: Move, state: str, decision: str | None) -> bool:
    """Whether a move can be made from a state, given what the last evaluation decided (None: not evaluated)."""
    if state not in move.sources or (move.decision is not None and move.decision != decision):
        return False
    if state == S.DONE:
        # Done first, judged once, then closed: in that order.
        return (decision is None) == (move.key == "evaluation")
    return True

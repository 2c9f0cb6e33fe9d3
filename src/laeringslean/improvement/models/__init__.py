from laeringslean.improvement.models.board import Board, Lane, Recognition
from laeringslean.improvement.models.idea import (
    FINISHED,
    IMPLEMENTED,
    SECTION_OF_STATE,
    AnonymousSubmission,
    Comment,
    Escalation,
    Idea,
    IdeaKind,
    IdeaState,
)
from laeringslean.improvement.models.meeting import (
    MOVES,
    BoardMeeting,
    MeetingItem,
    MeetingState,
    Outcome,
    OutcomeKind,
)
from laeringslean.improvement.models.move import MOVES_OF_IDEAS, UNANSWERED, Move, is_open, moves_from, open_moves
from laeringslean.improvement.models.trial import Decision, Evaluation, Trial, Worked

__all__ = [
    "FINISHED",
    "IMPLEMENTED",
    "MOVES",
    "MOVES_OF_IDEAS",
    "SECTION_OF_STATE",
    "UNANSWERED",
    "AnonymousSubmission",
    "Board",
    "BoardMeeting",
    "Comment",
    "Decision",
    "Escalation",
    "Evaluation",
    "Idea",
    "IdeaKind",
    "IdeaState",
    "Lane",
    "MeetingItem",
    "MeetingState",
    "Move",
    "Outcome",
    "OutcomeKind",
    "Recognition",
    "Trial",
    "Worked",
    "is_open",
    "moves_from",
    "open_moves",
]

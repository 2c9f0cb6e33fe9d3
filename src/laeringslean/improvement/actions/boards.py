"""A unit's board: made when first needed, arranged by its leader, and told whenever its cards change."""

from uuid import UUID

from django.db.models import F

from laeringslean.foundation import events
from laeringslean.foundation.database.gate import action
from laeringslean.improvement.models import Board
from laeringslean.method.queries import method_in_force


def ensure(unit_id: UUID) -> Board:
    """The unit's board; made on the method in force if there is none yet (leaves no event: nobody decided anything).

    Raises MethodVersion.DoesNotExist when the municipality has published no method.
    """
    board = Board.objects.filter(unit_id=unit_id).first()
    if board is None:
        board, _ = Board.objects.get_or_create(unit_id=unit_id, defaults={"method_version": method_in_force()})
    return board


def touch(unit_id: UUID) -> int:
    """Say that something the unit's cards show has changed; returns the board's new cards version.

    Called inside the action that made the change, which passes the number on as `board_version` of its event.
    """
    mine = Board.objects.filter(unit_id=unit_id)
    if not mine.update(cards_version=F("cards_version") + 1):
        ensure(unit_id)
        mine.update(cards_version=F("cards_version") + 1)
    return mine.values_list("cards_version", flat=True).get()


@action
def arrange(*, board: Board, vision: str, values: str, by: UUID | None, expected_version: int | None = None) -> Board:
    """Write the unit's vision and values on its board. Raises EditConflict when somebody else did so first."""
    board.vision, board.values = vision.strip(), values.strip()
    board.save_changes("vision", "values", expected_version=expected_version)
    board.cards_version = touch(board.unit_id)
    events.record(
        "improvement.board.arranged",
        subject_id=board.id,
        actor_id=by,
        unit_id=board.unit_id,
        board_version=board.cards_version,
    )
    return board

"""A unit's board: made when first needed, arranged by its leader, and told whenever its cards change."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField

from laeringslean.foundation import events
from laeringslean.foundation.database.gate import action
from laeringslean.foundation.tenancy.scope import current_tenant_id
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


def hold(unit_ids: Iterable[UUID]) -> None:
    """Keep these boards for this change until it is committed, before more than one of them is touched.

    On PostgreSQL two changes that touch the same boards in different order would else wait for each other for ever;
    here everybody takes them in one order.
    """
    held = Board.objects.select_for_update().filter(unit_id__in=list(unit_ids)).order_by("unit_id")
    list(held.values_list("pk"))


def touch(unit_id: UUID) -> int:
    """Say that something the unit's cards show has changed; returns the board's new cards version.

    Called inside the action that made the change, which passes the number on as `board_version` of its event.
    """
    version = _next_version(unit_id)
    if version is None:
        ensure(unit_id)
        version = _next_version(unit_id)
    assert version is not None
    return version


def _next_version(unit_id: UUID) -> int | None:
    """Raise the board's cards version and return it, in one statement; None when there is no board.

    Every change that a board shows passes here, and the ORM needs two statements for it.
    """
    key = UUIDField().get_db_prep_value(unit_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(_RAISE_VERSION, [current_tenant_id(), key])
        rows = cursor.fetchall()
    return rows[0][0] if rows else None


_RAISE_VERSION = """
    UPDATE improvement_board SET cards_version = cards_version + 1
    WHERE tenant_id = %s AND unit_id = %s RETURNING cards_version
"""


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

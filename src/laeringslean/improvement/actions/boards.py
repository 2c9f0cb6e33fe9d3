"""A unit's board: made when first needed, arranged by its leader, and told whenever its cards change."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import DateField, UUIDField

from laeringslean.foundation import events
from laeringslean.foundation.database.gate import action
from laeringslean.foundation.tenancy import rows
from laeringslean.foundation.tenancy.scope import current_tenant_id
from laeringslean.improvement.models import Board, Idea, Lane, arrangement
from laeringslean.improvement.models.arrangement import OwnSection
from laeringslean.method.models import BoardTemplate
from laeringslean.method.queries import method_in_force


def ensure(unit_id: UUID) -> Board:
    """The unit's board; made on the method in force if there is none yet (leaves no event: nobody decided anything).

    Raises MethodVersion.DoesNotExist when the municipality has published no method.
    """
    board = rows.find(Board, unit_id=unit_id)
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


def touch(unit_id: UUID, *, raised_on: date | None = None) -> int:
    """Say that something the unit's cards show has changed; returns the board's new cards version.

    Called inside the action that made the change, which passes the number on as `board_version` of its event.
    `raised_on`: the day on which somebody put up the idea that the change is.
    """
    version = _next_version(unit_id, raised_on)
    if version is None:
        ensure(unit_id)
        version = _next_version(unit_id, raised_on)
    assert version is not None
    return version


def _next_version(unit_id: UUID, raised_on: date | None) -> int | None:
    """Raise the board's cards version and return it, in one statement; None when there is no board.

    Every change that a board shows passes here, and the ORM needs two statements for it.
    """
    key = UUIDField().get_db_prep_value(unit_id, connection)
    known = DateField().get_db_prep_value(raised_on, connection)
    with connection.cursor() as cursor:
        if raised_on is None:
            cursor.execute(_RAISE_VERSION, [current_tenant_id(), key])
        else:
            cursor.execute(_RAISE_VERSION_AND_DAY, [known, current_tenant_id(), key])
        rows = cursor.fetchall()
    return rows[0][0] if rows else None


_RAISE_VERSION = """
    UPDATE improvement_board SET cards_version = cards_version + 1
    WHERE tenant_id = %s AND unit_id = %s RETURNING cards_version
"""
_RAISE_VERSION_AND_DAY = """
    UPDATE improvement_board SET cards_version = cards_version + 1, last_raised_on = %s
    WHERE tenant_id = %s AND unit_id = %s RETURNING cards_version
"""


@action
def arrange(*, board: Board, vision: str, values: str, by: UUID | None, expected_version: int | None = None) -> Board:
    """Write the unit's vision and values on its board. Raises EditConflict when somebody else did so first."""
    board.vision, board.values = vision.strip(), values.strip()
    board.save_changes("vision", "values", expected_version=expected_version)
    return _arranged(board, by)


@action
def set_aside_after(*, board: Board, days: int | None, by: UUID | None, expected_version: int | None = None) -> Board:
    """Choose after how many days ideas that nobody touches are set aside; None for never.

    What was announced by the old time no longer holds; the next night announces by the new one. Raises EditConflict
    when somebody else has arranged the board first.
    """
    board.set_aside_after = days
    board.save_changes("set_aside_after", expected_version=expected_version)
    Idea.objects.filter(unit_id=board.unit_id).exclude(aside_on=None).update(aside_on=None)
    return _arranged(board, by)


@action
def arrange_sections(
    *, board: Board, sections: Iterable[OwnSection], by: UUID | None, expected_version: int | None = None
) -> Board:
    """Put the board's sections in an order, with the unit's own names, limits, and what it hides; none at all gives the
    method's back. Sections that carry work are not hidden, whatever is asked: see `arrangement.NEVER_HIDDEN`.

    Raises EditConflict when somebody else has arranged the board first.
    """
    before = arrangement.read(board.arrangement)
    board.arrangement = arrangement.written(before._replace(sections=tuple(sections)))
    board.save_changes("arrangement", expected_version=expected_version)
    return _arranged(board, by)


@action
def begin_with(
    *, board: Board, template: BoardTemplate, language: str, by: UUID | None, expected_version: int | None = None
) -> Board:
    """Arrange a board as one of the method's templates has it, and add the lanes it suggests where there are none yet.

    Vision, values, cards and lanes that are there stay as they are. Raises EditConflict when somebody else has
    arranged the board first.
    """
    wanted = tuple(
        OwnSection(part.key, part.name_nb, part.name_nn, part.limit, part.is_hidden) for part in template.sections
    )
    board.arrangement = arrangement.written(arrangement.Arrangement(wanted, template.key))
    board.save_changes("arrangement", expected_version=expected_version)
    if not Lane.objects.in_use(board.unit_id).exists():
        Lane.objects.bulk_create(
            Lane(unit_id=board.unit_id, name=name, position=position)
            for position, name in enumerate(template.lanes_in(language), 1)
        )
    return _arranged(board, by, template=template.key)


def _arranged(board: Board, by: UUID | None, **facts: Any) -> Board:
    board.cards_version = touch(board.unit_id)
    events.record(
        "improvement.board.arranged",
        subject_id=board.id,
        actor_id=by,
        unit_id=board.unit_id,
        board_version=board.cards_version,
        **facts,
    )
    return board

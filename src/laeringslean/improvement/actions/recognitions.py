"""Thanks and learnings, for teams: put up on the board of those who give them and of those they are for."""

from uuid import UUID

from django.utils.translation import gettext as _

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.improvement.actions import boards
from laeringslean.improvement.models import BoardMeeting, Idea, Recognition, RecognitionKind
from laeringslean.organisation.models import Unit


class RecognitionRefused(Exception):
    """It cannot be put up; the message says why."""


@action
def give(
    *,
    unit: Unit,
    text: str,
    kind: str = RecognitionKind.THANKS,
    to_unit: Unit | None = None,
    idea: Idea | None = None,
    meeting: BoardMeeting | None = None,
    by: UUID | None,
) -> Recognition:
    """Put a thank-you or a learning on the unit's board, and on that of `to_unit` when it is for another unit.

    Raises RecognitionRefused when it is empty.
    """
    if not text.strip():
        raise RecognitionRefused(_("Write what you want to thank for."))
    other = to_unit if to_unit is not None and to_unit.id != unit.id else None
    given = Recognition(
        unit_id=unit.id,
        text=text.strip(),
        kind=kind,
        to_unit=other,
        idea=idea,
        meeting=meeting,
        given_on=clock.today(),
    )
    given.search_text = given.words
    given.save()
    if other is not None:
        boards.hold([unit.id, other.id])
        _record("received", given, other.id, by)
    _record("given", given, unit.id, by)
    return given


def _record(happened: str, given: Recognition, unit_id: UUID, by: UUID | None) -> None:
    events.record(
        f"improvement.recognition.{happened}",
        subject_id=given.id,
        actor_id=by,
        unit_id=unit_id,
        board_version=boards.touch(unit_id),
    )

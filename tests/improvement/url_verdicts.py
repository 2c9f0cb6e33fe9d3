"""Who may open the URLs of the room."""

from laeringslean.organisation.access.permissions import Permission
from tests.architecture.access_matrix import Verdict
from tests.improvement.idea_verdicts import IDEA_VERDICTS
from tests.improvement.meeting_verdicts import MEETING_VERDICTS

BOARD_VERDICTS = {
    "improvement:board-arrangement": Verdict(
        permission=Permission.BOARD_ARRANGE,
        visible=Permission.UNIT_READ,
        make=lambda scene: {"unit_pk": scene.unit.pk},
    ),
}

VERDICTS = {**IDEA_VERDICTS, **MEETING_VERDICTS, **BOARD_VERDICTS}

"""Who may open the URLs of the room."""

from laeringslean.improvement.actions import lanes
from laeringslean.organisation.access.permissions import Permission
from tests.architecture.access_matrix import Scene, Verdict
from tests.factories.improvement import make_method, make_recurrence
from tests.improvement.idea_verdicts import IDEA_VERDICTS
from tests.improvement.meeting_verdicts import MEETING_VERDICTS
from tests.improvement.thinking_verdicts import THINKING_VERDICTS


def _with_method(scene: Scene) -> dict[str, object]:
    make_method()
    return {"unit_pk": scene.unit.pk}


def _lane(scene: Scene) -> dict[str, object]:
    make_method()
    return {"pk": lanes.add(unit=scene.unit, name="Natt", by=None).pk}


def _recurrence(scene: Scene) -> dict[str, object]:
    return {"pk": make_recurrence(scene.unit).pk}


def _recurrent_task(scene: Scene) -> dict[str, object]:
    return {"pk": make_recurrence(scene.unit).tasks.get().pk}


_ARRANGING = Verdict(permission=Permission.BOARD_ARRANGE, visible=Permission.UNIT_READ, make=_with_method)

BOARD_VERDICTS = {
    "improvement:board-arrangement": _ARRANGING,
    "improvement:board-sections": _ARRANGING,
    "improvement:board-template": _ARRANGING,
    "improvement:board-untouched": _ARRANGING,
    "improvement:recurrence-list": _ARRANGING,
    "improvement:recurrence-edit": Verdict(
        permission=Permission.BOARD_ARRANGE, visible=Permission.BOARD_READ, make=_recurrence
    ),
    "improvement:recurrence-state": Verdict(
        permission=Permission.BOARD_ARRANGE, visible=Permission.BOARD_READ, make=_recurrence, method="post"
    ),
    "improvement:recurrent-task-done": Verdict(
        permission=Permission.MEETING_RUN, visible=Permission.BOARD_READ, make=_recurrent_task, method="post"
    ),
    "improvement:lane-list": _ARRANGING,
    "improvement:lane-edit": Verdict(permission=Permission.BOARD_ARRANGE, visible=Permission.BOARD_READ, make=_lane),
    "improvement:lane-place": Verdict(
        permission=Permission.BOARD_ARRANGE, visible=Permission.BOARD_READ, make=_lane, method="post"
    ),
}

VERDICTS = {**IDEA_VERDICTS, **MEETING_VERDICTS, **BOARD_VERDICTS, **THINKING_VERDICTS}

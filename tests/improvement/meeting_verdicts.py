"""Who may open the pages of board meetings; part of `url_verdicts.py`."""

from datetime import timedelta

from laeringslean.foundation import clock
from laeringslean.improvement.actions import meetings
from laeringslean.organisation.access.permissions import Permission
from tests.architecture.access_matrix import Scene, Verdict
from tests.factories.meetings import hold_meeting, make_meeting, start_meeting
from tests.factories.organisation import make_person


def _unit(scene: Scene) -> dict[str, object]:
    return {"unit_pk": scene.unit.pk}


def _planned(scene: Scene) -> dict[str, object]:
    return {"pk": make_meeting(scene.unit).pk}


def _running(scene: Scene) -> dict[str, object]:
    return {"pk": start_meeting(scene.unit).pk}


def _held(scene: Scene) -> dict[str, object]:
    return {"pk": hold_meeting(scene.unit, clock.today() - timedelta(days=7)).pk}


def _task(scene: Scene) -> dict[str, object]:
    """A task that somebody else took on."""
    task = meetings.record_outcome(
        meeting=start_meeting(scene.unit),
        kind="task",
        text="Kjøp kroker",
        owner_id=make_person(unit=scene.unit).id,
        due_on=clock.today(),
        by=None,
    )
    return {"pk": task.pk}


def _to_run(make, method: str = "post", data: dict[str, object] | None = None) -> Verdict:
    return Verdict(
        permission=Permission.MEETING_RUN,
        visible=Permission.BOARD_READ,
        make=make,
        method=method,
        data=lambda scene: data or {},
    )


MEETING_VERDICTS = {
    "improvement:meeting-list": Verdict(permission=Permission.BOARD_READ, visible=Permission.UNIT_READ, make=_unit),
    "improvement:meeting-new": Verdict(permission=Permission.MEETING_RUN, visible=Permission.UNIT_READ, make=_unit),
    "improvement:meeting-minutes": Verdict(permission=Permission.BOARD_READ, make=_held),
    "improvement:meeting-plan": _to_run(_planned, "get"),
    "improvement:meeting-start": _to_run(_planned),
    "improvement:meeting-item": _to_run(_running, data={"position": 2}),
    "improvement:meeting-idea": _to_run(_running),
    "improvement:meeting-attendance": _to_run(_running, data={"head_count": 7}),
    "improvement:meeting-outcomes": _to_run(_running, data={"kind": "decision", "text": "Ja"}),
    "improvement:meeting-recognition": _to_run(_running, data={"text": "Takk"}),
    "improvement:meeting-closure": _to_run(_running),
    "improvement:outcome-done": _to_run(_task),
}

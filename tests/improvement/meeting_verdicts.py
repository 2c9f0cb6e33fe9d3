"""Who may open the pages of board meetings; part of `url_verdicts.py`."""

from datetime import timedelta

from laeringslean.foundation import clock
from laeringslean.improvement.actions import meetings, remotes, walls
from laeringslean.organisation.access.permissions import Permission
from tests.architecture.access_matrix import Scene, Verdict
from tests.factories.meetings import a_method, hold_meeting, make_meeting, start_meeting
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


def _wall_link(scene: Scene) -> dict[str, object]:
    return {"pk": walls.make_link(unit=scene.unit, name="Vaktrommet", by=None)[0].pk}


def _remote(scene: Scene) -> dict[str, object]:
    """A phone that asks whoever knocks to be let in."""
    remote, _code = remotes.offer(meeting=start_meeting(scene.unit), by=scene.person.pk)
    remotes.ask(remote=remote)
    return {"pk": remote.pk}


def _unit_with_method(scene: Scene) -> dict[str, object]:
    a_method()
    return _unit(scene)


def _arranging() -> Verdict:
    return Verdict(permission=Permission.BOARD_ARRANGE, visible=Permission.UNIT_READ, make=_unit_with_method)


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
    "improvement:meeting-export": Verdict(permission=Permission.BOARD_READ, visible=Permission.UNIT_READ, make=_unit),
    "improvement:outcome-export": Verdict(permission=Permission.BOARD_READ, visible=Permission.UNIT_READ, make=_unit),
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
    "improvement:meeting-setup": _arranging(),
    "improvement:meeting-agenda": _arranging(),
    "improvement:wall-links": _arranging(),
    "improvement:wall-link-removal": Verdict(permission=Permission.BOARD_ARRANGE, make=_wall_link, method="post"),
    "improvement:minutes-subscription": Verdict(
        permission=Permission.BOARD_READ, visible=Permission.UNIT_READ, make=_unit, method="post"
    ),
    "improvement:meeting-hands": _to_run(_running),
    "improvement:meeting-pairing": _to_run(_running, "get"),
    "improvement:remote-act": _to_run(_running, data={"act": "item", "position": 2}),
    "improvement:remote-answer": Verdict(permission=Permission.MEETING_RUN, make=_remote, method="post"),
    # A phone on which nobody is signed in: what it may do is in test_remotes.py.
    "improvement:remote-phone": Verdict(public=True),
    "improvement:remote-code": Verdict(public=True, arguments={"code": "ABCD2345"}),
    "improvement:outcome-done": _to_run(_task),
}

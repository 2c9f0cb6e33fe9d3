from typing import Any

from laeringslean.measures.actions import goals
from laeringslean.organisation.access.permissions import Permission
from tests.architecture.access_matrix import Scene, Verdict


def _unit(scene: Scene) -> dict[str, Any]:
    return {"unit_pk": scene.unit.pk}


def _goal(scene: Scene) -> dict[str, Any]:
    return {"pk": goals.define(unit=scene.unit, kind="quality", name="Første besøk før 08.30", by=None).pk}


READ = Permission.GOAL_READ

VERDICTS = {
    "measures:goal-list": Verdict(permission=READ, visible=Permission.UNIT_READ, make=_unit),
    "measures:goal-new": Verdict(permission=Permission.GOAL_DEFINE, visible=Permission.UNIT_READ, make=_unit),
    "measures:goal-edit": Verdict(permission=Permission.GOAL_DEFINE, visible=READ, make=_goal),
    "measures:goal-value": Verdict(permission=Permission.GOAL_ENTER, visible=READ, make=_goal),
    "measures:goal-retirement": Verdict(
        permission=Permission.GOAL_DEFINE, visible=READ, make=_goal, method="post", data=lambda scene: {}
    ),
}

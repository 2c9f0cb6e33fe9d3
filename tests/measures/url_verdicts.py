from typing import Any

from laeringslean.organisation.access.permissions import Permission
from tests.architecture.access_matrix import Scene, Verdict
from tests.factories.measures import make_goal


def _unit(scene: Scene) -> dict[str, Any]:
    return {"unit_pk": scene.unit.pk}


def _goal(scene: Scene) -> dict[str, Any]:
    return {"pk": make_goal(scene.unit).pk}


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

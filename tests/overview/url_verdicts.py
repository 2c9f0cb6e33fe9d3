"""Who may open the URLs of the room."""

from laeringslean.organisation.access.permissions import Permission
from tests.architecture.access_matrix import Scene, Verdict
from tests.factories.meetings import a_method, start_meeting


def _board(scene: Scene) -> dict[str, object]:
    a_method()
    return {"pk": scene.unit.pk}


_A_BOARD = Verdict(permission=Permission.BOARD_READ, visible=Permission.UNIT_READ, make=_board)

VERDICTS = {
    "overview:board": _A_BOARD,
    "overview:board-cards": _A_BOARD,
    "overview:board-lanes": Verdict(
        permission=Permission.BOARD_READ, visible=Permission.UNIT_READ, make=_board, method="post"
    ),
    "overview:manual": Verdict(public=True),
    "overview:manual-chapter": Verdict(public=True, arguments={"slug": "leder"}),
    "overview:manual-picture": Verdict(public=True, arguments={"name": "tavla.png"}),
    "overview:home": Verdict(signed_in=True),
    "overview:unit": Verdict(permission=Permission.UNIT_READ, make=lambda scene: {"pk": scene.unit.pk}),
    "overview:loop": Verdict(
        permission=Permission.SUMS_READ, visible=Permission.UNIT_READ, make=lambda scene: {"pk": scene.unit.pk}
    ),
    "overview:meeting": Verdict(
        permission=Permission.BOARD_READ, make=lambda scene: {"pk": start_meeting(scene.unit).pk}
    ),
}

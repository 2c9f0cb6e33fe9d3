"""Who may open the URLs of the room."""

from laeringslean.organisation.access.permissions import Permission
from tests.architecture.access_matrix import Verdict
from tests.factories.meetings import start_meeting

VERDICTS = {
    "overview:home": Verdict(signed_in=True),
    "overview:unit": Verdict(permission=Permission.UNIT_READ, make=lambda scene: {"pk": scene.unit.pk}),
    "overview:meeting": Verdict(
        permission=Permission.BOARD_READ, make=lambda scene: {"pk": start_meeting(scene.unit).pk}
    ),
}

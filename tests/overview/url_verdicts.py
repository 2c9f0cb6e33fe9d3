"""Who may open the URLs of the room."""

from uuid import UUID

from laeringslean.foundation import clock
from laeringslean.foundation.lists.books import Book, Sheet
from laeringslean.foundation.lists.mapping import Mapping
from laeringslean.improvement.models import WallLink
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.actions import list_imports
from laeringslean.organisation.models import ListImport
from laeringslean.organisation.queries import token_hash
from tests.architecture.access_matrix import Arguments, Scene, Verdict
from tests.factories.improvement import make_idea
from tests.factories.meetings import a_method, start_meeting


def _board(scene: Scene) -> dict[str, object]:
    a_method()
    return {"pk": scene.unit.pk}


_A_BOARD = Verdict(permission=Permission.BOARD_READ, visible=Permission.UNIT_READ, make=_board)

_LIST = UUID("0190a0a0-0000-7000-8000-000000000001")


def _list(state: str) -> Arguments:
    """A list that whoever knocks has on its way in."""

    def prepare(scene: Scene) -> dict[str, object]:
        a_method()
        book = Book([Sheet("", False, [(1, ["Problem"]), (2, ["Lys"])])])
        mapping = Mapping(columns={"problem": 0}, settings={"unit": str(scene.unit.pk)})
        listed = list_imports.prepare(kind="ideas", book=book, file_name="a.csv", mapping=mapping, by=scene.person.pk)
        ListImport.objects.filter(pk=_LIST).delete()
        ListImport.objects.filter(pk=listed.pk).update(id=_LIST, state=state)
        return {}

    return prepare


def _meeting(scene: Scene) -> dict[str, object]:
    return {"pk": start_meeting(scene.unit).pk}


def _wall_link(scene: Scene) -> dict[str, object]:
    WallLink.objects.create(
        unit=scene.unit, name="Vaktrommet", token_hash=token_hash("vaktrommet"), made_on=clock.today()
    )
    return {}


def _import_step(method: str = "get", state: str = "draft") -> Verdict:
    return Verdict(permission=Permission.IDEA_IMPORT, arguments={"pk": _LIST}, prepare=_list(state), method=method)


VERDICTS = {
    "overview:import": Verdict(permission=Permission.IDEA_IMPORT, arguments={"kind": "ideas"}),
    "overview:import-detail": _import_step(state="waiting"),
    "overview:import-columns": _import_step(),
    "overview:import-words": _import_step(),
    "overview:import-preview": _import_step(),
    "overview:import-errors": _import_step(),
    "overview:import-start": _import_step("post"),
    "overview:import-cancellation": _import_step("post"),
    "overview:import-reopening": _import_step("post", "cancelled"),
    "overview:board": _A_BOARD,
    "overview:board-cards": _A_BOARD,
    "overview:board-lanes": Verdict(
        permission=Permission.BOARD_READ, visible=Permission.UNIT_READ, make=_board, method="post"
    ),
    "overview:components": Verdict(signed_in=True),
    "overview:wall": _A_BOARD,
    # What opens these is a screen's link, and nobody's role: see test_walls.py.
    "overview:wall-screen": Verdict(public=True),
    "overview:wall-entry": Verdict(public=True, arguments={"token": "vaktrommet"}, prepare=_wall_link),
    "overview:remote": Verdict(permission=Permission.MEETING_RUN, visible=Permission.BOARD_READ, make=_meeting),
    "overview:manual": Verdict(public=True),
    "overview:manual-chapter": Verdict(public=True, arguments={"slug": "leder"}),
    "overview:manual-picture": Verdict(public=True, arguments={"name": "tavla.png"}),
    "overview:a3": Verdict(permission=Permission.IDEA_READ, make=lambda scene: {"pk": make_idea(scene.unit).pk}),
    "overview:home": Verdict(signed_in=True),
    "overview:unit": Verdict(permission=Permission.UNIT_READ, make=lambda scene: {"pk": scene.unit.pk}),
    "overview:loop": Verdict(
        permission=Permission.SUMS_READ, visible=Permission.UNIT_READ, make=lambda scene: {"pk": scene.unit.pk}
    ),
    "overview:meeting": Verdict(
        permission=Permission.BOARD_READ, make=lambda scene: {"pk": start_meeting(scene.unit).pk}
    ),
}

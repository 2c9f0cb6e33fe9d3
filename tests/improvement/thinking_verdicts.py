"""Who may open the pages for thinking together, of drafts, and of thanks and learnings; part of `url_verdicts.py`."""

from laeringslean.foundation.keys import uuid4
from laeringslean.improvement.actions import drafts, thinking
from laeringslean.organisation.access.permissions import Permission
from tests.architecture.access_matrix import Scene, Verdict
from tests.factories.improvement import make_idea, make_method
from tests.factories.organisation import make_person


def _idea(scene: Scene) -> dict[str, object]:
    return {"pk": make_idea(scene.unit, by=make_person(unit=scene.unit)).pk}


def _link(scene: Scene) -> dict[str, object]:
    idea, source = make_idea(scene.unit), make_idea(scene.unit)
    thinking.build_on(idea=idea, source=source, by=None)
    return {"pk": idea.pk, "source_pk": source.pk}


def _unit(scene: Scene) -> dict[str, object]:
    make_method()
    return {"unit_pk": scene.unit.pk}


def _own_draft(scene: Scene) -> dict[str, object]:
    """A draft of whoever knocks: for everybody else there is none."""
    draft = drafts.keep(unit=None, kind="wish", problem="Mitt", client_key=uuid4(), by=scene.person.id)
    return {"pk": draft.pk}


def _thinking(method: str = "get") -> Verdict:
    return Verdict(permission=Permission.IDEA_COMMENT, visible=Permission.IDEA_READ, make=_idea, method=method)


THINKING_VERDICTS = {
    "improvement:unit-grid": Verdict(permission=Permission.BOARD_READ, visible=Permission.UNIT_READ, make=_unit),
    "improvement:idea-place": _thinking(),
    "improvement:idea-whys": _thinking(),
    "improvement:idea-sources": _thinking(),
    "improvement:idea-source-removal": Verdict(
        permission=Permission.IDEA_COMMENT, visible=Permission.IDEA_READ, make=_link, method="post"
    ),
    "improvement:draft-list": Verdict(permission=Permission.IDEA_RAISE),
    "improvement:draft-new": Verdict(permission=Permission.IDEA_RAISE),
    "improvement:draft-edit": Verdict(signed_in=True, make=_own_draft),
    "improvement:draft-raising": Verdict(signed_in=True, make=_own_draft, method="post"),
    "improvement:draft-removal": Verdict(signed_in=True, make=_own_draft, method="post"),
    "improvement:recognition-list": Verdict(permission=Permission.BOARD_READ, visible=Permission.UNIT_READ, make=_unit),
    "improvement:recognition-new": Verdict(
        permission=Permission.IDEA_COMMENT, visible=Permission.UNIT_READ, make=_unit
    ),
    "improvement:learning-list": Verdict(permission=Permission.IDEA_READ),
}

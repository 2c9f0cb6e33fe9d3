"""Who may open the pages of ideas; part of `url_verdicts.py`."""

from laeringslean.improvement.actions import comments, photos
from laeringslean.organisation.access.permissions import Permission
from tests.architecture.access_matrix import Arguments, Scene, Verdict
from tests.factories.improvement import make_escalated_to, make_idea, make_method, picture
from tests.factories.organisation import make_person


def _idea(state: str = "raised", decision: str = "keep") -> Arguments:
    """An idea of somebody else in the unit, in the given state."""

    def make(scene: Scene) -> dict[str, object]:
        return {"pk": make_idea(scene.unit, by=make_person(unit=scene.unit), state=state, decision=decision).pk}

    return make


def _with_photo(scene: Scene) -> dict[str, object]:
    make_method()
    return {"pk": make_idea(scene.unit, photo=photos.receive(picture())).pk}


def _comment_of_another(scene: Scene) -> dict[str, object]:
    idea = make_idea(scene.unit)
    return {"pk": comments.comment(idea=idea, body="Bra", by=make_person(unit=scene.unit).id).pk}


def _method(scene: Scene) -> dict[str, object]:
    make_method()
    return {}


def _seen(permission: Permission, make: Arguments, method: str = "get") -> Verdict:
    """Something about an idea that its readers see but only some may do."""
    return Verdict(permission=permission, visible=Permission.IDEA_READ, make=make, method=method)


def _move(permission: Permission, state: str, decision: str = "keep") -> Verdict:
    return _seen(permission, _idea(state, decision), "post")


IDEA_VERDICTS = {
    "improvement:idea-list": Verdict(permission=Permission.IDEA_READ),
    "improvement:idea-export": Verdict(permission=Permission.IDEA_READ),
    "improvement:many-ideas": Verdict(permission=Permission.IDEA_DECIDE, data=lambda scene: {"move": "decline"}),
    "improvement:idea-new": Verdict(permission=Permission.IDEA_RAISE, data=_method),
    "improvement:idea-similar": Verdict(permission=Permission.IDEA_RAISE, method="post"),
    "improvement:anonymous-idea": Verdict(permission=Permission.IDEA_RAISE, method="post", data=_method),
    "improvement:anonymous-receipt": Verdict(signed_in=True),
    "improvement:idea-detail": Verdict(permission=Permission.IDEA_READ, make=_idea()),
    "improvement:idea-receipt": Verdict(permission=Permission.IDEA_READ, make=_idea()),
    "improvement:idea-photo": Verdict(permission=Permission.IDEA_READ, make=_with_photo),
    "improvement:idea-move": Verdict(permission=Permission.IDEA_READ, make=_idea()),
    "improvement:idea-tags": _seen(Permission.IDEA_MOVE, _idea()),
    "improvement:idea-edit": _seen(Permission.IDEA_MODERATE, _idea()),
    "improvement:idea-comments": _seen(Permission.IDEA_COMMENT, _idea(), "post"),
    "improvement:comment-removal": _seen(Permission.IDEA_MODERATE, _comment_of_another, "post"),
    "improvement:idea-discussion": _move(Permission.IDEA_MOVE, "raised"),
    "improvement:idea-revival": _move(Permission.IDEA_MOVE, "parked"),
    "improvement:idea-keeping": _move(Permission.IDEA_MOVE, "raised"),
    "improvement:idea-acceptance": _move(Permission.IDEA_DECIDE, "raised"),
    "improvement:idea-parking": _move(Permission.IDEA_DECIDE, "raised"),
    "improvement:idea-escalation": _move(Permission.IDEA_DECIDE, "raised"),
    "improvement:idea-decline": _move(Permission.IDEA_DECIDE, "raised"),
    "improvement:idea-plan": _move(Permission.IDEA_DECIDE, "accepted"),
    "improvement:idea-trial": _move(Permission.IDEA_TRY, "planned"),
    "improvement:idea-result": _move(Permission.IDEA_TRY, "testing"),
    "improvement:idea-evaluation": _move(Permission.IDEA_TRY, "measured"),
    "improvement:idea-standard": _move(Permission.IDEA_DECIDE, "evaluated"),
    "improvement:idea-adjustment": _move(Permission.IDEA_TRY, "evaluated", "adjust"),
    "improvement:idea-drop": _move(Permission.IDEA_DECIDE, "evaluated", "drop"),
    "improvement:idea-done": _move(Permission.IDEA_TRY, "accepted"),
    "improvement:idea-closure": _move(Permission.IDEA_DECIDE, "standardised"),
    "improvement:idea-escalation-reply": _seen(
        Permission.ESCALATION_ANSWER, lambda scene: {"pk": make_escalated_to(scene.unit).pk}, "post"
    ),
}

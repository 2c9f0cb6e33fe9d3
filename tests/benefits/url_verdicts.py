from typing import Any

from laeringslean.organisation.access.permissions import Permission
from tests.architecture.access_matrix import Scene, Verdict
from tests.factories.benefits import make_agreement, make_benefit
from tests.factories.improvement import make_idea
from tests.factories.organisation import make_person


def _of_idea(scene: Scene) -> dict[str, Any]:
    return {"idea_pk": make_idea(scene.unit).pk}


def _benefit(scene: Scene) -> dict[str, Any]:
    return {"pk": make_benefit(make_idea(scene.unit)).pk}


def _signed_by_the_knocker(scene: Scene) -> dict[str, Any]:
    """An agreement that names whoever knocks as the representative of the staff."""
    benefit = make_benefit(make_idea(scene.unit))
    make_agreement(benefit, make_person(), scene.person)
    return {"pk": benefit.pk}


READ, MANAGE = Permission.BENEFIT_READ, Permission.BENEFIT_MANAGE

VERDICTS = {
    "benefits:idea-panel": Verdict(permission=READ, visible=Permission.IDEA_READ, make=_of_idea),
    "benefits:benefit-new": Verdict(permission=MANAGE, visible=Permission.IDEA_READ, make=_of_idea),
    "benefits:example": Verdict(permission=MANAGE),
    "benefits:benefit-edit": Verdict(permission=MANAGE, visible=READ, make=_benefit),
    "benefits:agreement": Verdict(permission=MANAGE, visible=READ, make=_benefit),
    "benefits:agreement-signature": Verdict(
        permission=Permission.BENEFIT_SIGN_STAFF,
        visible=READ,
        make=_signed_by_the_knocker,
        method="post",
        data=lambda scene: {"version": 1},
    ),
    "benefits:realisation": Verdict(permission=MANAGE, visible=READ, make=_benefit),
    "benefits:loss": Verdict(permission=MANAGE, visible=READ, make=_benefit),
    # Whoever reads the benefits reads their sums; leadership reads the sums alone (see test_pages).
    "benefits:sums": Verdict(
        permission=Permission.BENEFIT_SUMS_READ,
        visible=Permission.UNIT_READ,
        make=lambda scene: {"unit_pk": scene.unit.pk},
    ),
    "benefits:divisor-list": Verdict(permission=Permission.BENEFIT_SETTINGS),
}

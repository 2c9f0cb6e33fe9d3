"""Who may open the organisation's URLs."""

from laeringslean.organisation.access.permissions import Permission as P
from laeringslean.organisation.access.roles import Role
from tests.architecture.access_matrix import Scene, Verdict
from tests.factories.organisation import add_to, grant, make_person, open_session

UNIT = lambda scene: {"pk": scene.unit.pk}  # noqa: E731


def _colleague(scene: Scene) -> dict:
    return {"pk": make_person(unit=scene.unit).pk}


def _membership(scene: Scene) -> dict:
    return {"pk": add_to(scene.unit, make_person()).pk}


def _facilitator(scene: Scene) -> dict:
    return {"pk": grant(make_person(), Role.FACILITATOR, unit=scene.unit).pk}


def _own_session(scene: Scene) -> dict:
    open_session(scene.person)
    return {"pk": scene.person.sessions.first().pk}


VERDICTS = {
    "organisation:sign-in": Verdict(public=True),
    "organisation:sign-out": Verdict(public=True, method="post"),
    "organisation:sign-out-everywhere": Verdict(signed_in=True, method="post"),
    "organisation:language": Verdict(public=True, method="post", data=lambda scene: {"language": "nn"}),
    "organisation:keys": Verdict(signed_in=True, method="post", data=lambda scene: {"single_keys": "off"}),
    "organisation:password-code": Verdict(public=True),
    "organisation:password-reset": Verdict(public=True),
    "organisation:profile": Verdict(signed_in=True),
    "organisation:password": Verdict(signed_in=True),
    "organisation:session-end": Verdict(signed_in=True, make=_own_session, method="post"),
    "organisation:unit-list": Verdict(permission=P.UNIT_READ),
    "organisation:unit-new": Verdict(permission=P.ORGANISATION_MANAGE),
    "organisation:unit-edit": Verdict(permission=P.ORGANISATION_MANAGE, visible=P.UNIT_READ, make=UNIT),
    "organisation:unit-place": Verdict(permission=P.ORGANISATION_MANAGE, visible=P.UNIT_READ, make=UNIT),
    "organisation:unit-closure": Verdict(permission=P.ORGANISATION_MANAGE, visible=P.UNIT_READ, make=UNIT),
    "organisation:unit-people": Verdict(
        permission=P.MEMBERSHIP_MANAGE, or_else=P.ORGANISATION_MANAGE, visible=P.UNIT_READ, make=UNIT
    ),
    "organisation:person-invitation": Verdict(
        permission=P.PERSON_INVITE, or_else=P.ORGANISATION_MANAGE, visible=P.UNIT_READ, make=UNIT
    ),
    "organisation:person-list": Verdict(permission=P.ORGANISATION_MANAGE, or_else=P.REPRESENTATIVE_MANAGE),
    "organisation:person-detail": Verdict(
        permission=P.MEMBERSHIP_MANAGE, or_else=(P.ORGANISATION_MANAGE, P.REPRESENTATIVE_MANAGE), make=_colleague
    ),
    "organisation:person-edit": Verdict(
        permission=P.ORGANISATION_MANAGE, visible=(P.MEMBERSHIP_MANAGE, P.REPRESENTATIVE_MANAGE), make=_colleague
    ),
    "organisation:person-closure": Verdict(
        permission=P.ORGANISATION_MANAGE,
        visible=(P.MEMBERSHIP_MANAGE, P.REPRESENTATIVE_MANAGE),
        make=_colleague,
        method="post",
    ),
    "organisation:person-reopening": Verdict(
        permission=P.ORGANISATION_MANAGE,
        visible=(P.MEMBERSHIP_MANAGE, P.REPRESENTATIVE_MANAGE),
        make=_colleague,
        method="post",
    ),
    "organisation:membership-new": Verdict(
        permission=P.MEMBERSHIP_MANAGE, or_else=P.ORGANISATION_MANAGE, visible=P.REPRESENTATIVE_MANAGE, make=_colleague
    ),
    "organisation:membership-edit": Verdict(
        permission=P.MEMBERSHIP_MANAGE, or_else=P.ORGANISATION_MANAGE, make=_membership
    ),
    "organisation:membership-end": Verdict(
        permission=P.MEMBERSHIP_MANAGE, or_else=P.ORGANISATION_MANAGE, make=_membership, method="post"
    ),
    "organisation:role-new": Verdict(
        permission=P.MEMBERSHIP_MANAGE, or_else=(P.ORGANISATION_MANAGE, P.REPRESENTATIVE_MANAGE), make=_colleague
    ),
    "organisation:role-list": Verdict(permission=P.ORGANISATION_MANAGE, or_else=P.REPRESENTATIVE_MANAGE),
    "organisation:role-end": Verdict(
        permission=P.MEMBERSHIP_MANAGE, or_else=P.ORGANISATION_MANAGE, make=_facilitator, method="post"
    ),
}

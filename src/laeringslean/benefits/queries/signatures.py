"""Agreements that wait for somebody's signature."""

from django.db.models import Q

from laeringslean.benefits.models import BenefitAgreement, BenefitState
from laeringslean.benefits.queries.ledger import counted
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer


def waiting_for_signature(viewer: Viewer) -> list[BenefitAgreement]:
    """The agreements that the viewer is named in, may sign and has not signed, the first to take effect first.

    Their benefits and ideas come along. One query.
    """
    as_leader = Q(leader_id=viewer.person_id, leader_signed_on=None) & viewer.within(
        Permission.BENEFIT_SIGN_LEADER, "benefit__unit_id"
    )
    as_staff = Q(staff_representative_id=viewer.person_id, staff_signed_on=None) & viewer.within(
        Permission.BENEFIT_SIGN_STAFF, "benefit__unit_id"
    )
    waiting = BenefitAgreement.objects.filter(as_leader | as_staff, benefit__state=BenefitState.IDENTIFIED)
    still_counts = counted().order_by().values("pk")
    rows = waiting.filter(benefit__in=still_counts).select_related("benefit__idea", "benefit__unit")
    return list(rows.order_by("takes_effect_on", "id"))

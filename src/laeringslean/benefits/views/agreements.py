"""The benefit agreement: written by the leader, signed by each side with their own click."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laeringslean.benefits.actions import agreements
from laeringslean.benefits.actions.refusals import BenefitRefused
from laeringslean.benefits.forms import AgreementForm, SignatureForm
from laeringslean.benefits.models import Benefit, BenefitAgreement
from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require

FOLLOW_UP_AFTER = timedelta(weeks=8)


@signed_in
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write or change the agreement."""
    benefit = get_object_or_404(Benefit.objects.visible_to(request.viewer).select_related("idea", "unit"), pk=pk)
    require(request.viewer, Permission.BENEFIT_MANAGE, benefit.unit_id)
    stored = benefit.agreements.first()
    form = AgreementForm(
        request.POST or None,
        unit=benefit.unit,
        leader=(request.viewer.person_id, request.viewer.name),
        initial=_initial(request, stored),
    )
    conflict = None
    if form.is_valid():
        try:
            agreements.agree(benefit=benefit, by=request.viewer.person_id, **_facts(form, stored))
        except BenefitRefused as refused:
            form.add_error(None, str(refused))
        except EditConflict as found:
            conflict = found.current
            form.data = {**form.data.dict(), "version": conflict.version}
        else:
            messages.success(request, _("The agreement is written. Now both sides sign."))
            return redirect("improvement:idea-detail", pk=benefit.idea_id)
    context = {"benefit": benefit, "idea": benefit.idea, "form": form, "agreement": stored, "stored": conflict}
    status = 409 if conflict else 422 if form.is_bound and form.errors else 200
    return render(request, "benefits/agreement_form.html", context, status=status)


def _initial(request: HttpRequest, stored: BenefitAgreement | None) -> dict[str, Any]:
    if stored is None:
        today = clock.today()
        return {"takes_effect_on": today, "follow_up_on": today + FOLLOW_UP_AFTER, "leader": request.viewer.person_id}
    return {
        "use_of_time": stored.use_of_time,
        "use_kind": stored.use_kind,
        "takes_effect_on": stored.takes_effect_on,
        "follow_up_on": stored.follow_up_on,
        "leader": stored.leader_id,
        "staff_representative": stored.staff_representative_id,
        "version": stored.version,
    }


def _facts(form: AgreementForm, stored: BenefitAgreement | None) -> dict[str, Any]:
    facts = dict(form.cleaned_data)
    facts["leader_id"] = UUID(facts.pop("leader"))
    facts["staff_representative_id"] = UUID(facts.pop("staff_representative"))
    version = facts.pop("version")
    # Whoever opened the page before there was an agreement has seen none: no version of it will match.
    facts["expected_version"] = version if version or stored is None else 0
    return facts


@signed_in
@require_POST
def signature(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign the agreement of a benefit, for the side that the viewer stands on."""
    benefit = get_object_or_404(Benefit.objects.visible_to(request.viewer), pk=pk)
    written = get_object_or_404(BenefitAgreement.objects.select_related("benefit"), benefit=benefit)
    me = request.viewer.person_id
    if written.leader_id == me:
        side, permission = agreements.sign_as_leader, Permission.BENEFIT_SIGN_LEADER
    elif written.staff_representative_id == me:
        side, permission = agreements.sign_as_staff, Permission.BENEFIT_SIGN_STAFF
    else:
        raise PermissionDenied
    require(request.viewer, permission, benefit.unit_id)
    form = SignatureForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        signed = side(agreement=written, by=me, expected_version=version)
    except BenefitRefused as refused:
        messages.error(request, str(refused))
    except EditConflict:
        messages.error(request, _("The agreement was changed after you opened it. Read it again before you sign."))
    else:
        both = _("Both sides have signed. The benefit is agreed.")
        messages.success(request, both if signed.is_signed else _("You have signed."))
    return redirect("improvement:idea-detail", pk=benefit.idea_id)

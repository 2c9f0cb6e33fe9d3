"""The benefit agreement: written by the leader, signed by each side with their own click."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laeringslean.benefits.actions import agreements
from laeringslean.benefits.actions.refusals import BenefitRefused
from laeringslean.benefits.forms import AgreementForm, SignatureForm
from laeringslean.benefits.models import Benefit, BenefitAgreement
from laeringslean.benefits.queries.signatories import People, possible_leaders, possible_representatives
from laeringslean.benefits.views.benefits import form_page, way_back
from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.once import once
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require

FOLLOW_UP_AFTER = timedelta(weeks=8)


@signed_in
@require_http_methods(["GET", "POST"])
@once
def agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write or change the agreement. Where somebody has signed, the page says first that signatures will fall away."""
    visible = Benefit.objects.visible_to(request.viewer).select_related("idea__unit", "unit")
    benefit = get_object_or_404(visible, pk=pk)
    require(request.viewer, Permission.BENEFIT_MANAGE, benefit.unit_id)
    stored = _stored(benefit)
    form = _form(request, benefit, stored)
    if not form.is_valid():
        return _page(request, benefit, form, stored)
    version = form.cleaned_data["version"]
    if stored and stored.has_a_signature and not form.cleaned_data["knows_of_signatures"] and version == stored.version:
        form.data = {**form.data.dict(), "knows_of_signatures": "1"}
        return _page(request, benefit, form, stored, status=409)
    try:
        # Whoever opened the page before there was an agreement has seen none: no version of it will match.
        agreements.agree(benefit=benefit, by=request.viewer.person_id, expected_version=version or 0, **form.facts())
    except BenefitRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, benefit, form, stored, status=409)
    except EditConflict:
        return _conflict(request, get_object_or_404(visible, pk=pk), form)
    messages.success(request, _("The agreement is written. Now both sides sign."))
    return redirect(way_back(request, benefit.idea))


def _stored(benefit: Benefit) -> BenefitAgreement | None:
    return benefit.agreements.select_related("leader", "staff_representative").first()


def _form(request: HttpRequest, benefit: Benefit, stored: BenefitAgreement | None) -> AgreementForm:
    leaders, representatives = possible_leaders(benefit.unit), possible_representatives(benefit.unit)
    if stored:
        # Those who were chosen stay to choose from, also when they work elsewhere now.
        leaders = _with(leaders, stored.leader_id, stored.leader.name)
        representatives = _with(representatives, stored.staff_representative_id, stored.staff_representative.name)
    return AgreementForm(
        request.POST or None,
        leaders=leaders,
        representatives=representatives,
        initial=_initial(request, benefit, stored),
    )


def _with(people: People, person_id: UUID, name: str) -> People:
    return people if person_id in dict(people) else [*people, (person_id, name)]


def _initial(request: HttpRequest, benefit: Benefit, stored: BenefitAgreement | None) -> dict[str, Any]:
    if stored is None:
        today = clock.today()
        signs = request.viewer.can(Permission.BENEFIT_SIGN_LEADER, benefit.unit_id)
        leader = request.viewer.person_id if signs else benefit.owner_id
        return {"takes_effect_on": today, "follow_up_on": today + FOLLOW_UP_AFTER, "leader": leader}
    names = ("use_of_time", "use_kind", "takes_effect_on", "follow_up_on", "version")
    return {
        **{name: getattr(stored, name) for name in names},
        "leader": stored.leader_id,
        "staff_representative": stored.staff_representative_id,
        "knows_of_signatures": "1" if stored.has_a_signature else "",
    }


def _conflict(request: HttpRequest, benefit: Benefit, form: AgreementForm) -> HttpResponse:
    """What was typed comes back beside what is stored now; sent once more it replaces that."""
    stored = _stored(benefit)
    if stored:
        known = "1" if stored.has_a_signature else ""
        form.data = {**form.data.dict(), "version": stored.version, "knows_of_signatures": known}
    return _page(request, benefit, form, stored, status=409, has_changed=True)


def _page(
    request: HttpRequest,
    benefit: Benefit,
    form: AgreementForm,
    stored: BenefitAgreement | None,
    *,
    status: int = 0,
    has_changed: bool = False,
) -> HttpResponse:
    context = {"benefit": benefit, "agreement": stored, "has_changed": has_changed}
    title = _("Benefit agreement")
    return form_page(request, "benefits/agreement_form.html", benefit.idea, form, title, status=status, **context)


@signed_in
@require_POST
def signature(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign the agreement of a benefit, for the side that the viewer stands on."""
    benefit = get_object_or_404(Benefit.objects.visible_to(request.viewer), pk=pk)
    written = get_object_or_404(BenefitAgreement.objects.select_related("benefit__idea"), benefit=benefit)
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
    return redirect(way_back(request, written.benefit.idea))

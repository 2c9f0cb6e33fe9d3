"""The freed time of an idea: its panel, its facts, and the steps that end its way."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from laeringslean.benefits.actions import benefits
from laeringslean.benefits.actions.refusals import BenefitRefused
from laeringslean.benefits.forms import FreedTimeForm, LossForm, RealisationForm
from laeringslean.benefits.models import Benefit, BenefitState
from laeringslean.benefits.queries.divisors import divisor_for
from laeringslean.calc import benefits as calc
from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.once import once
from laeringslean.improvement.models import FINISHED, Idea
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer, require


@signed_in
@require_GET
@vary_on_headers("HX-Request")
def idea_panel(request: HttpRequest, idea_pk: UUID) -> HttpResponse:
    """The benefit of an idea: as a fragment for the idea's page, or as a page of its own."""
    idea = get_object_or_404(Idea.objects.visible_to(request.viewer).select_related("unit"), pk=idea_pk)
    require(request.viewer, Permission.BENEFIT_READ, idea.unit_id)
    fragment = request.headers.get("HX-Request") == "true"
    template = "benefits/idea_panel_body.html" if fragment else "benefits/idea_panel.html"
    return render(request, template, _panel(request.viewer, idea))


def _panel(viewer: Viewer, idea: Idea) -> dict[str, Any]:
    benefit = Benefit.objects.filter(idea=idea).select_related("owner").first()
    agreement = None
    if benefit is not None:
        agreement = benefit.agreements.select_related("leader", "staff_representative").first()
    manages = viewer.can(Permission.BENEFIT_MANAGE, idea.unit_id)
    open_for_signing = bool(agreement and benefit and benefit.state == BenefitState.IDENTIFIED)
    return {
        "idea": idea,
        "benefit": benefit,
        "agreement": agreement,
        "steps": _steps(benefit),
        "may_manage": manages,
        "may_identify": manages and benefit is None and idea.state not in FINISHED,
        "signs_as_leader": open_for_signing
        and agreement.leader_id == viewer.person_id
        and agreement.leader_signed_on is None
        and viewer.can(Permission.BENEFIT_SIGN_LEADER, idea.unit_id),
        "signs_as_staff": open_for_signing
        and agreement.staff_representative_id == viewer.person_id
        and agreement.staff_signed_on is None
        and viewer.can(Permission.BENEFIT_SIGN_STAFF, idea.unit_id),
    }


def _steps(benefit: Benefit | None) -> list[dict[str, Any]]:
    """The three steps with the day each was reached."""
    order = [BenefitState.IDENTIFIED, BenefitState.AGREED, BenefitState.REALISED]
    days = [benefit.identified_on, benefit.agreed_on, benefit.realised_on] if benefit else [None, None, None]
    return [
        {"label": state.label, "day": day, "current": bool(benefit and benefit.state == state)}
        for state, day in zip(order, days, strict=True)
    ]


@signed_in
@require_http_methods(["GET", "POST"])
@once
def benefit_new(request: HttpRequest, idea_pk: UUID) -> HttpResponse:
    """Write down the time that an idea frees."""
    idea = get_object_or_404(Idea.objects.visible_to(request.viewer).select_related("unit"), pk=idea_pk)
    require(request.viewer, Permission.BENEFIT_MANAGE, idea.unit_id)
    form = FreedTimeForm(request.POST or None)
    if form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            benefits.identify(idea=idea, by=request.viewer.person_id, **facts)
        except BenefitRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The freed time is written down as identified."))
            return redirect("improvement:idea-detail", pk=idea.pk)
    return _page(request, idea, form, _("How much time does it free?"), "benefits/freed_time_form.html")


@signed_in
@require_GET
def example(request: HttpRequest) -> HttpResponse:
    """The arithmetic in words while somebody types; empty until the facts are complete."""
    form = FreedTimeForm(request.GET)
    context: dict[str, Any] = {}
    if form.is_valid():
        try:
            divisor = divisor_for(clock.today(), form.cleaned_data["staff_group"])
        except calc.NoDivisor:
            divisor = None
        context = {"time": form.freed_time(), "divisor": divisor}
        context["fte"] = calc.fte(context["time"], divisor) if divisor else None
    return render(request, "benefits/example.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def benefit_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct the facts while nothing is agreed."""
    benefit = _benefit(request, pk)
    names = ("minutes", "persons", "times_per_week", "active_weeks", "version")
    form = FreedTimeForm(
        request.POST or None, benefit=benefit, initial={name: getattr(benefit, name) for name in names}
    )
    title = _("Correct the figures")
    return _step(request, benefit, form, benefits.revise, title, "benefits/freed_time_form.html", _("Saved."))


@signed_in
@require_http_methods(["GET", "POST"])
def realisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that the time is used as agreed."""
    benefit = _benefit(request, pk)
    form = RealisationForm(request.POST or None, initial={"version": benefit.version})
    title, said = _("Is the time used as agreed?"), _("The benefit is realised.")
    return _step(request, benefit, form, benefits.realise, title, "benefits/step_form.html", said)


@signed_in
@require_http_methods(["GET", "POST"])
def loss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that the time is not freed after all."""
    benefit = _benefit(request, pk)
    form = LossForm(request.POST or None, initial={"version": benefit.version})
    title, said = _("Write off the benefit"), _("The benefit is written off and no longer counts.")
    return _step(request, benefit, form, benefits.lose, title, "benefits/step_form.html", said)


def _benefit(request: HttpRequest, pk: UUID) -> Benefit:
    benefit = get_object_or_404(Benefit.objects.visible_to(request.viewer).select_related("idea", "unit"), pk=pk)
    require(request.viewer, Permission.BENEFIT_MANAGE, benefit.unit_id)
    return benefit


def _step(
    request: HttpRequest, benefit: Benefit, form: Form, act: Any, title: str, template: str, said: str
) -> HttpResponse:
    """Take a step with what was typed; on a refusal or a conflict the page comes back with it."""
    conflict = None
    if form.is_valid():
        facts = dict(form.cleaned_data)
        version = facts.pop("version", None)
        try:
            act(benefit=benefit, by=request.viewer.person_id, expected_version=version, **facts)
        except BenefitRefused as refused:
            form.add_error(None, str(refused))
        except EditConflict as found:
            conflict = found.current
            form.data = {**form.data.dict(), "version": conflict.version}
        else:
            messages.success(request, said)
            return redirect("improvement:idea-detail", pk=benefit.idea_id)
    return _page(request, benefit.idea, form, title, template, benefit=benefit, stored=conflict)


def _page(request: HttpRequest, idea: Idea, form: Form, title: str, template: str, **more: Any) -> HttpResponse:
    status = 409 if more.get("stored") else 422 if form.is_bound and form.errors else 200
    return render(request, template, {"idea": idea, "form": form, "title": title, **more}, status=status)

"""The freed time of an idea: its panel, its facts, and the steps that end its way."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from laeringslean.benefits.actions import benefits
from laeringslean.benefits.actions.refusals import BenefitRefused
from laeringslean.benefits.forms import FreedTimeForm, LossForm, RealisationForm, StepForm
from laeringslean.benefits.models import Benefit
from laeringslean.benefits.queries.divisors import divisor_for, staff_groups_with_their_own
from laeringslean.benefits.queries.panels import panel_of
from laeringslean.calc import benefits as calc
from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.back import back
from laeringslean.foundation.web.once import once
from laeringslean.improvement.models import Idea
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require


@signed_in
@require_GET
@vary_on_headers("HX-Request")
def idea_panel(request: HttpRequest, idea_pk: UUID) -> HttpResponse:
    """The benefit of an idea: as a fragment for the idea's page, or as a page of its own."""
    idea = _idea(request, idea_pk, Permission.BENEFIT_READ)
    is_fragment = request.headers.get("HX-Request") == "true"
    template = "benefits/panel.html" if is_fragment else "benefits/idea_panel.html"
    return render(request, template, {"idea": idea, "panel": panel_of(request.viewer, idea)})


@signed_in
@require_http_methods(["GET", "POST"])
@once
def benefit_new(request: HttpRequest, idea_pk: UUID) -> HttpResponse:
    """Write down the time that an idea frees."""
    idea = _idea(request, idea_pk, Permission.BENEFIT_MANAGE)
    form = FreedTimeForm(request.POST or None, staff_groups=staff_groups_with_their_own(clock.today()))
    title = _("How much time does it free?")
    if form.is_valid():
        try:
            benefits.identify(idea=idea, by=request.viewer.person_id, **form.facts())
        except BenefitRefused as refused:
            form.add_error(None, str(refused))
            return form_page(request, "benefits/freed_time_form.html", idea, form, title, status=409)
        messages.success(request, _("The freed time is written down as identified."))
        return redirect(way_back(request, idea))
    return form_page(request, "benefits/freed_time_form.html", idea, form, title)


@signed_in
@require_GET
def example(request: HttpRequest) -> HttpResponse:
    """The arithmetic in words while a leader types; a hint until the facts are complete."""
    require(request.viewer, Permission.BENEFIT_MANAGE)
    groups = staff_groups_with_their_own(clock.today())
    form = FreedTimeForm(request.GET, staff_groups=groups)
    context: dict[str, Any] = {}
    if form.is_valid():
        context["time"] = form.freed_time()
        try:
            context["divisor"] = divisor_for(clock.today(), form.cleaned_data.get("staff_group", ""))
            context["fte"] = calc.fte(context["time"], context["divisor"])
        except calc.NoDivisor:
            context["divisor"] = None
    return render(request, "benefits/example.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def benefit_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct the facts while nobody has signed for them."""
    benefit = _benefit(request, pk)
    names = ("minutes", "persons", "times_per_week", "active_weeks", "version")
    # Without staff groups: the divisor was settled when the benefit was identified.
    form = FreedTimeForm(
        request.POST or None, staff_groups=[], initial={name: getattr(benefit, name) for name in names}
    )
    return _step(
        request, benefit, form, benefits.revise, "benefits/freed_time_form.html", _("Correct the figures"), _("Saved.")
    )


@signed_in
@require_http_methods(["GET", "POST"])
def realisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that the time is used as agreed."""
    benefit = _benefit(request, pk)
    form = RealisationForm(request.POST or None, initial={"version": benefit.version})
    title, said = _("Is the time used as agreed?"), _("The benefit is realised.")
    return _step(request, benefit, form, benefits.realise, "benefits/step_form.html", title, said)


@signed_in
@require_http_methods(["GET", "POST"])
def loss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that the time is not freed after all."""
    benefit = _benefit(request, pk)
    form = LossForm(request.POST or None, initial={"version": benefit.version})
    title, said = _("Write off the benefit"), _("The benefit is written off and no longer counts.")
    return _step(request, benefit, form, benefits.lose, "benefits/step_form.html", title, said)


def _idea(request: HttpRequest, pk: UUID, permission: Permission) -> Idea:
    idea = get_object_or_404(Idea.objects.visible_to(request.viewer).select_related("unit"), pk=pk)
    require(request.viewer, permission, idea.unit_id)
    return idea


def _benefit(request: HttpRequest, pk: UUID) -> Benefit:
    benefit = get_object_or_404(Benefit.objects.visible_to(request.viewer).select_related("idea__unit", "unit"), pk=pk)
    require(request.viewer, Permission.BENEFIT_MANAGE, benefit.unit_id)
    return benefit


def _step(
    request: HttpRequest,
    benefit: Benefit,
    form: StepForm,
    act: Callable[..., Benefit],
    template: str,
    title: str,
    said: str,
) -> HttpResponse:
    """Take a step with what was typed; on a refusal or a conflict the page comes back with it."""
    context: dict[str, Any] = {"benefit": benefit, "agreement": benefit.agreements.first()}
    if not form.is_valid():
        return form_page(request, template, benefit.idea, form, title, **context)
    version = form.cleaned_data["version"]
    try:
        act(benefit=benefit, by=request.viewer.person_id, expected_version=version, **form.facts())
    except BenefitRefused as refused:
        form.add_error(None, str(refused))
        return form_page(request, template, benefit.idea, form, title, status=409, **context)
    except EditConflict:
        stored = _benefit(request, benefit.pk)
        form.data = {**form.data.dict(), "version": stored.version}
        context |= {"benefit": stored, "stored": stored}
        return form_page(request, template, benefit.idea, form, title, status=409, **context)
    messages.success(request, said)
    return redirect(way_back(request, benefit.idea))


def way_back(request: HttpRequest, idea: Idea) -> str:
    """Where a form about an idea's benefit leads when it is done: the page it came from, else the idea's."""
    return back(request, reverse("improvement:idea-detail", args=[idea.pk]))


def form_page(
    request: HttpRequest, template: str, idea: Idea, form: Any, title: str, *, status: int = 0, **more: Any
) -> HttpResponse:
    """A page with a form about an idea's benefit; 422 where something that was typed cannot be."""
    context = {"idea": idea, "form": form, "title": title, "back": way_back(request, idea), **more}
    return render(request, template, context, status=status or (422 if form.is_bound else 200))

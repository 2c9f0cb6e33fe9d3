"""Identified, agreed and realised of a unit and all below it; each figure opens its lines."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from laeringslean.benefits.queries.ledger import ledger
from laeringslean.calc import benefits as calc
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.models import Unit
from laeringslean.organisation.queries import units_below

_STEPS = {"identified": calc.Step.IDENTIFIED, "agreed": calc.Step.AGREED, "realised": calc.Step.REALISED}


@signed_in
@require_GET
@vary_on_headers("HX-Request")
def sums(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """The ledger of a unit. Leadership sees it without the words of the ideas."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=unit_pk)
    reads_ideas = request.viewer.can(Permission.BENEFIT_READ, unit.id)
    if not reads_ideas and not request.viewer.can(Permission.BENEFIT_SUMS_READ, unit.id):
        raise PermissionDenied
    lines = ledger(units_below(unit), with_ideas=reads_ideas)
    step = request.GET.get("step", "identified")
    shown = [line for line in lines if line.line.step >= _STEPS.get(step, calc.Step.IDENTIFIED)]
    context = {
        "unit": unit,
        "totals": calc.totals(line.line for line in lines),
        "lines": shown,
        "step": step if step in _STEPS else "identified",
        "reads_ideas": reads_ideas,
    }
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "benefits/figures.html" if fragment else "benefits/sums.html", context)

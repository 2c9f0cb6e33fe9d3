"""Identified, agreed and realised of a unit and all below it; each figure opens its lines."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from laeringslean.benefits.queries.ledger import LedgerLine, ledger
from laeringslean.benefits.views.exports import ledger_answer
from laeringslean.calc import benefits as calc
from laeringslean.foundation.database.connections import sort_key
from laeringslean.foundation.exports import is_wanted
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer, require
from laeringslean.organisation.models import Unit
from laeringslean.organisation.queries import units_below

PAGE_SIZE = 50
_STEPS = {"identified": calc.Step.IDENTIFIED, "agreed": calc.Step.AGREED, "realised": calc.Step.REALISED}


@signed_in
@require_GET
@vary_on_headers("HX-Request")
def sums(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """The ledger of a unit: the three figures, and the lines of one of them."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=unit_pk)
    require(request.viewer, Permission.BENEFIT_SUMS_READ, unit.id)
    lines = _lines(request.viewer, unit)
    asked = request.GET.get("step", "")
    step = asked if asked in _STEPS else "identified"
    shown = [line for line in lines if line.line.step >= _STEPS[step]]
    reads_ideas = any(line.idea_title for line in shown)
    if is_wanted(request):
        return ledger_answer(request, shown, reads_ideas=reads_ideas)
    is_fragment = request.headers.get("HX-Request") == "true"
    context = {
        "unit": unit,
        "totals": calc.totals(line.line for line in lines),
        "page": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "step": "" if is_fragment else step,
        "teaches": is_fragment and not lines,
        "reads_ideas": reads_ideas,
        "has_units_below": len({line.unit_id for line in shown} | {unit.id}) > 1,
    }
    return render(request, "benefits/figures.html" if is_fragment else "benefits/sums.html", context)


def _lines(viewer: Viewer, unit: Unit) -> list[LedgerLine]:
    """The lines of the unit and those below it that the viewer may see: leadership without the words of the ideas."""
    summed = [below for below in units_below(unit) if viewer.can(Permission.BENEFIT_SUMS_READ, below)]
    read = {below for below in summed if viewer.can(Permission.BENEFIT_READ, below)}
    lines = ledger(read) + ledger([below for below in summed if below not in read], with_ideas=False)
    return sorted(lines, key=lambda line: (line.unit_id != unit.id, sort_key(line.unit_name)))

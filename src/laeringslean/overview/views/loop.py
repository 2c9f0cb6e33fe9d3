from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from laeringslean.foundation.exports import is_wanted
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.models import Unit
from laeringslean.overview.queries.loop import may_see_measures, measures_of
from laeringslean.overview.views.exports import measures_answer


@signed_in
@require_safe
def loop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How the improvement loop runs in a unit and all below it, and in each unit right under it."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=pk)
    if not may_see_measures(request.viewer, unit.id):
        raise PermissionDenied
    own, *below = measures_of(request.viewer, unit)
    if is_wanted(request):
        return measures_answer(request, [own, *below])
    return render(request, "overview/loop.html", {"unit": unit, "own": own, "below": below})

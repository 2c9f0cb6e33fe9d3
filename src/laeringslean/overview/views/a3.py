from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from laeringslean.foundation import clock
from laeringslean.improvement.models import Idea
from laeringslean.organisation.access.doors import signed_in
from laeringslean.overview.queries.a3 import a3_of


@signed_in
@require_safe
def a3(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An idea on one page, to read or to print on one sheet; whoever sees the idea sees it."""
    beside = ("unit", "owner", "raised_by")
    idea = get_object_or_404(Idea.objects.visible_to(request.viewer).select_related(*beside), pk=pk)
    return render(
        request, "overview/a3.html", {"a3": a3_of(request.viewer, idea), "idea": idea, "today": clock.today()}
    )

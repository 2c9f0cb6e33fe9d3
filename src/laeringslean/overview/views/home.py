from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.overview.queries.home import home_of


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: one's boards, what one has taken on and raised, and what waits for an answer."""
    page = {"home": home_of(request.viewer), "may_see_units": request.viewer.can(Permission.UNIT_READ)}
    return render(request, "overview/home.html", page)

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.models import Unit
from laeringslean.overview.queries.units import unit_page


@signed_in
@require_safe
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A unit: where it stands, who leads it, how many work there, its board, meetings and sub-units."""
    viewer = request.viewer
    found = get_object_or_404(Unit.objects.visible_to(viewer), pk=pk)
    manages = viewer.can(Permission.ORGANISATION_MANAGE)
    context = {
        "page": unit_page(viewer, found),
        "may_see_board": viewer.can(Permission.BOARD_READ, found.id),
        "may_raise": viewer.can(Permission.IDEA_RAISE, found.id),
        "may_run_meetings": viewer.can(Permission.MEETING_RUN, found.id),
        "may_see_sums": viewer.can(Permission.BENEFIT_SUMS_READ, found.id),
        "may_see_measures": viewer.can(Permission.SUMS_READ, found.id),
        "may_see_names": manages or viewer.can(Permission.MEMBERSHIP_MANAGE, found.id),
        "may_invite": found.is_active and (manages or viewer.can(Permission.PERSON_INVITE, found.id)),
    }
    return render(request, "overview/unit.html", context)

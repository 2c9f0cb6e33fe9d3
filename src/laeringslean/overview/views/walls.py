"""The unit's board and meetings on a wall, for a television or a projector: with somebody signed in, or by a link."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from laeringslean.foundation.web.cookies import cookie_name, hand_out
from laeringslean.improvement.actions.walls import note_use
from laeringslean.improvement.queries.walls import WALL_COOKIE, wall_link_of, wall_viewer
from laeringslean.organisation.access.doors import public, signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer, require
from laeringslean.organisation.models import Unit
from laeringslean.overview.queries.walls import wall_of

# The longest that browsers keep a cookie; a screen renews it each time it is switched on.
COOKIE_LASTS = timedelta(days=400)


@signed_in
@require_safe
def wall(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The wall view for whoever is signed in. `?part=wall` answers with what changes, for the live update."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=pk)
    require(request.viewer, Permission.BOARD_READ, unit.id)
    return _page(request, request.viewer, unit, names=True)


@public
@never_cache
@require_safe
def wall_entry(request: HttpRequest, token: str) -> HttpResponse:
    """The address that a screen was given: remember it in a cookie, so that it stands in no address from then on."""
    if wall_link_of(token) is None:
        return render(request, "overview/wall_shut_out.html", status=404)
    response = redirect("overview:wall-screen")
    hand_out(response, WALL_COOKIE, token, lasts=COOKIE_LASTS)
    return response


@public
@require_safe
def wall_screen(request: HttpRequest) -> HttpResponse:
    """The wall view on a screen that has a link, where nobody is signed in: one unit, and no names."""
    link = wall_link_of(request.COOKIES.get(cookie_name(WALL_COOKIE), ""))
    if link is None:
        return _shut_out(request)
    note_use(link)
    return _page(request, wall_viewer(link), link.unit, names=False)


def _page(request: HttpRequest, viewer: Viewer, unit: Unit, *, names: bool) -> HttpResponse:
    shown = wall_of(viewer, unit, names=names)
    address = reverse("overview:wall", args=[unit.pk]) if names else reverse("overview:wall-screen")
    context = {"wall": shown, "unit": unit, "address": address, "screen": shown.screen, "meeting": shown.meeting}
    if names and shown.meeting is not None:
        context["may_run"] = viewer.can(Permission.MEETING_RUN, unit.id)
    part = request.GET.get("part")
    return render(request, "overview/wall_inside.html" if part else "overview/wall.html", context)


def _shut_out(request: HttpRequest) -> HttpResponse:
    """The screen has no link, or none that holds. Also for the live update, so that what was shown does not stay."""
    inside = "_inside" if request.GET.get("part") else ""
    return render(request, f"overview/wall_shut_out{inside}.html")

"""The lanes of a board."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.once import once
from laeringslean.improvement.actions import lanes
from laeringslean.improvement.actions.lanes import LaneRefused
from laeringslean.improvement.forms.boards import LaneForm
from laeringslean.improvement.models import FINISHED, Idea, Lane
from laeringslean.improvement.views.boards import unit_to_arrange
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.models import Unit


@signed_in
@require_http_methods(["GET", "POST"])
@once
def lane_list(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """The lanes of a board in their order, and adding one."""
    unit = unit_to_arrange(request, unit_pk)
    form = LaneForm(request.POST or None, unit=unit)
    if not form.is_valid():
        return _list_page(request, unit, form)
    try:
        lanes.add(unit=unit, by=request.viewer.person_id, **form.facts())
    except LaneRefused as refused:
        form.add_error("name", str(refused))
        return _list_page(request, unit, form)
    messages.success(request, _("The lane is on the board. It shows as soon as a card stands in it."))
    return redirect("improvement:lane-list", unit_pk=unit.pk)


def _list_page(request: HttpRequest, unit: Unit, form: LaneForm) -> HttpResponse:
    cards = Count("pk", filter=~Q(state__in=FINISHED))
    numbers = dict(Idea.objects.for_unit(unit.id).exclude(lane=None).order_by().values_list("lane").annotate(n=cards))
    there = list(Lane.objects.in_use(unit.id).select_related("owner"))
    context = {
        "unit": unit,
        "form": form,
        "lanes": [(lane, numbers.get(lane.id, 0)) for lane in there],
        "today": clock.today(),
    }
    return render(request, "improvement/lane_list.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def lane_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rename a lane, say who looks after it and until when, or put it away."""
    lane = _lane(request, pk)
    form = LaneForm(request.POST or None, unit=lane.unit, lane=lane)
    putting_away = "put-away" in request.POST
    # What stands in the fields does not matter to a lane that goes.
    if not form.is_valid() and not putting_away:
        return _edit_page(request, lane, form, status=422 if form.is_bound else 200)
    version = form.cleaned_data.get("version")
    try:
        if putting_away:
            lanes.put_away(lane=lane, by=request.viewer.person_id, expected_version=version)
            messages.success(request, _("The lane is put away. Its cards are still on the board."))
        else:
            lanes.revise(lane=lane, by=request.viewer.person_id, expected_version=version, **form.facts())
    except LaneRefused as refused:
        form.add_error("name", str(refused))
        return _edit_page(request, _lane(request, pk), form, status=422)
    except EditConflict:
        stored = get_object_or_404(Lane.objects.visible_to(request.viewer).select_related("unit", "owner"), pk=pk)
        form.data = {**form.data.dict(), "version": stored.version}
        return _edit_page(request, stored, form, status=409, stored=stored)
    return redirect("improvement:lane-list", unit_pk=lane.unit_id)


@signed_in
@require_POST
def lane_place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move a lane one place up or down."""
    lane = _lane(request, pk)
    lanes.place(lane=lane, step=-1 if request.POST.get("step") == "up" else 1, by=request.viewer.person_id)
    return redirect("improvement:lane-list", unit_pk=lane.unit_id)


def _lane(request: HttpRequest, pk: UUID) -> Lane:
    found = Lane.objects.visible_to(request.viewer).filter(is_active=True).select_related("unit", "owner")
    lane = get_object_or_404(found, pk=pk)
    require(request.viewer, Permission.BOARD_ARRANGE, lane.unit_id)
    return lane


def _edit_page(
    request: HttpRequest, lane: Lane, form: LaneForm, *, status: int, stored: Lane | None = None
) -> HttpResponse:
    context = {"lane": lane, "unit": lane.unit, "form": form, "stored": stored}
    return render(request, "improvement/lane_edit.html", context, status=status)

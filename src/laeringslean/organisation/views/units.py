"""The units as a list, and changing their tree."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from laeringslean.foundation.exports import is_wanted
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.once import once
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.actions import units
from laeringslean.organisation.actions.refusals import Refused
from laeringslean.organisation.forms.units import NewUnitForm, UnitForm, UnitPlaceForm, VersionForm
from laeringslean.organisation.models import Unit, UnitKind
from laeringslean.organisation.queries.unit_list import unit_rows
from laeringslean.organisation.views.exports import units_answer
from laeringslean.organisation.views.pages import form_page, keep_newest_version


@signed_in
@require_GET
def unit_list(request: HttpRequest) -> HttpResponse:
    """The units one may see, as a tree; with `q` those whose name has it."""
    require(request.viewer, Permission.UNIT_READ)
    search = request.GET.get("q", "")[:100]
    rows, sees_counts = unit_rows(request.viewer, search), request.viewer.can(Permission.UNIT_COUNTS_READ)
    if is_wanted(request):
        return units_answer(request, rows, sees_counts=sees_counts)
    context = {
        "rows": rows,
        "search": search.strip(),
        "search_address": urlencode({"q": search}) if search.strip() else "",
        "may_manage": request.viewer.can(Permission.ORGANISATION_MANAGE),
        "may_find_people": request.viewer.can(Permission.REPRESENTATIVE_MANAGE),
        "sees_counts": sees_counts,
    }
    return render(request, "organisation/unit_list.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@once
def unit_new(request: HttpRequest) -> HttpResponse:
    """Add a unit."""
    require(request.viewer, Permission.ORGANISATION_MANAGE)
    initial = {"parent": request.GET.get("parent", ""), "kind": UnitKind.UNIT}
    form = NewUnitForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            unit = units.add_unit(
                name=data["name"], kind=data["kind"], parent=data["parent"], by=request.viewer.person_id
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(unit)s is added.") % {"unit": unit.name})
            return redirect("organisation:unit-list")
    return form_page(
        request, form, title=_("New unit"), button=_("Add unit"), back=reverse("organisation:unit-list"), once=True
    )


@signed_in
@require_http_methods(["GET", "POST"])
def unit_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change name and kind."""
    unit = _managed(request, pk)
    initial = {"name": unit.name, "kind": unit.kind, "version": unit.version}
    form = UnitForm(request.POST or None, initial=initial)
    page = {"title": _("Change %(unit)s") % {"unit": unit.name}, "button": _("Save"), "unit": unit}
    return _change(request, form, page, units.revise_unit, unit=unit, **_given(form, "name", "kind"))


@signed_in
@require_http_methods(["GET", "POST"])
def unit_place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the unit under another."""
    unit = _managed(request, pk)
    initial = {"parent": str(unit.parent_id or ""), "version": unit.version}
    form = UnitPlaceForm(request.POST or None, unit=unit, initial=initial)
    page = {"title": _("Move %(unit)s") % {"unit": unit.name}, "button": _("Move"), "unit": unit}
    return _change(request, form, page, units.move_unit, unit=unit, **_given(form, "parent"))


@signed_in
@require_http_methods(["GET", "POST"])
def unit_closure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the unit out of use."""
    unit = _managed(request, pk)
    form = VersionForm(request.POST or None, initial={"version": unit.version})
    page = {
        "title": _("Close %(unit)s") % {"unit": unit.name},
        "button": _("Close the unit"),
        "intro": _("Nobody can raise ideas there any more. What has been done stays and can be read."),
        "unit": unit,
    }
    return _change(request, form, page, units.close_unit, unit=unit)


def _managed(request: HttpRequest, pk: UUID) -> Unit:
    """The unit, for somebody who manages the organisation. Raises Http404 or PermissionDenied."""
    unit = get_object_or_404(Unit.objects.active().visible_to(request.viewer), pk=pk)
    require(request.viewer, Permission.ORGANISATION_MANAGE, unit.id)
    return unit


def _given(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names} if form.is_valid() else {}


def _change(
    request: HttpRequest, form: Any, page: dict[str, Any], action: Any, *, unit: Unit, **given: Any
) -> HttpResponse:
    """Make the change and go to the list; or the form again, with what is wrong or what is stored now."""
    stored: list[tuple[str, str]] = []
    if form.is_valid():
        try:
            action(unit=unit, by=request.viewer.person_id, expected_version=form.cleaned_data["version"], **given)
        except Refused as refused:
            form.add_error(None, str(refused))
        except EditConflict as conflict:
            keep_newest_version(form, conflict.current.version)
            stored = _as_stored(conflict.current)
        else:
            messages.success(request, _("Saved."))
            return redirect("organisation:unit-list")
    return form_page(request, form, back=reverse("organisation:unit-list"), stored=stored, **page)


def _as_stored(unit: Any) -> list[tuple[str, str]]:
    above = unit.parent.name if unit.parent else _("Nothing: top of the tree")
    return [(_("Name"), unit.name), (_("Kind"), unit.get_kind_display()), (_("Lies under"), above)]

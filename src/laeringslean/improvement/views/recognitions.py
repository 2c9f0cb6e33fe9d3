"""Thanks and learnings: a unit's own page of them, giving one, and what was learned across units."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from laeringslean.foundation.web.back import back
from laeringslean.foundation.web.once import once
from laeringslean.improvement.actions import recognitions
from laeringslean.improvement.actions.recognitions import RecognitionRefused
from laeringslean.improvement.forms.recognitions import GivenForm, LearningSearchForm, RecognitionSearchForm
from laeringslean.improvement.models import Idea, RecognitionKind
from laeringslean.improvement.queries.recognitions import (
    learnings_of,
    milestones_of,
    readable_ideas,
    recognitions_for,
    reuses_of,
)
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.models import Unit

PAGE_SIZE = 20


@signed_in
@require_GET
def recognition_list(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """A unit's thanks and learnings: searched, narrowed and paged."""
    unit = _unit(request, unit_pk, Permission.BOARD_READ)
    form = RecognitionSearchForm(request.GET)
    wish = form.cleaned_data if form.is_valid() else {}
    found = recognitions_for(unit.id, words=wish.get("q") or "", kind=wish.get("kind") or "")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "form": form,
        "page": page,
        "address": _address(request),
        "searched": any(wish.values()),
        "readable": readable_ideas(request.viewer, [given.idea_id for given in page]),
        "reuses": reuses_of(unit.id),
        "milestones": milestones_of(unit.id),
        "may_give": request.viewer.can(Permission.IDEA_COMMENT, unit.id),
    }
    return render(request, "improvement/recognition_list.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@once
def recognition_new(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """Thank somebody, or say what was learned, perhaps from an idea (`?idea=`)."""
    unit = _unit(request, unit_pk, Permission.IDEA_COMMENT)
    idea = _idea(request)
    home = back(request, reverse("improvement:recognition-list", args=[unit.pk]))
    kind = RecognitionKind.LEARNED if idea else RecognitionKind.THANKS
    form = GivenForm(request.POST or None, unit=unit, initial={"kind": kind})
    context = {"unit": unit, "idea": idea, "form": form, "back": home}
    if not form.is_valid():
        return render(request, "improvement/recognition_new.html", context, status=422 if form.is_bound else 200)
    try:
        recognitions.give(unit=unit, idea=idea, by=request.viewer.person_id, **form.cleaned_data)
    except RecognitionRefused as refused:
        form.add_error("text", str(refused))
        return render(request, "improvement/recognition_new.html", context, status=422)
    messages.success(request, _("It is up on the board."))
    return redirect(home)


@signed_in
@require_GET
def learning_list(request: HttpRequest) -> HttpResponse:
    """What was learned from ideas, whether they worked or not, across the units whose ideas one may read."""
    viewer = request.viewer
    require(viewer, Permission.IDEA_READ)
    form = LearningSearchForm(request.GET, units=Unit.objects.allowing(viewer, Permission.IDEA_READ))
    wish = form.cleaned_data if form.is_valid() else {}
    found = learnings_of(viewer, words=wish.get("q") or "", unit=wish.get("unit"))
    context = {
        "form": form,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "address": _address(request),
        "searched": any(wish.values()),
    }
    return render(request, "improvement/learning_list.html", context)


def _address(request: HttpRequest) -> str:
    address = request.GET.copy()
    address.pop("page", None)
    return address.urlencode()


def _unit(request: HttpRequest, pk: UUID, permission: Permission) -> Unit:
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=pk)
    require(request.viewer, permission, unit.id)
    return unit


def _idea(request: HttpRequest) -> Idea | None:
    """The idea that the learning is from, when the address or the form names one that the viewer may see."""
    wanted = request.POST.get("idea") or request.GET.get("idea")
    try:
        key = UUID(wanted or "")
    except ValueError:
        return None
    return Idea.objects.visible_to(request.viewer).filter(pk=key).first()

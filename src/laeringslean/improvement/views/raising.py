"""Putting a new idea on a board, with one's name or anonymously."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laeringslean.improvement.actions import anonymous, ideas, photos
from laeringslean.improvement.actions.flood import TooMany
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.actions.photos import PhotoRefused
from laeringslean.improvement.forms.ideas import NewIdeaForm
from laeringslean.improvement.models import Idea
from laeringslean.improvement.queries.meetings import current_meetings
from laeringslean.improvement.queries.similar import SHORTEST
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission

ARRIVED = "draft-arrived"


@signed_in
@require_http_methods(["GET", "POST"])
def idea_new(request: HttpRequest) -> HttpResponse:
    """The page where an idea is raised, and where one with a name is sent.

    Its own key makes a form sent twice one idea, so it needs no request key. A form marked anonymous is treated as
    anonymous here too, should it arrive without the script that sends it to the route of its own.
    """
    form = _form(request)
    if request.method == "GET":
        return _page(request, form)
    if form.data.get("author") == "anonymous":
        return _send_anonymously(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        photo = _received_photo(form)
        idea = ideas.raise_idea(
            **form.answers(),
            unit=form.cleaned_data["unit"],
            photo=photo,
            client_key=form.cleaned_data["client_key"],
            by=request.viewer.person_id,
        )
    except PhotoRefused as refused:
        form.add_error("photo", str(refused))
        return _page(request, form, status=422)
    except ImpossibleMove as impossible:
        form.add_error(None, str(impossible))
        return _page(request, form, status=422)
    if idea.photo != photo:
        photos.remove(photo)
    if "another" in request.POST:
        # The tag tells the page that what was kept of the form on this device has arrived.
        messages.success(request, _("Your idea is on the board. Here is room for the next."), extra_tags=ARRIVED)
        return redirect(f"{reverse('improvement:idea-new')}?unit={idea.unit_id}")
    return redirect("improvement:idea-receipt", pk=idea.pk)


@signed_in
@require_POST
def anonymous_idea(request: HttpRequest) -> HttpResponse:
    """Send an idea anonymously: one row is written, and nothing about who sent it."""
    return _send_anonymously(request, _form(request))


def _send_anonymously(request: HttpRequest, form: NewIdeaForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        photo = _received_photo(form)
    except PhotoRefused as refused:
        form.add_error("photo", str(refused))
        return _page(request, form, status=422)
    key = form.cleaned_data["anonymous_key"]
    try:
        arrived = anonymous.submit(**form.answers(), unit=form.cleaned_data["unit"], photo=photo, client_key=key)
    except TooMany as refused:
        photos.remove(photo)
        form.add_error(None, str(refused))
        return _page(request, form, status=429)
    if not arrived:
        photos.remove(photo)
    return redirect("improvement:anonymous-receipt")


@signed_in
@require_GET
def idea_receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The idea has arrived: what happens next, and one more."""
    idea = get_object_or_404(Idea.objects.visible_to(request.viewer).select_related("unit"), pk=pk)
    context = {"idea": idea, "meeting": current_meetings([idea.unit_id]).get(idea.unit_id)}
    return render(request, "improvement/idea_receipt.html", context)


@signed_in
@require_GET
def anonymous_receipt(request: HttpRequest) -> HttpResponse:
    """An anonymous idea has arrived: when it shows. The page knows of no idea in particular."""
    return render(request, "improvement/anonymous_receipt.html", {"shows_at": anonymous.next_publication()})


def _form(request: HttpRequest) -> NewIdeaForm:
    form = NewIdeaForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        viewer=request.viewer,
        home_id=_wanted_unit(request),
    )
    if not request.viewer.can(Permission.IDEA_RAISE) or (request.method == "GET" and not form.units):
        raise PermissionDenied
    return form


def _wanted_unit(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET["unit"])
    except (KeyError, ValueError):
        return next(iter(request.viewer.home_unit_ids), None)


def _received_photo(form: NewIdeaForm) -> str:
    photo = form.cleaned_data["photo"]
    return photos.receive(photo.read()) if photo else ""


def _page(request: HttpRequest, form: NewIdeaForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "shows_at": anonymous.next_publication(), "shortest_compared": SHORTEST}
    return render(request, "improvement/idea_new.html", context, status=status)

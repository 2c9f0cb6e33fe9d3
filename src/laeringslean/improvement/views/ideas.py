"""Ideas: the list and search, the page of one, and rewriting it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from laeringslean.foundation.keys import uuid4
from laeringslean.foundation.models import EditConflict
from laeringslean.improvement.actions import ideas, photos
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.actions.many_ideas import MANY, ManyMove
from laeringslean.improvement.actions.photos import PhotoRefused
from laeringslean.improvement.forms.ideas import CommentForm, EditIdeaForm, IdeaSearchForm
from laeringslean.improvement.models import Idea
from laeringslean.improvement.queries.ideas import may_edit, may_let_stay, path_of, search
from laeringslean.improvement.queries.thinking import thinking_of
from laeringslean.improvement.queries.timelines import timeline_of
from laeringslean.improvement.views.moves import offered_moves
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer, require
from laeringslean.organisation.models import Unit

PAGE_SIZE = 25


@signed_in
@require_GET
def idea_list(request: HttpRequest) -> HttpResponse:
    """The ideas one may see: searched, narrowed and paged."""
    form, wish = asked_for(request)
    pages = Paginator(search(request.viewer, wish), PAGE_SIZE)
    address = request.GET.copy()
    address.pop("page", None)
    context = {
        "form": form,
        "page": pages.get_page(request.GET.get("page")),
        "searched": any(wish.values()),
        "address": address.urlencode(),
        "may_raise": request.viewer.can(Permission.IDEA_RAISE),
        "may_import": request.viewer.can(Permission.IDEA_IMPORT),
        "many": _offered(request.viewer),
        "searched_by": [(name, value) for name, value in request.GET.items() if name in form.fields],
    }
    return render(request, "improvement/idea_list.html", context)


def _offered(viewer: Viewer) -> list[ManyMove]:
    """What may be done with many ideas, for those who move cards at all."""
    if not viewer.can(Permission.IDEA_MOVE):
        return []
    return [move for move in MANY.values() if viewer.can(move.permission)]


def asked_for(request: HttpRequest, asked: QueryDict | None = None) -> tuple[IdeaSearchForm, dict[str, Any]]:
    """The search form as filled in (by the address, or by what else was `asked`), and what it asks for."""
    require(request.viewer, Permission.IDEA_READ)
    units = Unit.objects.allowing(request.viewer, Permission.IDEA_READ)
    form = IdeaSearchForm(request.GET if asked is None else asked, units=units)
    return form, form.cleaned_data if form.is_valid() else {}


@signed_in
@require_GET
def idea_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one idea, and what can be done with it now."""
    idea = _visible(request, pk)
    return render(request, "improvement/idea_detail.html", _detail(request, idea))


def _detail(request: HttpRequest, idea: Idea) -> dict[str, Any]:
    viewer = request.viewer
    trials = list(idea.trials.order_by("cycle"))
    return {
        "idea": idea,
        "path": path_of(idea, trials),
        "moves": offered_moves(viewer, idea),
        "may_edit": may_edit(viewer, idea),
        "may_let_stay": may_let_stay(viewer, idea),
        "may_tag": viewer.can(Permission.IDEA_MOVE, idea.unit_id),
        "may_comment": viewer.can(Permission.IDEA_COMMENT, idea.unit_id),
        "may_moderate": viewer.can(Permission.IDEA_MODERATE, idea.unit_id),
        "may_read_board": viewer.can(Permission.BOARD_READ, idea.unit_id),
        "may_read_benefits": viewer.can(Permission.BENEFIT_READ, idea.unit_id),
        "trials": trials,
        "evaluations": list(idea.evaluations.order_by("id")),
        "escalations": list(idea.escalations.select_related("to_unit").order_by("id")),
        "comments": list(idea.comments.select_related("author").order_by("written_at", "id")),
        "comment_form": CommentForm(initial={"client_key": uuid4()}),
        "timeline": timeline_of(idea),
        "thinking": thinking_of(viewer, idea),
    }


@signed_in
@require_http_methods(["GET", "POST"])
def idea_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rewrite an idea: its proposer until it is answered, and whoever moderates the board."""
    idea = _visible(request, pk)
    if not may_edit(request.viewer, idea):
        raise PermissionDenied
    posted = request.method == "POST"
    form = EditIdeaForm(request.POST if posted else None, request.FILES if posted else None, idea=idea)
    if not posted:
        return _edit_page(request, idea, form)
    if not form.is_valid():
        return _edit_page(request, idea, form, status=422)
    before = idea.photo
    try:
        photo = _photo_of(form)
        ideas.edit(
            idea=idea,
            **form.answers(),
            photo=photo,
            lane=form.cleaned_data.get("lane", ...),
            by=request.viewer.person_id,
            expected_version=form.cleaned_data["version"],
        )
    except (PhotoRefused, ImpossibleMove) as refused:
        form.add_error("photo" if isinstance(refused, PhotoRefused) else None, str(refused))
        return _edit_page(request, _visible(request, pk), form, status=422)
    except EditConflict:
        photos.remove(photo or "")
        stored = _visible(request, pk)
        form.data = {**form.data.dict(), "version": stored.version}
        return _edit_page(request, stored, form, status=409, stored=stored)
    if photo is not None:
        photos.remove(before)
    return redirect("improvement:idea-detail", pk=idea.pk)


def _photo_of(form: EditIdeaForm) -> str | None:
    if photo := form.cleaned_data["photo"]:
        return photos.receive(photo.read())
    return "" if form.cleaned_data.get("remove_photo") else None


def _edit_page(
    request: HttpRequest, idea: Idea, form: EditIdeaForm, status: int = 200, stored: Idea | None = None
) -> HttpResponse:
    context = {
        "idea": idea,
        "form": form,
        "stored": stored,
        "cancel": reverse("improvement:idea-detail", args=[idea.pk]),
    }
    return render(request, "improvement/idea_edit.html", context, status=status)


def _visible(request: HttpRequest, pk: UUID) -> Idea:
    beside = ("unit", "raised_by", "owner", "waste_type", "escalated_to", "lane")
    return get_object_or_404(Idea.objects.visible_to(request.viewer).select_related(*beside), pk=pk)

"""Where on the board an idea belongs beside its section: its lane, and the kind of time thief it is about."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.back import back
from laeringslean.improvement.actions import ideas
from laeringslean.improvement.forms.ideas import TagsForm
from laeringslean.improvement.models import Idea
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require


@signed_in
@require_http_methods(["GET", "POST"])
def idea_tags(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put an idea in a lane of its board, and say what kind of time thief it is about."""
    idea = _idea(request, pk)
    form = TagsForm(request.POST or None, idea=idea)
    if not form.is_valid():
        return _page(request, idea, form, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    try:
        ideas.tag(
            idea=idea,
            lane=given.get("lane"),
            waste_type=given["waste_type"],
            by=request.viewer.person_id,
            expected_version=given["version"],
        )
    except EditConflict:
        stored = _idea(request, pk)
        form.data = {**form.data.dict(), "version": stored.version}
        return _page(request, stored, form, status=409, has_changed=True)
    messages.success(request, _("Saved."))
    return redirect(back(request, reverse("improvement:idea-detail", args=[idea.pk])))


def _idea(request: HttpRequest, pk: UUID) -> Idea:
    found = Idea.objects.visible_to(request.viewer).select_related("unit", "lane", "waste_type")
    idea = get_object_or_404(found, pk=pk)
    require(request.viewer, Permission.IDEA_MOVE, idea.unit_id)
    return idea


def _page(request: HttpRequest, idea: Idea, form: TagsForm, *, status: int, has_changed: bool = False) -> HttpResponse:
    context = {
        "idea": idea,
        "form": form,
        "has_changed": has_changed,
        "back": back(request, reverse("improvement:idea-detail", args=[idea.pk])),
    }
    return render(request, "improvement/idea_tags.html", context, status=status)

"""One's own drafts: kept from the form of a new idea, read, rewritten, thrown away, and put on the board."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.once import once
from laeringslean.improvement.actions import drafts
from laeringslean.improvement.actions.drafts import DraftRefused
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.forms.drafts import DraftForm
from laeringslean.improvement.models import IdeaDraft
from laeringslean.improvement.queries.drafts import drafts_of
from laeringslean.improvement.views.raising import ARRIVED
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require


@signed_in
@require_GET
def draft_list(request: HttpRequest) -> HttpResponse:
    """The viewer's drafts, which nobody else sees."""
    require(request.viewer, Permission.IDEA_RAISE)
    return render(request, "improvement/draft_list.html", {"drafts": drafts_of(request.viewer)})


@signed_in
@require_http_methods(["GET", "POST"])
def draft_new(request: HttpRequest) -> HttpResponse:
    """Keep what stands in the form of a new idea as a draft. Its key makes a form sent twice one draft.

    What was marked anonymous is not kept: a draft has a writer, and could be tied to the idea it became.
    """
    require(request.viewer, Permission.IDEA_RAISE)
    if request.method == "GET":
        return redirect("improvement:idea-new")
    form = DraftForm(request.POST, viewer=request.viewer)
    context = {"form": form}
    if request.POST.get("author") == "anonymous":
        form.add_error(None, _("A draft belongs to you. Send an anonymous idea at once instead."))
    if not form.is_valid():
        return render(request, "improvement/draft_edit.html", context, status=422)
    try:
        drafts.keep(**form.answers(), client_key=form.cleaned_data["client_key"], by=request.viewer.person_id)
    except DraftRefused as refused:
        form.add_error(None, str(refused))
        return render(request, "improvement/draft_edit.html", context, status=422)
    # The tag tells the page that what was kept of the form on this device has arrived.
    messages.success(request, _("The draft is kept. Only you see it."), extra_tags=ARRIVED)
    if request.FILES:
        told = _("The picture is not kept with the draft. Add it when you put the idea on the board.")
        messages.warning(request, told)
    return redirect("improvement:draft-list")


@signed_in
@require_http_methods(["GET", "POST"])
@once
def draft_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rewrite a draft, and put it on the board from the same form."""
    draft = _own(request, pk)
    form = DraftForm(request.POST or None, viewer=request.viewer, draft=draft)
    context = {"form": form, "draft": draft}
    if not form.is_valid():
        return render(request, "improvement/draft_edit.html", context, status=422 if form.is_bound else 200)
    by, version = request.viewer.person_id, form.cleaned_data["version"]
    try:
        drafts.revise(draft=draft, **form.answers(), by=by, expected_version=version)
    except DraftRefused as refused:
        form.add_error(None, str(refused))
        return render(request, "improvement/draft_edit.html", context, status=422)
    except EditConflict:
        stored = _own(request, pk)
        form.data = {**form.data.dict(), "version": stored.version}
        return render(request, "improvement/draft_edit.html", {**context, "stored": stored}, status=409)
    if "raise" in request.POST:
        return _put_up(request, draft)
    messages.success(request, _("The draft is kept. Only you see it."))
    return redirect("improvement:draft-list")


@signed_in
@require_POST
@once
def draft_raising(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a draft on the board."""
    return _put_up(request, _own(request, pk))


def _put_up(request: HttpRequest, draft: IdeaDraft) -> HttpResponse:
    if draft.unit_id:
        require(request.viewer, Permission.IDEA_RAISE, draft.unit_id)
    try:
        idea = drafts.put_on_board(draft=draft, by=request.viewer.person_id)
    except ImpossibleMove as impossible:
        messages.error(request, str(impossible))
        return redirect("improvement:draft-edit", pk=draft.pk)
    return redirect("improvement:idea-receipt", pk=idea.pk)


@signed_in
@require_POST
def draft_removal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away."""
    drafts.remove(draft=_own(request, pk), by=request.viewer.person_id)
    messages.success(request, _("The draft is gone."))
    return redirect("improvement:draft-list")


def _own(request: HttpRequest, pk: UUID) -> IdeaDraft:
    return get_object_or_404(IdeaDraft.objects.visible_to(request.viewer).select_related("unit"), pk=pk)

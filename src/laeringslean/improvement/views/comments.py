"""Writing under an idea, and taking it away again."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from laeringslean.improvement.actions import comments
from laeringslean.improvement.forms.ideas import CommentForm
from laeringslean.improvement.models import Comment, Idea
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require


@signed_in
@require_POST
def idea_comments(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write under an idea. The comment's own key makes a form sent twice one comment."""
    idea = get_object_or_404(Idea.objects.visible_to(request.viewer).select_related("unit"), pk=pk)
    require(request.viewer, Permission.IDEA_COMMENT, idea.unit_id)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return render(request, "improvement/idea_comment.html", {"idea": idea, "form": form}, status=422)
    comments.comment(idea=idea, by=request.viewer.person_id, **form.cleaned_data)
    return redirect(f"{reverse('improvement:idea-detail', args=[idea.pk])}#comments")


@signed_in
@require_POST
def comment_removal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a comment away: one's own, or as moderator of the board."""
    visible = Idea.objects.visible_to(request.viewer)
    comment = get_object_or_404(Comment.objects.filter(idea__in=visible).select_related("idea"), pk=pk)
    is_mine = comment.author_id == request.viewer.person_id
    if not is_mine and not request.viewer.can(Permission.IDEA_MODERATE, comment.idea.unit_id):
        raise PermissionDenied
    comments.remove(comment=comment, by=request.viewer.person_id)
    return redirect(f"{reverse('improvement:idea-detail', args=[comment.idea_id])}#comments")

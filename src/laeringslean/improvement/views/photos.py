"""The picture of an idea, for those who may see the idea."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from laeringslean.improvement.actions.photos import path_of
from laeringslean.improvement.models import Idea
from laeringslean.organisation.access.doors import signed_in


@signed_in
@require_GET
def idea_photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The picture itself, as JPEG."""
    idea = get_object_or_404(Idea.objects.visible_to(request.viewer), pk=pk)
    if not idea.photo or not (path := path_of(idea.photo)).exists():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/jpeg")

"""The manual in the product. It tells nothing about the municipality, so anybody may read it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from laeringslean.organisation.access.doors import public
from laeringslean.overview.queries.manual import CHAPTERS, chapter, chapters, picture


@public
@require_safe
def manual(request: HttpRequest) -> HttpResponse:
    """The table of contents."""
    return render(request, "overview/manual.html", {"chapters": chapters()})


@public
@require_safe
def manual_chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter, with the other chapters and its own sections beside it."""
    if slug not in CHAPTERS:
        raise Http404
    return render(request, "overview/manual_chapter.html", {"chapter": chapter(slug), "chapters": chapters()})


@public
@require_safe
@cache_control(max_age=3600)
def manual_picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of the manual."""
    file = picture(name)
    if file is None:
        raise Http404
    return HttpResponse(file.read_bytes(), content_type="image/png")

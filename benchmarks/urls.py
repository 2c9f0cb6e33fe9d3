"""The product's addresses and an empty view beside them, behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from laeringslean.config.urls import urlpatterns as product
from laeringslean.organisation.access.doors import public


@public
def empty(request: HttpRequest) -> HttpResponse:
    """Answers with nothing, so that what it costs is what any page costs before it does anything."""
    return HttpResponse()


urlpatterns: list[URLPattern | URLResolver] = [path("benchmark/empty/", empty), *product]

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class Language:
    """The person's own language, else the one chosen on this device, else nynorsk if asked for, else bokmål."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(request: HttpRequest) -> str:
    """The language code to answer in."""
    offered = dict(settings.LANGUAGES)
    viewer = getattr(request, "viewer", None)
    for wish in (viewer.language if viewer else "", request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")):
        if wish in offered:
            return wish
    first = request.headers.get("Accept-Language", "").split(",")[0].strip().lower()
    return "nn" if first.startswith("nn") else settings.LANGUAGE_CODE

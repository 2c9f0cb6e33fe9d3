"""Finds out who is asking. Nothing is written: a session is never touched by being used."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from laeringslean.organisation.queries import viewer_for_token


class SignedIn:
    """Sets `request.viewer` to the signed-in Viewer or None. Looked up per request, so revocation is immediate."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request.COOKIES.get(settings.SESSION_COOKIE, "")
        request.viewer = viewer_for_token(token) if token else None  # type: ignore[attr-defined]
        return self.get_response(request)

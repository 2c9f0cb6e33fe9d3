from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


class ContentSecurityPolicy:
    """Only our own scripts, styles and pictures; nothing inline; nobody may frame us; nobody may index us."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # With "not modified" the browser keeps those of the page that it has.
        if response.status_code != 304:
            response.headers.setdefault("Content-Security-Policy", _POLICY)
            response.headers.setdefault("X-Robots-Tag", "noindex")
        # Everything is private unless a view says otherwise.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

"""What a browser is told about a session, and what it tells of itself."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token

SESSION_LASTS = timedelta(days=14)

_BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]
_SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
]


def hand_over(request: HttpRequest, token: str, leads_to: str) -> HttpResponse:
    """Give the browser a new session's token and go on to `leads_to`."""
    rotate_token(request)
    response = HttpResponseRedirect(leads_to)
    response.set_cookie(
        settings.SESSION_COOKIE,
        token,
        max_age=int(SESSION_LASTS.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def take_back(leads_to: str) -> HttpResponse:
    """Make the browser forget its session, and what it kept of our pages."""
    response = HttpResponseRedirect(leads_to)
    response.delete_cookie(settings.SESSION_COOKIE, path="/", samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def device_of(request: HttpRequest) -> str:
    """A rough name of browser and system, e.g. "Firefox, Windows"; "" when unknown."""
    agent = request.headers.get("User-Agent", "")
    names = (next((name for mark, name in kinds if mark in agent), "") for kinds in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, names))


def address_of(request: HttpRequest) -> str:
    """The network address that asks, "" when the server keeps it to itself. To be counted, never stored or logged."""
    return str(request.META.get("REMOTE_ADDR", ""))

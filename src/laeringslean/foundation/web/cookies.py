"""Cookies that open something: for this host alone, never read by scripts, and over HTTPS only where that is used."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse


def cookie_name(name: str) -> str:
    """The cookie's full name; with HTTPS the browser itself then sees to it that nobody else sets it."""
    return f"__Host-{name}" if settings.SECURE else name


def hand_out(response: HttpResponse, name: str, value: str, *, lasts: timedelta) -> None:
    """Give the browser a cookie that opens something."""
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=int(lasts.total_seconds()),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
        path="/",
    )

"""Who may knock on a URL at all. A view without a door fails the build; what lies behind it is asked of `require`."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Anyone may open this URL, signed in or not."""
    view.door = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Only somebody who is signed in; others are sent to the sign-in page (or told 401 by a fragment)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.viewer is None:  # type: ignore[attr-defined]
            if request.headers.get("HX-Request"):
                return HttpResponse(status=401)
            entrance = reverse("demo:entrance") if settings.DEMO else reverse("organisation:sign-in")
            return HttpResponseRedirect(f"{entrance}?next={quote(request.get_full_path())}")
        return view(request, *args, **kwargs)

    guarded.door = "signed_in"  # type: ignore[attr-defined]
    return guarded


def lent_to(stand_in: Callable[..., Any]) -> Callable[[View], View]:
    """Beside those who are signed in, somebody who was lent this one thing: a device with a key of its own.

    `stand_in(viewer, cookies, *arguments of the URL)` returns the viewer to go on with: the one it was given, a
    narrower one for the device, or None. Stands outside `signed_in`, so that None is sent to the sign-in page as usual.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.viewer = stand_in(request.viewer, request.COOKIES, *args, **kwargs)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return guarded

    return guard

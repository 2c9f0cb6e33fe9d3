"""Signing in and out."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from laeringslean.foundation.web.back import back
from laeringslean.organisation.access.doors import public, signed_in
from laeringslean.organisation.actions import sign_in as signing_in
from laeringslean.organisation.actions.throttle import TooOften
from laeringslean.organisation.forms.sign_in import SignInForm


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with e-mail and password."""
    form = SignInForm(request.POST or None)
    leads_to = back(request, "/")
    if request.method == "GET" and request.viewer is not None:
        return redirect(leads_to)
    status = 200
    if form.is_valid():
        try:
            token = signing_in.sign_in(**form.cleaned_data, address=address_of(request), device=device_of(request))
        except TooOften as refused:
            form.add_error(None, str(refused))
            status = 429
        else:
            if token is not None:
                return enter(request, token, leads_to)
            form.add_error(None, _("Wrong e-mail or password."))
    if form.is_bound and status == 200:
        status = 422
    return render(request, "organisation/sign_in.html", {"form": form, "next": leads_to}, status=status)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session of this device."""
    if request.viewer is not None and request.viewer.session_id is not None:
        signing_in.close_session(session_id=request.viewer.session_id, person_id=request.viewer.person_id)
    return _leave()


@signed_in
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of the person."""
    signing_in.close_all_sessions(person_id=request.viewer.person_id)
    messages.success(request, _("You are signed out on every device."))
    return _leave()


def enter(request: HttpRequest, token: str, leads_to: str) -> HttpResponse:
    """Hand the session's token to the browser and go on."""
    rotate_token(request)
    response = redirect(leads_to)
    response.set_cookie(
        settings.SESSION_COOKIE,
        token,
        max_age=int(signing_in.SESSION_LASTS.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def _leave() -> HttpResponse:
    response = redirect(reverse("demo:entrance") if settings.DEMO else reverse("organisation:sign-in"))
    response.delete_cookie(settings.SESSION_COOKIE, path="/", samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def address_of(request: HttpRequest) -> str:
    """The network address that asks, "" when the server keeps it to itself. To be counted, never stored or logged."""
    return request.META.get("REMOTE_ADDR", "")


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


def device_of(request: HttpRequest) -> str:
    """A rough name of browser and system, e.g. "Firefox, Windows"; "" when unknown."""
    agent = request.headers.get("User-Agent", "")
    names = (next((name for mark, name in kinds if mark in agent), "") for kinds in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, names))


def sign_in_url(leads_to: str) -> str:
    """The sign-in page, going on to `leads_to` afterwards."""
    return f"{reverse('organisation:sign-in')}?{urlencode({'next': leads_to})}"

"""Signing in and out."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from laeringslean.foundation.web.back import back
from laeringslean.organisation.access.browser import address_of, device_of, hand_over, take_back
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
                return hand_over(request, token, leads_to)
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


def _leave() -> HttpResponse:
    return take_back(reverse("demo:entrance") if settings.DEMO else reverse("organisation:sign-in"))

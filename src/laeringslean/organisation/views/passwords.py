"""A new password by way of a code from an e-mail: the first one, or when the old is forgotten."""

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from laeringslean.organisation.access.browser import address_of
from laeringslean.organisation.access.doors import public
from laeringslean.organisation.actions import passwords
from laeringslean.organisation.actions.refusals import Refused
from laeringslean.organisation.actions.throttle import TooOften
from laeringslean.organisation.forms.sign_in import CodeRequestForm, PasswordResetForm

# Not in the page's address, which a proxy or a browser's history would keep.
_COOKIE = "code-sent-to"


@public
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for a code. The answer is the same whether or not anybody has the address."""
    form = CodeRequestForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            passwords.request_code(email=form.cleaned_data["email"], address=address_of(request))
        except TooOften as refused:
            form.add_error(None, str(refused))
            status = 429
        else:
            return _on_to_the_code(form.cleaned_data["email"])
    return render(request, "organisation/password_code.html", {"form": form}, status=status)


@public
@never_cache
@sensitive_post_parameters("new", "code")
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """Type the code and choose a password."""
    email = _asked_for(request)
    form = PasswordResetForm(request.POST or None, initial={"email": email})
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            passwords.reset_password(**form.cleaned_data, address=address_of(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        except TooOften as refused:
            form.add_error(None, str(refused))
            status = 429
        else:
            messages.success(request, _("Your password is changed. Sign in with the new one."))
            done = redirect("organisation:sign-in")
            done.delete_cookie(_COOKIE, path=reverse("organisation:password-reset"), samesite="Lax")
            return done
    return render(request, "organisation/password_reset.html", {"form": form, "email": email}, status=status)


def _on_to_the_code(email: str) -> HttpResponse:
    page = reverse("organisation:password-reset")
    response = redirect(page)
    lasts = int(passwords.CODE_LASTS.total_seconds())
    sent_to = signing.dumps(email, salt=_COOKIE)
    response.set_cookie(
        _COOKIE, sent_to, max_age=lasts, path=page, samesite="Lax", secure=settings.SECURE, httponly=True
    )
    return response


def _asked_for(request: HttpRequest) -> str:
    """The address that this browser has just asked a code for, whoever has it; "" when there is none."""
    try:
        return str(signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_COOKIE, max_age=passwords.CODE_LASTS))
    except signing.BadSignature:
        return ""

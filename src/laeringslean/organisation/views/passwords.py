"""A new password by way of a code from an e-mail: the first one, or when the old is forgotten."""

from urllib.parse import urlencode

from django.contrib import messages
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
            query = urlencode({"email": form.cleaned_data["email"]})
            return redirect(f"{reverse('organisation:password-reset')}?{query}")
    return render(request, "organisation/password_code.html", {"form": form}, status=status)


@public
@never_cache
@sensitive_post_parameters("new", "code")
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """Type the code and choose a password."""
    email = request.GET.get("email", "")[:254]
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
            return redirect("organisation:sign-in")
    return render(request, "organisation/password_reset.html", {"form": form, "email": email}, status=status)

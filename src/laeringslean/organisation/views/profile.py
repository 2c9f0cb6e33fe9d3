"""One's own page: language, password, where one is signed in, and what is known about one."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laeringslean.foundation.web.back import back
from laeringslean.organisation.access.browser import address_of
from laeringslean.organisation.access.doors import public, signed_in
from laeringslean.organisation.actions import people
from laeringslean.organisation.actions.passwords import change_password
from laeringslean.organisation.actions.refusals import Refused
from laeringslean.organisation.actions.sign_in import close_session
from laeringslean.organisation.actions.throttle import TooOften
from laeringslean.organisation.forms.sign_in import LanguageForm, PasswordChangeForm
from laeringslean.organisation.models import Person, Session
from laeringslean.organisation.queries.people import memberships_of, roles_of, sessions_of
from laeringslean.organisation.views.pages import form_page


@signed_in
@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """What is known about oneself, and what one may choose."""
    person = _myself(request)
    context = {
        "person": person,
        "memberships": memberships_of(person),
        "roles": roles_of(person),
        "sessions": sessions_of(person),
        "languages": settings.LANGUAGES,
    }
    return render(request, "organisation/profile.html", context)


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose a language: for this device, and when signed in for oneself."""
    form = LanguageForm(request.POST)
    response = redirect(back(request, "/"))
    if not form.is_valid():
        return response
    chosen = form.cleaned_data["language"]
    if request.viewer is not None:
        people.choose_language(person=_myself(request), language=chosen, by=request.viewer.person_id)
    year = 365 * 24 * 3600
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=year, samesite="Lax", secure=settings.SECURE, httponly=True
    )
    return response


@signed_in
@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Switch single keys on or off for oneself."""
    on = request.POST.get("single_keys") == "on"
    people.choose_keys(person=_myself(request), single_keys=on, by=request.viewer.person_id)
    messages.success(request, _("Single keys are on.") if on else _("Single keys are off."))
    return redirect(back(request, reverse("organisation:profile")))


@signed_in
@sensitive_post_parameters("current", "new")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; other devices are signed out."""
    form = PasswordChangeForm(request.POST or None)
    if form.is_valid():
        try:
            change_password(
                person=_myself(request),
                **form.cleaned_data,
                keep_session=request.viewer.session_id,
                address=address_of(request),
                by=request.viewer.person_id,
            )
        except (Refused, TooOften) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your password is changed, and every other device is signed out."))
            return redirect("organisation:profile")
    return form_page(
        request, form, title=_("Change password"), button=_("Change password"), back=reverse("organisation:profile")
    )


@signed_in
@require_POST
def session_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign oneself out on another device."""
    session = get_object_or_404(Session, pk=pk, person_id=request.viewer.person_id)
    close_session(session_id=session.id, person_id=request.viewer.person_id)
    messages.success(request, _("That device is signed out."))
    return redirect("organisation:profile")


def _myself(request: HttpRequest) -> Person:
    return Person.objects.get(pk=request.viewer.person_id)

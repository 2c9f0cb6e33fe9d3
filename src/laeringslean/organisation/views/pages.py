"""One form on a page of its own, the way every form of this room is shown."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_page(
    request: HttpRequest, form: forms.Form, *, title: str, button: str, back: str, stored: Any = (), **context: Any
) -> HttpResponse:
    """The form with its title and the word on its button; `back` is where "Cancel" leads.

    With `stored` (pairs of label and value as they are now) somebody else was first: 409, with both versions shown.
    """
    status = 409 if stored else 422 if form.is_bound else 200
    context |= {"form": form, "title": title, "button": button, "back": back, "stored": stored}
    return render(request, "organisation/form.html", context, status=status)


def keep_newest_version(form: forms.Form, version: int) -> forms.Form:
    """The same form as typed, but saving it next time replaces what is stored now."""
    form.data = {**form.data.dict(), "version": version}  # type: ignore[attr-defined]
    return form

"""Doing one thing with many ideas that were chosen in the list: a page that says how many, then all of them or none."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from laeringslean.foundation.web.once import once
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.actions.many_ideas import MANY, ManyMove, movable, move_many
from laeringslean.improvement.forms.many_ideas import ManyIdeasForm
from laeringslean.improvement.models import Idea
from laeringslean.improvement.queries.ideas import search
from laeringslean.improvement.views.ideas import asked_for
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.viewer import require

TITLES_SHOWN = 10
# What the list was searched by, which chooses its ideas when all that fit are meant.
SEARCHED_BY = ("q", "unit", "state", "kind", "mine")


@signed_in
@require_http_methods(["GET", "POST"])
@once
def many_ideas(request: HttpRequest) -> HttpResponse:
    """Confirm what shall be done with the chosen ideas; then do it."""
    asked = request.GET if request.method == "GET" else request.POST
    move = MANY.get(asked.get("move", ""))
    if move is None:
        messages.warning(request, _("Choose what to do with them."))
        return redirect(_list(asked))
    require(request.viewer, move.permission)
    chosen = _chosen(request, asked)
    ideas = list(movable(request.viewer, chosen, move).order_by("pk"))
    if request.method == "GET":
        form = ManyIdeasForm(initial={"number": len(ideas)}, move=move, viewer=request.viewer)
        return _page(request, asked, move, ideas, chosen, form)
    form = ManyIdeasForm(request.POST, move=move, viewer=request.viewer)
    if form.is_valid() and form.cleaned_data["number"] != len(ideas):
        form.add_error(None, _("Something has changed since you chose. Look at the number, and say it again."))
        form.data = {**form.data.dict(), "number": len(ideas)}
        return _page(request, asked, move, ideas, chosen, form, status=409)
    if not form.is_valid():
        return _page(request, asked, move, ideas, chosen, form, status=422)
    return _do(request, asked, move, ideas, chosen, form)


def _do(
    request: HttpRequest,
    asked: QueryDict,
    move: ManyMove,
    ideas: list[Idea],
    chosen: QuerySet[Idea],
    form: ManyIdeasForm,
) -> HttpResponse:
    try:
        number = move_many(ideas=ideas, move=move, said=form.said(), by=request.viewer.person_id)
    except ImpossibleMove as impossible:
        form.add_error(None, str(impossible))
        return _page(request, asked, move, ideas, chosen, form, status=409)
    done = ngettext("“%(move)s”: %(number)s idea.", "“%(move)s”: %(number)s ideas.", number)
    messages.success(request, done % {"move": move.label, "number": number})
    return redirect(_list(asked))


def _chosen(request: HttpRequest, asked: QueryDict) -> QuerySet[Idea]:
    """The ideas that were ticked, or all that fit the search."""
    if asked.get("all"):
        _form, wish = asked_for(request, asked)
        return search(request.viewer, wish)
    keys = []
    for text in asked.getlist("idea"):
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    return Idea.objects.visible_to(request.viewer).filter(pk__in=keys)


def _list(asked: QueryDict) -> str:
    """The list as it was searched."""
    query = QueryDict(mutable=True)
    for name in SEARCHED_BY:
        if asked.get(name):
            query[name] = str(asked[name])
    return reverse("improvement:idea-list") + (f"?{query.urlencode()}" if query else "")


def _page(
    request: HttpRequest,
    asked: QueryDict,
    move: ManyMove,
    ideas: list[Idea],
    chosen: QuerySet[Idea],
    form: ManyIdeasForm,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "move": move,
        "form": form,
        "number": len(ideas),
        "others": chosen.count() - len(ideas),
        "titles": [idea.title for idea in ideas[:TITLES_SHOWN]],
        "more": max(0, len(ideas) - TITLES_SHOWN),
        "kept": [(name, asked[name]) for name in ("move", "all", *SEARCHED_BY) if asked.get(name)],
        "keys": [] if asked.get("all") else [idea.pk for idea in ideas],
        "back": _list(asked),
    }
    return render(request, "improvement/many_ideas.html", context, status=status)

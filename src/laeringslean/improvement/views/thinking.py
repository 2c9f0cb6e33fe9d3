"""Thinking about an idea together: effort and impact, five whys, and what it builds on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.back import back
from laeringslean.improvement.actions import recognitions, thinking
from laeringslean.improvement.actions.thinking import ThinkingRefused
from laeringslean.improvement.forms.thinking import EffortImpactForm, SourceForm, WhysForm
from laeringslean.improvement.models import IMPLEMENTED, EffortImpact, FiveWhys, Idea, IdeaSource, IdeaState
from laeringslean.improvement.queries.similar import similar_ideas
from laeringslean.improvement.queries.thinking import grid_of
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.models import Unit


@signed_in
@require_GET
def unit_grid(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """A unit's ideas by effort and impact, those without a place beside them, and the table behind."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=unit_pk)
    require(request.viewer, Permission.BOARD_READ, unit.id)
    context = {
        "unit": unit,
        "grid": grid_of(unit.id),
        "may_think": request.viewer.can(Permission.IDEA_COMMENT, unit.id),
    }
    return render(request, "improvement/unit_grid.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def idea_place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Place an idea by effort and impact, move it, or take it off the grid."""
    idea = _idea(request, pk)
    home = back(request, reverse("improvement:idea-detail", args=[idea.pk]))
    by = request.viewer.person_id
    if request.method == "POST" and "remove" in request.POST:
        thinking.take_off(idea=idea, by=by)
        return redirect(home)
    place = EffortImpact.objects.filter(idea=idea).first()
    form = EffortImpactForm(request.POST or None, place=place)
    context = {"idea": idea, "form": form, "back": home, "place": place}
    if not form.is_valid():
        return render(request, "improvement/idea_place.html", context, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    try:
        thinking.place(
            idea=idea, effort=given["effort"], impact=given["impact"], by=by, expected_version=given["version"]
        )
    except EditConflict as conflict:
        stored = conflict.current
        assert isinstance(stored, EffortImpact)
        form.data = {**form.data.dict(), "version": stored.version}
        context |= {"stored": stored, "place": stored}
        return render(request, "improvement/idea_place.html", context, status=409)
    messages.success(request, _("The idea has its place."))
    return redirect(home)


@signed_in
@require_http_methods(["GET", "POST"])
def idea_whys(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Five whys: read them, or write them all together. A sixth and a seventh come when five are answered."""
    idea = _idea(request, pk)
    home = back(request, reverse("improvement:idea-detail", args=[idea.pk]))
    whys = FiveWhys.objects.filter(idea=idea).first()
    form = WhysForm(request.POST or None, whys=whys)
    context = {"idea": idea, "form": form, "back": home, "whys": whys}
    if not form.is_valid():
        return render(request, "improvement/idea_whys.html", context, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    try:
        thinking.ask_why(
            idea=idea,
            answers=form.answers,
            root=given["root"],
            by=request.viewer.person_id,
            expected_version=given["version"],
        )
    except ThinkingRefused as refused:
        form.add_error(None, str(refused))
        return render(request, "improvement/idea_whys.html", context, status=422)
    except EditConflict as conflict:
        stored = conflict.current
        assert isinstance(stored, FiveWhys)
        form.data = {**form.data.dict(), "version": stored.version}
        return render(request, "improvement/idea_whys.html", {**context, "stored": stored}, status=409)
    messages.success(request, _("The whys are saved."))
    if "more" in request.POST:
        return redirect(f"{reverse('improvement:idea-whys', args=[idea.pk])}?next={home}")
    return redirect(home)


@signed_in
@require_http_methods(["GET", "POST"])
def idea_sources(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that an idea builds on one that is finished elsewhere, chosen among those that are like it."""
    idea = _idea(request, pk)
    linked = IdeaSource.objects.filter(idea=idea).select_related("source__unit")
    seen = set(Idea.objects.visible_to(request.viewer).filter(pk__in=linked.values("source_id")).values_list("pk"))
    mine = [link for link in linked.order_by("id") if (link.source_id,) in seen]
    found = [
        other
        for other in similar_ideas(request.viewer, f"{idea.problem}\n{idea.proposal}")
        if other.idea.state in _CARRIED_OUT and other.idea.pk not in {idea.pk, *(link.source_id for link in mine)}
    ]
    form = SourceForm(request.POST or None, initial={"thanks": _("Thank you for the idea. We build on it.")})
    context = {"idea": idea, "form": form, "linked": mine, "found": found}
    if not form.is_valid():
        return render(request, "improvement/idea_sources.html", context, status=422 if form.is_bound else 200)
    finished = Idea.objects.visible_to(request.viewer).filter(state__in=_CARRIED_OUT)
    source = get_object_or_404(finished, pk=form.cleaned_data["source"])
    try:
        _build(idea, source, form.cleaned_data["thanks"], by=request.viewer.person_id)
    except ThinkingRefused as refused:
        form.add_error(None, str(refused))
        return render(request, "improvement/idea_sources.html", context, status=422)
    messages.success(request, _("It is written down what the idea builds on, and the team that had it first is told."))
    return redirect("improvement:idea-detail", pk=idea.pk)


_CARRIED_OUT = [*IMPLEMENTED, IdeaState.CLOSED]


def _build(idea: Idea, source: Idea, thanks: str, *, by: UUID) -> None:
    """Link the ideas and thank the other team, both or neither; a link that was there thanks nobody again."""
    with write_transaction():
        is_new = not IdeaSource.objects.filter(idea=idea, source=source).exists()
        thinking.build_on(idea=idea, source=source, by=by)
        if thanks and is_new and source.unit_id != idea.unit_id:
            recognitions.give(unit=idea.unit, text=thanks, to_unit=source.unit, idea=source, by=by)


@signed_in
@require_POST
def idea_source_removal(request: HttpRequest, pk: UUID, source_pk: UUID) -> HttpResponse:
    """Take back that an idea builds on another one."""
    idea = _idea(request, pk)
    link = get_object_or_404(IdeaSource.objects.select_related("idea"), idea=idea, source_id=source_pk)
    thinking.unbuild(link=link, by=request.viewer.person_id)
    return redirect("improvement:idea-sources", pk=idea.pk)


def _idea(request: HttpRequest, pk: UUID) -> Idea:
    """The idea, for somebody who may think about it with its group: staff, leaders, guides and representatives."""
    idea = get_object_or_404(Idea.objects.visible_to(request.viewer).select_related("unit"), pk=pk)
    require(request.viewer, Permission.IDEA_COMMENT, idea.unit_id)
    return idea

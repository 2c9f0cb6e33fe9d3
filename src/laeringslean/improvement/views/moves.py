"""The moves of an idea: one address each. GET shows what it asks for, POST makes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.back import back
from laeringslean.improvement.actions import ideas
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.forms import moves as forms
from laeringslean.improvement.models import MOVES_OF_IDEAS, SECTION_OF_STATE, Idea, Move, is_open, moves_from
from laeringslean.improvement.queries.boards import Fullness, full_sections, sections_of_unit
from laeringslean.improvement.queries.ideas import last_decision, may_move, moves_for
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.queries import unit_above_with_leader

Action = Callable[..., Idea]


def _view_of(key: str, form_class: type[forms.MoveForm], action: Action) -> Callable[..., HttpResponse]:
    """The view of one move: its page, what it asks for, and the action that makes it."""

    @signed_in
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        move = MOVES_OF_IDEAS[key]
        idea = _allowed(request, pk, move)
        if request.method == "GET":
            form = form_class(initial={"version": request.GET.get("version") or idea.version}, idea=idea)
            return _page(request, idea, move, form)
        form = form_class(request.POST, idea=idea)
        if not form.is_valid():
            return _page(request, idea, move, form, status=422)
        return _make(request, idea, move, form, action)

    view.__name__ = key.replace("-", "_")
    view.__doc__ = f"Make the move “{key}” with an idea."
    return view


def _allowed(request: HttpRequest, pk: UUID, move: Move) -> Idea:
    found = Idea.objects.visible_to(request.viewer)
    # A move that asks for nothing is made without them.
    idea = get_object_or_404(found.select_related("unit", "raised_by") if move.asks else found, pk=pk)
    # Where the move is impossible anyway, those who could have made it are told so.
    could = request.viewer.can(move.permission, idea.unit_id)
    if not (may_move(request.viewer, idea, move) if idea.state in move.sources else could):
        raise PermissionDenied
    return idea


def _make(request: HttpRequest, idea: Idea, move: Move, form: forms.MoveForm, action: Action) -> HttpResponse:
    version = form.cleaned_data["version"]
    try:
        action(idea=idea, by=request.viewer.person_id, expected_version=version, **form.facts())
    except ImpossibleMove as impossible:
        form.add_error(None, str(impossible))
        return _page(request, _allowed(request, idea.pk, move), move, form, status=409)
    except EditConflict as conflict:
        if not Idea.objects.visible_to(request.viewer).filter(pk=idea.pk).exists():
            # Whoever was lifted an idea sees it only until somebody has replied.
            messages.error(request, str(conflict))
            return redirect("overview:home")
        # What was typed stays; sent once more it counts from the idea as it is now.
        stored = _allowed(request, idea.pk, move)
        form.data = {**form.data.dict(), "version": stored.version}
        return _page(request, stored, move, form, status=409, has_changed=True)
    messages.success(request, _("The idea now stands at: %s") % idea.get_state_display())
    still_visible = (
        request.viewer.can(Permission.IDEA_READ, idea.unit_id)
        or Idea.objects.visible_to(request.viewer).filter(pk=idea.pk).exists()
    )
    page = reverse("improvement:idea-detail", args=[idea.pk]) if still_visible else reverse("overview:home")
    return redirect(back(request, page))


def _page(
    request: HttpRequest,
    idea: Idea,
    move: Move,
    form: forms.MoveForm,
    status: int = 200,
    has_changed: bool = False,
) -> HttpResponse:
    context = {
        "idea": idea,
        "move": move,
        "form": form,
        "has_changed": has_changed,
        "back": back(request, reverse("improvement:idea-detail", args=[idea.pk])),
        "full": _full_after(idea, [move]).get(move.key),
        "above": unit_above_with_leader(idea.unit) if move.key == "escalation" else None,
    }
    return render(request, "improvement/idea_move.html", context, status=status)


def _full_after(idea: Idea, moves: list[Move]) -> dict[str, Fullness]:
    """For each move, by its key, that would put one card too many in a section: how full that is."""
    elsewhere = {
        move.key: section
        for move in moves
        if idea.state not in move.stays
        and (section := SECTION_OF_STATE.get(move.target)) is not None
        and section != idea.section
    }
    full = full_sections(idea.unit_id) if elsewhere else {}
    return {key: full[section] for key, section in elsewhere.items() if section in full}


@dataclass(frozen=True)
class OfferedMove:
    """A button of the idea's page: a form that makes the move, or a link to where it asks for something."""

    label: str
    url: str
    asks: bool


def offered_moves(viewer: Viewer, idea: Idea) -> list[OfferedMove]:
    """What the viewer may do with the idea now."""
    return [
        OfferedMove(str(move.label), reverse(f"improvement:idea-{move.key}", args=[idea.pk]), move.asks)
        for move in moves_for(viewer, idea, last_decision(idea))
    ]


@signed_in
@require_http_methods(["GET", "POST"])
def idea_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose where to move an idea; leads to the page of that move, which asks for what it needs."""
    key = request.POST.get("move", "")
    if request.method == "POST" and key in _VIEWS:
        return _VIEWS[key](request, pk)
    idea = get_object_or_404(Idea.objects.visible_to(request.viewer).select_related("unit"), pk=pk)
    if request.method == "POST" and key in MOVES_OF_IDEAS:
        return _to_move(request, idea, key)
    moves = moves_for(request.viewer, idea, last_decision(idea))
    wish = Wish(request.GET.get("to", ""), request.GET.get("move", ""))
    wanted = [move for move in moves if wish.is_met_by(move)]
    if wish and len(wanted) == 1:
        return _to_move(request, idea, wanted[0].key)
    full = _full_after(idea, wanted or moves)
    context = {
        "idea": idea,
        "moves": [(move, full.get(move.key)) for move in wanted or moves],
        "may_tag": request.viewer.can(Permission.IDEA_MOVE, idea.unit_id),
        "why_not": _why_not(idea, wish) if wish and not wanted else "",
        "version": request.GET.get("version") or idea.version,
        "back": back(request, reverse("improvement:idea-detail", args=[idea.pk])),
    }
    return render(request, "improvement/idea_moves.html", context)


def _to_move(request: HttpRequest, idea: Idea, key: str) -> HttpResponse:
    """The page of a move, which leads back to where this one would have."""
    asked = request.POST if request.method == "POST" else request.GET
    query = {name: value for name in ("next", "version") if (value := asked.get(name))}
    return redirect(f"{reverse(f'improvement:idea-{key}', args=[idea.pk])}?{urlencode(query)}")


class Wish(NamedTuple):
    """Where on the board somebody dropped a card, or the move that they want; both empty for whatever there is."""

    section: str
    move: str

    def __bool__(self) -> bool:
        """Whether anything in particular is wanted."""
        return self.section in SECTION_OF_STATE.values() or self.move in MOVES_OF_IDEAS

    def is_met_by(self, move: Move) -> bool:
        """Whether a move leads there. One that leaves the idea where it stands leads nowhere."""
        return move.key == self.move or (not move.stays and SECTION_OF_STATE.get(move.target) == self.section)


def _why_not(idea: Idea, wish: Wish) -> str:
    """Why the idea cannot go where it was wished to go, in a sentence."""
    if wish.move:
        return _("“%(move)s” is not possible now. The idea stands at: %(state)s.") % {
            "move": MOVES_OF_IDEAS[wish.move].label,
            "state": idea.get_state_display(),
        }
    names = {section.key: section.name for section in sections_of_unit(idea.unit_id)}
    told = {"from": names.get(idea.section or "", idea.get_state_display()), "to": names.get(wish.section, "")}
    exist = [move for move in moves_from(idea.state) if wish.is_met_by(move)]
    if not exist:
        return _("It cannot go straight from “%(from)s” to “%(to)s”.") % told
    if any(is_open(move, idea.state, last_decision(idea)) for move in exist):
        return _("It can go from “%(from)s” to “%(to)s”, but that is for somebody else to decide.") % told
    return _("Before it can go from “%(from)s” to “%(to)s”, the evaluation must say so.") % told


# The moves that ask for nothing, by their keys.
_VIEWS: dict[str, Callable[..., HttpResponse]] = {}


discussion = _view_of("discussion", forms.MoveForm, ideas.discuss)
revival = _view_of("revival", forms.MoveForm, ideas.revive)
acceptance = _view_of("acceptance", forms.MoveForm, ideas.accept)
parking = _view_of("parking", forms.ParkingForm, ideas.park)
escalation = _view_of("escalation", forms.EscalationForm, ideas.escalate)
escalation_reply = _view_of("escalation-reply", forms.EscalationReplyForm, ideas.answer_escalation)
decline = _view_of("decline", forms.DeclineForm, ideas.decline)
plan = _view_of("plan", forms.PlanForm, ideas.plan)
trial = _view_of("trial", forms.TrialForm, ideas.start_trial)
result = _view_of("result", forms.ResultForm, ideas.record_result)
done = _view_of("done", forms.MoveForm, ideas.mark_done)
evaluation = _view_of("evaluation", forms.EvaluationForm, ideas.evaluate)
standard = _view_of("standard", forms.MoveForm, ideas.standardise)
adjustment = _view_of("adjustment", forms.TrialForm, ideas.adjust)
drop = _view_of("drop", forms.MoveForm, ideas.drop)
closure = _view_of("closure", forms.MoveForm, ideas.close)

_VIEWS.update(
    {
        "discussion": discussion,
        "revival": revival,
        "acceptance": acceptance,
        "done": done,
        "standard": standard,
        "drop": drop,
        "closure": closure,
    }
)

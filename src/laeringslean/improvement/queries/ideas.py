"""Reading ideas: searching them, where one is on its way, what can be done with it and who may own it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laeringslean.calc.words import stem, words_of
from laeringslean.foundation import clock
from laeringslean.improvement.models import (
    FINISHED,
    Evaluation,
    Idea,
    IdeaState,
    Move,
    Trial,
    open_moves,
)
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Membership, Unit
from laeringslean.organisation.queries import named, units_below

# States in which an evaluation of the trial (or of what was done) has something to say.
_JUDGED = [IdeaState.EVALUATED, IdeaState.STANDARDISED, IdeaState.DROPPED, IdeaState.DONE, IdeaState.CLOSED]

# From this length on a stem is told from chance well enough to be the beginning of a word.
_LONG_STEM = 4


def last_decision(idea: Idea) -> str | None:
    """What the last evaluation led to; None where there is none yet for the work at hand."""
    if idea.state not in _JUDGED:
        return None
    return Evaluation.objects.filter(idea_id=idea.id).order_by("-id").values_list("decision", flat=True).first()


def moves_for(viewer: Viewer, idea: Idea, decision: str | None) -> list[Move]:
    """The moves that the viewer may make with the idea now, in the order of the table."""
    return [move for move in open_moves(idea.state, decision) if may_move(viewer, idea, move)]


def may_move(viewer: Viewer, idea: Idea, move: Move) -> bool:
    """Whether the viewer has the right to the move; a reply is given where the idea was lifted to."""
    if move.permission is Permission.ESCALATION_ANSWER:
        return idea.escalated_to_id is not None and viewer.can(move.permission, idea.escalated_to_id)
    if idea.state == IdeaState.SET_ASIDE and viewer.person_id in (idea.raised_by_id, idea.owner_id):
        # Nobody decided to put it away, so its proposer needs nobody's leave.
        return True
    return viewer.can(move.permission, idea.unit_id)


def may_let_stay(viewer: Viewer, idea: Idea) -> bool:
    """Whether the viewer may keep an idea from being set aside: its proposer, and whoever moves cards."""
    mine = viewer.person_id in (idea.raised_by_id, idea.owner_id)
    return mine or viewer.can(Permission.IDEA_MOVE, idea.unit_id)


def may_edit(viewer: Viewer, idea: Idea) -> bool:
    """Whether the viewer may rewrite the idea: its proposer until it is answered, and whoever moderates."""
    mine = idea.raised_by_id == viewer.person_id and idea.is_unanswered
    return mine or viewer.can(Permission.IDEA_MODERATE, idea.unit_id)


def may_own(idea: Idea, person_id: UUID) -> bool:
    """Whether somebody may take the idea: staff of the unit or below it today, or its proposer."""
    return person_id == idea.raised_by_id or staff_of(idea.unit).filter(person_id=person_id).exists()


def possible_owners(idea: Idea) -> list[tuple[str, str]]:
    """(id as text, name) of everybody who may take the idea, by name; a proposer from elsewhere comes first."""
    people = named(staff_of(idea.unit))
    proposer = idea.raised_by
    if proposer and proposer.is_active and (proposer.id, proposer.name) not in people:
        people.insert(0, (proposer.id, proposer.name))
    return [(str(person_id), name) for person_id, name in people]


def staff_of(unit: Unit) -> QuerySet[Membership]:
    """Memberships in force today in the unit or below it, of people who still work here."""
    today = clock.today()
    return Membership.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today),
        unit_id__in=units_below(unit),
        valid_from__lte=today,
        person__is_active=True,
    )


def search(viewer: Viewer, wish: Mapping[str, Any]) -> QuerySet[Idea]:
    """The ideas the viewer may see that fit, newest day first.

    `wish` may hold `q` (all of its words must occur in some form, small words apart), `unit`, `state` (or "open"),
    `kind` and `mine`.
    """
    found = Idea.objects.visible_to(viewer)
    for condition in words_wanted(str(wish.get("q") or "")):
        found = found.filter(condition)
    if unit := wish.get("unit"):
        found = found.filter(unit=unit)
    if (state := wish.get("state")) == "open":
        found = found.exclude(state__in=FINISHED)
    elif state:
        found = found.filter(state=state)
    if kind := wish.get("kind"):
        found = found.filter(kind=kind)
    if wish.get("mine"):
        found = found.filter(Q(raised_by_id=viewer.person_id) | Q(owner_id=viewer.person_id))
    return found.select_related("unit").order_by("-raised_on", "-id")


def words_wanted(text: str) -> list[Q]:
    """What must hold of an idea for each word of a search: it stands there as it was typed, or in another form."""
    words = unicodedata.normalize("NFC", text).lower().split()
    said = {word: [stem(part) for part in words_of(word)] for word in words}
    meant = {word: stems for word, stems in said.items() if stems or not word.strip(".,:;!?").isalpha()}
    return [_occurs(word, stems) for word, stems in (meant or said).items()]


def _occurs(word: str, stems: list[str]) -> Q:
    as_typed = Q(search_text__contains=word)
    if not stems:
        return as_typed
    # Longer stems also find the words that begin with them; ideas of release 0.1.0 have no stems of their own.
    forms = [Q(search_text__contains=f" {form}" if len(form) >= _LONG_STEM else f" {form} ") for form in stems]
    return as_typed | reduce(and_, forms)


@dataclass(frozen=True)
class Step:
    """One step of an idea's path, and whether the idea is past it or at it."""

    label: str | Promise
    is_past: bool
    is_current: bool


_PUKK = [
    (_("Raised"), (IdeaState.RAISED, IdeaState.DISCUSSED, IdeaState.PARKED, IdeaState.ESCALATED)),
    (_("Decided"), (IdeaState.ACCEPTED,)),
    (_("Plan"), (IdeaState.PLANNED,)),
    (_("Do"), (IdeaState.TESTING,)),
    (_("Check"), (IdeaState.MEASURED,)),
    (_("Act"), (IdeaState.EVALUATED,)),
    (_("Finished"), (IdeaState.STANDARDISED, IdeaState.DROPPED, IdeaState.DONE, IdeaState.CLOSED)),
]
# A small idea that was simply done has no trial behind it.
_SMALL = [_PUKK[0], _PUKK[1], (_("Done"), (IdeaState.DONE,)), (_("Closed"), (IdeaState.CLOSED,))]
# One that got a no has nothing ahead of it.
_DECLINED = [_PUKK[0], (_("Declined"), (IdeaState.DECLINED,))]


def path_of(idea: Idea, trials: list[Trial]) -> list[Step]:
    """The idea's path by PUKK (plan, do, check, act), or the short one of an idea that was small or got a no, and
    where it is."""
    is_small = not trials and idea.state in (IdeaState.DONE, IdeaState.CLOSED)
    steps = _DECLINED if idea.state == IdeaState.DECLINED else _SMALL if is_small else _PUKK
    state = idea.aside_from if idea.state == IdeaState.SET_ASIDE else idea.state
    at = next(n for n, (_label, states) in enumerate(steps) if state in states)
    return [Step(label, n < at, n == at) for n, (label, _states) in enumerate(steps)]

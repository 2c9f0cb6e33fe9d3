"""Private drafts: an idea on its way, which only its writer sees. See ADR 0022.

The events say that a draft was kept or removed and by whom, never what stands in it nor what idea came of it.
"""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.improvement.actions import ideas
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.models import DRAFTS_KEPT, Idea, IdeaDraft
from laeringslean.organisation.models import Unit

MOST_DRAFTS = 50


class DraftRefused(Exception):
    """The draft cannot be kept as asked for; the message says why."""


@action
def keep(
    *,
    unit: Unit | None,
    kind: str,
    problem: str,
    proposal: str = "",
    expected_effect: str = "",
    client_key: UUID,
    by: UUID,
) -> IdeaDraft:
    """Keep a new draft for the one who writes it; sent again with the same `client_key` it is the same draft.

    The key is the one under which it is raised later. Raises DraftRefused when nothing is written in it, or when
    there are fifty already.
    """
    if there := IdeaDraft.objects.filter(client_key=client_key, author_id=by).first():
        return there
    if IdeaDraft.objects.filter(author_id=by).count() >= MOST_DRAFTS:
        raise DraftRefused(_("You have %d drafts. Raise or delete one first.") % MOST_DRAFTS)
    draft = IdeaDraft(author_id=by, client_key=client_key)
    _write(draft, unit, kind, problem, proposal, expected_effect)
    draft.save()
    events.record("improvement.draft.kept", subject_id=draft.id, actor_id=by)
    return draft


@action
def revise(
    *,
    draft: IdeaDraft,
    unit: Unit | None,
    kind: str,
    problem: str,
    proposal: str = "",
    expected_effect: str = "",
    by: UUID,
    expected_version: int | None = None,
) -> IdeaDraft:
    """Rewrite a draft. Raises DraftRefused when nothing is left in it, EditConflict when it was changed elsewhere."""
    _write(draft, unit, kind, problem, proposal, expected_effect)
    written = ("unit", "kind", "problem", "proposal", "expected_effect", "touched_on")
    draft.save_changes(*written, expected_version=expected_version)
    events.record("improvement.draft.revised", subject_id=draft.id, actor_id=by)
    return draft


@action
def remove(*, draft: IdeaDraft, by: UUID) -> None:
    """Throw a draft away."""
    key = draft.id
    draft.delete()
    events.record("improvement.draft.removed", subject_id=key, actor_id=by)


@action
def put_on_board(*, draft: IdeaDraft, by: UUID) -> Idea:
    """Raise the draft with its writer's name, and delete it: both or neither. Done twice it is one idea.

    Raises ImpossibleMove when the unit or the problem is missing, or the unit is closed.
    """
    if draft.unit is None:
        raise ImpossibleMove(_("Choose the board that it goes to."))
    idea = ideas.raise_idea(
        unit=draft.unit,
        kind=draft.kind,
        problem=draft.problem,
        proposal=draft.proposal,
        expected_effect=draft.expected_effect,
        client_key=draft.client_key,
        by=by,
    )
    IdeaDraft.objects.filter(pk=draft.pk).delete()
    return idea


def forget_old() -> int:
    """Delete drafts that nobody touched for a year, and those of people who work here no more; returns how many."""
    gone = Q(touched_on__lt=clock.today() - DRAFTS_KEPT) | Q(author__is_active=False)
    return IdeaDraft.objects.filter(pk__in=IdeaDraft.objects.filter(gone).values("pk")).delete()[0]


def _write(draft: IdeaDraft, unit: Unit | None, kind: str, problem: str, proposal: str, expected_effect: str) -> None:
    said: dict[str, Any] = {"problem": problem, "proposal": proposal, "expected_effect": expected_effect}
    if not any(text.strip() for text in said.values()):
        raise DraftRefused(_("Write something first."))
    for name, text in said.items():
        setattr(draft, name, text.strip())
    draft.unit, draft.kind, draft.touched_on = unit, kind, clock.today()

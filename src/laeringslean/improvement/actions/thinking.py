"""What a group thinks about an idea: its place by effort and impact, its five whys, and what it builds on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.tenancy import rows
from laeringslean.improvement.actions import boards, untouched
from laeringslean.improvement.models import LONGEST_WHY, MOST_WHYS, EffortImpact, FiveWhys, Idea, IdeaSource, Level


class ThinkingRefused(Exception):
    """It cannot be written down as asked for; the message says why."""


@action
def place(
    *, idea: Idea, effort: int, impact: int, by: UUID | None, expected_version: int | None = None
) -> EffortImpact:
    """Place an idea by effort and impact, or move it to another place; the group did, so the row names nobody.

    `expected_version` is the version of the place the group saw, 0 when it had none. Raises ThinkingRefused for
    figures that are not on the grid, EditConflict when somebody else has placed it elsewhere first.
    """
    if effort not in Level.values or impact not in Level.values:
        raise ThinkingRefused(_("Choose both how much work it takes and how much it gives."))
    stored = EffortImpact.objects.filter(idea=idea).first()
    if stored is None:
        stored = EffortImpact(idea=idea, effort=effort, impact=impact, placed_on=clock.today())
        if not rows.insert(stored, unless_same=("tenant_id", "idea_id")):
            raise EditConflict(EffortImpact.objects.get(idea=idea))
    elif (stored.effort, stored.impact) == (effort, impact):
        return stored
    else:
        stored.effort, stored.impact, stored.placed_on = effort, impact, clock.today()
        stored.save_changes("effort", "impact", "placed_on", expected_version=expected_version)
    untouched.touch(idea.pk)
    _record("placed", idea, by, board_version=boards.touch(idea.unit_id), effort=effort, impact=impact)
    return stored


@action
def take_off(*, idea: Idea, by: UUID | None) -> None:
    """Take an idea off the grid again; one that is not on it stays as it is."""
    if EffortImpact.objects.filter(idea=idea).delete()[0]:
        _record("taken-off", idea, by, board_version=boards.touch(idea.unit_id))


@action
def ask_why(
    *, idea: Idea, answers: Sequence[str], root: int | None, by: UUID | None, expected_version: int | None = None
) -> FiveWhys:
    """Write the answers to one why after the other, all together. Empty ones at the end and between are left out.

    `root` is the number (from one) of the given answers that is the root cause; one that is empty is none.
    `expected_version` is that of the row the group saw, 0 when there was none. Raises ThinkingRefused for more than
    seven, EditConflict when somebody else wrote first.
    """
    said = [(number, answer.strip()[:LONGEST_WHY]) for number, answer in enumerate(answers, 1) if answer.strip()]
    if len(said) > MOST_WHYS:
        raise ThinkingRefused(_("There is room for seven answers."))
    kept = [answer for _number, answer in said]
    marked = next((place for place, (number, _answer) in enumerate(said, 1) if number == root), None)
    stored = FiveWhys.objects.filter(idea=idea).first()
    if stored is None:
        stored = FiveWhys(idea=idea, answers=kept, root=marked, written_on=clock.today())
        if not rows.insert(stored, unless_same=("tenant_id", "idea_id")):
            raise EditConflict(FiveWhys.objects.get(idea=idea))
    else:
        stored.answers, stored.root, stored.written_on = kept, marked, clock.today()
        stored.save_changes("answers", "root", "written_on", expected_version=expected_version)
    untouched.touch(idea.pk)
    _record("whys-asked", idea, by, answers=len(kept))
    return stored


@action
def build_on(*, idea: Idea, source: Idea, by: UUID | None) -> IdeaSource:
    """Say that an idea builds on another one; the board that had it first is told. Said before, nothing changes.

    Raises ThinkingRefused for itself, or when they build on each other already.
    """
    if idea.pk == source.pk:
        raise ThinkingRefused(_("An idea does not build on itself."))
    if IdeaSource.objects.filter(idea=source, source=idea).exists():
        raise ThinkingRefused(_("That idea builds on this one already."))
    link = IdeaSource(idea=idea, source=source, linked_on=clock.today())
    if not rows.insert(link, unless_same=("tenant_id", "idea_id", "source_id")):
        return IdeaSource.objects.get(idea=idea, source=source)
    _record("sourced", idea, by)
    _record("built-upon", source, by)
    return link


@action
def unbuild(*, link: IdeaSource, by: UUID | None) -> None:
    """Take back that an idea builds on another one."""
    idea = link.idea
    link.delete()
    _record("unsourced", idea, by)


def _record(happened: str, idea: Idea, by: UUID | None, **facts: Any) -> None:
    events.record(f"improvement.idea.{happened}", subject_id=idea.id, actor_id=by, unit_id=idea.unit_id, **facts)

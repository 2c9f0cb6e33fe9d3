"""One change of many ideas at once: the one place for it, whatever is done with ideas that were chosen in the list.

`MANY` says what can be done, each by the rules of its row in `models/move.py`: from which states, by whom, and what it
writes. A new kind of change (another state, another field) is one more row here; the page that asks and confirms is
`views/many_ideas.py` and knows none of them by name. All chosen ideas change in one transaction or none does, each
leaves its event, and each board is told once.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.foundation.keys import uuid4
from laeringslean.foundation.models import Event
from laeringslean.foundation.models.event import current_transaction
from laeringslean.foundation.tenancy import rows
from laeringslean.improvement.actions import boards
from laeringslean.improvement.actions.ideas import ImpossibleMove
from laeringslean.improvement.models import MOVES_OF_IDEAS, Idea, IdeaState
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Unit

MOST_AT_ONCE = 10_000
_BATCH = 500


@dataclass(frozen=True)
class Answers:
    """What was said for all of them together."""

    reason: str = ""
    until: date | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class ManyMove:
    """One thing that can be done with many ideas. `writes` gives the fields; `asks` names the answers it needs."""

    key: str
    label: str | Promise
    sources: tuple[IdeaState, ...]
    permission: Permission
    happened: str
    target: IdeaState | None
    writes: Callable[[Answers], dict[str, Any]]
    asks: tuple[str, ...] = ()


def _answered() -> dict[str, Any]:
    return {"decided_on": Coalesce(F("decided_on"), Value(clock.today()))}


def _taken_up() -> Case:
    """What was set aside goes back to where it stood, whatever else to what was discussed."""
    return Case(When(state=IdeaState.SET_ASIDE, then=F("aside_from")), default=Value(IdeaState.DISCUSSED.value))


def _by_table(key: str, happened: str, writes: Callable[[Answers], dict[str, Any]], *asks: str) -> ManyMove:
    """As the move of one idea."""
    move = MOVES_OF_IDEAS[key]
    return ManyMove(key, move.label, move.sources, move.permission, happened, move.target, writes, asks)


MANY: dict[str, ManyMove] = {
    move.key: move
    for move in [
        _by_table("acceptance", "accepted", lambda said: {**_answered(), "reason": ""}),
        _by_table("discussion", "discussed", lambda said: {}),
        _by_table(
            "parking",
            "parked",
            lambda said: {**_answered(), "reason": said.reason, "parked_until": said.until},
            "reason",
            "until",
        ),
        _by_table("decline", "declined", lambda said: {**_answered(), "reason": said.reason}, "reason"),
        _by_table(
            "revival",
            "revived",
            lambda said: {"state": _taken_up(), "reason": "", "parked_until": None, "aside_from": ""},
        ),
        _by_table("done", "done", lambda said: {"done_on": clock.today()}),
        ManyMove(
            "relocation",
            gettext_lazy("Move to another board"),
            (IdeaState.RAISED, IdeaState.DISCUSSED, IdeaState.PARKED, IdeaState.ACCEPTED),
            Permission.IDEA_DECIDE,
            "relocated",
            None,
            lambda said: {"unit": said.unit, "lane": None},
            ("unit",),
        ),
    ]
}
NEEDED = ("reason", "unit")


def movable(viewer: Viewer, chosen: QuerySet[Idea], move: ManyMove) -> QuerySet[Idea]:
    """Of the chosen ideas those that the viewer may do it with, and that stand where it can be done."""
    return chosen.filter(viewer.within(move.permission, "unit_id"), state__in=move.sources)


@action
def move_many(*, ideas: Sequence[Idea], move: ManyMove, said: Answers, by: UUID) -> int:
    """Do it with all of them and return how many; `ideas` as they were when they were chosen.

    Raises ImpossibleMove, changing nothing, when an answer is missing or any of them has been changed since.
    """
    for name in NEEDED:
        if name in move.asks and not getattr(said, name):
            raise ImpossibleMove(_("Write why.") if name == "reason" else _("Choose a board."))
    if len(ideas) > MOST_AT_ONCE:
        raise ImpossibleMove(_("That is too many at once."))
    boards.hold({idea.unit_id for idea in ideas} | ({said.unit.pk} if said.unit else set()))
    changes = move.writes(said)
    if move.target is not None:
        changes = {"state": move.target.value, **changes, "state_since": clock.today(), "aside_on": None}
    _write(ideas, changes)
    _tell(ideas, move, said, by)
    return len(ideas)


def _write(ideas: Sequence[Idea], changes: dict[str, Any]) -> None:
    """Write the fields, unless any of the ideas has another version by now."""
    by_version: dict[int, list[UUID]] = {}
    for idea in ideas:
        by_version.setdefault(idea.version, []).append(idea.pk)
    for version, keys in sorted(by_version.items()):
        for start in range(0, len(keys), _BATCH):
            some = keys[start : start + _BATCH]
            same = Idea.objects.filter(pk__in=some, version=version)
            if same.update(version=version + 1, **changes) != len(some):
                raise ImpossibleMove(_("Somebody else has changed one of them in the meantime. Nothing was changed."))


def _tell(ideas: Sequence[Idea], move: ManyMove, said: Answers, by: UUID) -> None:
    """An event for each idea, bound together so that nobody is told of each; and one for each board."""
    together, moment, today = str(uuid4()), clock.now(), clock.today()
    to_unit = {"to_unit": str(said.unit.pk)} if said.unit else {}
    until = {"until": said.until.isoformat()} if said.until else {}
    told = [
        Event(
            kind=f"improvement.idea.{move.happened}",
            happened_on=today,
            happened_at=moment,
            actor_id=by,
            subject_id=idea.pk,
            details={"before": idea.state, "together": together, **_state_after(idea, move), **to_unit, **until},
        )
        for idea in ideas
    ]
    rows.insertion(told, expressions={"transaction_id": current_transaction()}).run()
    for unit_id, number in _boards_of(ideas, said).items():
        events.record(
            "improvement.ideas.moved",
            subject_id=unit_id,
            actor_id=by,
            unit_id=unit_id,
            board_version=boards.touch(unit_id),
            move=move.key,
            ideas=number,
        )


def _state_after(idea: Idea, move: ManyMove) -> dict[str, str]:
    if move.target is None:
        return {}
    # Only what was set aside remembers where it stood, and all that can be done with that is to take it up again.
    return {"state": idea.aside_from or move.target.value}


def _boards_of(ideas: Collection[Idea], said: Answers) -> Counter[UUID]:
    counted = Counter(idea.unit_id for idea in ideas)
    if said.unit is not None:
        counted[said.unit.pk] += len(ideas)
    return counted

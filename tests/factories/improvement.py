"""Ideas for tests, made by the actions and taken as far on their way as a test needs."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from laeringslean.foundation import clock
from laeringslean.foundation.keys import uuid4
from laeringslean.improvement.actions import anonymous, ideas, recurrences, untouched
from laeringslean.improvement.models import AnonymousSubmission, Escalation, Idea, IdeaState, Recurrence
from laeringslean.method.actions import versions
from laeringslean.method.models import MethodVersion
from laeringslean.organisation.models import Person, Unit
from tests.factories.organisation import make_person

# The moves that lead to each state, from the one before it.
_WAY = {
    "raised": ["raised"],
    "discussed": ["raised", "discussed"],
    "accepted": ["raised", "accepted"],
    "parked": ["raised", "parked"],
    "escalated": ["raised", "escalated"],
    "set_aside": ["raised", "set_aside"],
    "declined": ["raised", "declined"],
    "planned": ["raised", "accepted", "planned"],
    "testing": ["raised", "accepted", "planned", "testing"],
    "measured": ["raised", "accepted", "planned", "testing", "measured"],
    "evaluated": ["raised", "accepted", "planned", "testing", "measured", "evaluated"],
    "standardised": ["raised", "accepted", "planned", "testing", "measured", "evaluated", "standardised"],
    "dropped": ["raised", "accepted", "planned", "testing", "measured", "evaluated", "dropped"],
    "done": ["raised", "accepted", "done"],
    "closed": ["raised", "accepted", "done", "evaluated", "closed"],
}


def make_method() -> MethodVersion:
    """The method as it ships, published once per municipality."""
    return MethodVersion.objects.first() or versions.publish_standard(by=None)


def make_idea(
    unit: Unit,
    *,
    by: Person | None = None,
    state: str = IdeaState.RAISED,
    problem: str = "Vi leter etter nøkler",
    proposal: str = "Fast krok til nøklene",
    decision: str = "keep",
    **facts: Any,
) -> Idea:
    """An idea on the unit's board, in the given state. `decision` is what its evaluation led to, if it has one."""
    make_method()
    facts = {"kind": "suggestion", **facts}
    idea = ideas.raise_idea(unit=unit, problem=problem, proposal=proposal, by=by.id if by else None, **facts)
    for step in _WAY[state][1:]:
        advance(idea, step, by=by, decision="drop" if state == "dropped" else decision)
    return idea


def advance(idea: Idea, to: str, *, by: Person | None = None, decision: str = "keep") -> Idea:
    """Make the one move that leads to a state, with dull words."""
    who: UUID | None = by.id if by else None
    until = clock.today() + timedelta(days=14)
    if to == "planned":
        owner = idea.raised_by_id or make_person(unit=idea.unit).id
        return ideas.plan(idea=idea, owner_id=owner, due_on=until, by=who)
    if to == "testing":
        return ideas.start_trial(idea=idea, plan="Vi prøver", look_at="Minutter", ends_on=until, by=who)
    if to == "evaluated":
        return ideas.evaluate(idea=idea, worked="yes", learned="At det går", decision=decision, by=who)
    if to in ("parked", "declined", "escalated"):
        move = {"parked": ideas.park, "declined": ideas.decline, "escalated": ideas.escalate}[to]
        return move(idea=idea, reason="Fordi", by=who)
    if to == "measured":
        return ideas.record_result(idea=idea, result="Ti minutter spart", by=who)
    if to == "set_aside":
        untouched.set_aside(idea=idea)
        return idea
    plain = {
        "discussed": ideas.discuss,
        "accepted": ideas.accept,
        "standardised": ideas.standardise,
        "dropped": ideas.drop,
        "done": ideas.mark_done,
        "closed": ideas.close,
    }
    return plain[to](idea=idea, by=who)


def make_recurrence(unit: Unit, **facts: Any) -> Recurrence:
    """A task that comes back every month from today on, and has done so once."""
    make_method()
    wish: dict[str, Any] = {"kind": "task", "text": "Sjekk skrinet", "rhythm": "monthly", "begins_on": clock.today()}
    return recurrences.add(unit=unit, by=None, **(wish | facts))


def make_escalated_to(unit: Unit, *, from_unit: Unit | None = None) -> Idea:
    """An idea that waits for an answer from the leader of `unit`."""
    idea = make_idea(from_unit or unit)
    Escalation.objects.create(
        idea=idea,
        to_unit=unit,
        reason="Fordi",
        escalated_on=clock.today(),
        answer_due_on=clock.today() + timedelta(days=14),
    )
    idea.state, idea.escalated_to = IdeaState.ESCALATED, unit
    idea.save_changes("state", "escalated_to")
    return idea


def make_submission(unit: Unit, **facts: Any) -> AnonymousSubmission:
    """An anonymous idea that still waits."""
    make_method()
    key = facts.pop("client_key", None) or uuid4()
    facts = {"kind": "suggestion", "problem": "Ingen hører på oss om natta", **facts}
    anonymous.submit(unit=unit, client_key=key, **facts)
    return AnonymousSubmission.objects.get(client_key=key)


def picture(*, size: tuple[int, int] = (40, 30), form: str = "JPEG", exif: dict[int, Any] | None = None) -> bytes:
    """The bytes of a plain picture, with the given EXIF tags in it."""
    drawn = BytesIO()
    tags = Image.Exif()
    for tag, value in (exif or {}).items():
        tags[tag] = value
    Image.new("RGB", size, "teal").save(drawn, form, exif=tags)
    return drawn.getvalue()

"""Anonymous ideas. Nothing that could name the author is ever written: see ADR 0011."""

from datetime import UTC, datetime, timedelta
from random import SystemRandom
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.foundation.keys import uuid4
from laeringslean.improvement.actions import boards, flood, photos
from laeringslean.improvement.models import AnonymousSubmission, Idea
from laeringslean.method.models import WasteType
from laeringslean.organisation.models import Unit


@action
def submit(
    *,
    unit: Unit,
    kind: str,
    problem: str,
    proposal: str = "",
    expected_effect: str = "",
    waste_type: WasteType | None = None,
    photo: str = "",
    client_key: UUID,
) -> bool:
    """Let an idea wait, unsigned, for `publish_due`. It takes no `by` and leaves no event.

    Sent again with the same `client_key` nothing is written; returns whether something was. Raises flood.TooMany when
    the board has been sent too many this hour.
    """
    if AnonymousSubmission.objects.filter(client_key=client_key).exists():
        return False
    if Idea.objects.filter(client_key=client_key).exists():
        return False
    flood.waiting.take(unit.id, next_publication())
    try:
        with transaction.atomic():
            AnonymousSubmission.objects.create(
                id=uuid4(),
                client_key=client_key,
                unit=unit,
                kind=kind,
                problem=problem.strip(),
                proposal=proposal.strip(),
                expected_effect=expected_effect.strip(),
                waste_type=waste_type,
                photo=photo,
                submitted_on=clock.today(),
                shown_at_hour=_coming_hour(),
            )
    except IntegrityError:
        # On PostgreSQL the same form may be under way twice at once; one of them is enough.
        return False
    return True


def next_publication() -> datetime:
    """When `publish_due` runs next: the next full hour, where the municipality is."""
    local = timezone.localtime(clock.now())
    return local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _coming_hour() -> int:
    """The number of the next full hour, in UTC, where no hour comes twice."""
    return next_publication().astimezone(UTC).hour


@action
def publish_due() -> int:
    """Publish what was sent before the last full hour; run then, or soon after, for each municipality.

    What came since waits for the next one, also when we are late or another server has just done this: an idea that is
    shown a second after it was sent names whoever sent it.
    """
    due = ~Q(shown_at_hour=_coming_hour()) | Q(shown_at_hour=None)
    return _publish_all(list(AnonymousSubmission.objects.filter(due).select_related("unit")))


@action
def publish_waiting() -> int:
    """Put all that waits on its boards, in random order, and forget the submissions; returns how many.

    Ideas get new keys, pictures new files.
    """
    return _publish_all(list(AnonymousSubmission.objects.select_related("unit")))


def _publish_all(waiting: list[AnonymousSubmission]) -> int:
    SystemRandom().shuffle(waiting)
    boards.hold({submission.unit_id for submission in waiting})
    for submission in waiting:
        _publish(submission)
        submission.delete()
        if submission.photo:
            transaction.on_commit(lambda name=submission.photo: photos.remove(name))
    return len(waiting)


def _publish(submission: AnonymousSubmission) -> None:
    idea = Idea(
        id=uuid4(),
        client_key=submission.client_key,
        unit_id=submission.unit_id,
        kind=submission.kind,
        problem=submission.problem,
        proposal=submission.proposal,
        expected_effect=submission.expected_effect,
        waste_type_id=submission.waste_type_id,
        photo=photos.receive_copy(submission.photo) if submission.photo else "",
        is_anonymous=True,
        raised_on=submission.submitted_on,
        state_since=submission.submitted_on,
    )
    idea.search_text = idea.words
    idea.save(force_insert=True)
    events.record(
        "improvement.idea.raised",
        subject_id=idea.id,
        actor_id=None,
        unit_id=idea.unit_id,
        anonymous=True,
        board_version=boards.touch(idea.unit_id, raised_on=idea.raised_on),
        state=idea.state,
        idea_kind=idea.kind,
    )

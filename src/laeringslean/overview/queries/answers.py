"""What the leader above has replied about lifted ideas, and what still waits for a reply, at a meeting."""

from datetime import date
from uuid import UUID

from django.db.models import F, Q

from laeringslean.improvement.models import Escalation, IdeaState


def answers_to(unit_id: UUID, today: date) -> list[Escalation]:
    """The lifted ideas of a unit that a meeting has to go through, with `idea` and `to_unit`; one query.

    First the replies, the oldest first, until the idea is decided; then what has no reply though its date is past.
    The caller asks whether the board may be read.
    """
    replied = Q(idea__state=IdeaState.DISCUSSED, replied_on__gte=F("idea__state_since"))
    overdue = Q(idea__state=IdeaState.ESCALATED, replied_on=None, answer_due_on__lt=today)
    lifted = Escalation.objects.filter(replied | overdue, idea__unit_id=unit_id).select_related("idea", "to_unit")
    # An idea that was lifted, answered and lifted again on one day is told about once, by what was said last.
    last = {escalation.idea_id: escalation for escalation in lifted.order_by("id")}
    return sorted(last.values(), key=lambda found: (found.replied_on is None, found.replied_on or found.answer_due_on))

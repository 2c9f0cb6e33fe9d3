"""What comes back by itself on a unit's board, and the tasks of it that are open."""

from uuid import UUID

from laeringslean.improvement.models import Recurrence, RecurrentTask


def recurrences_of(unit_id: UUID) -> list[Recurrence]:
    """What comes back in a unit, the next first, what is paused after that; what has ended is left out. One query."""
    there = Recurrence.objects.filter(unit_id=unit_id).exclude(next_on=None).select_related("owner")
    return list(there.order_by("is_paused", "next_on", "id"))


def open_recurrent_tasks(unit_id: UUID) -> list[RecurrentTask]:
    """Tasks that came back in a unit and are not done, the first due first. One query."""
    return list(RecurrentTask.objects.open().filter(unit_id=unit_id).select_related("owner").order_by("due_on", "id"))


def open_recurrent_tasks_of(person_id: UUID) -> list[RecurrentTask]:
    """Tasks that came back to this person and are not done, the first due first. One query."""
    return list(RecurrentTask.objects.open().filter(owner_id=person_id).select_related("unit").order_by("due_on", "id"))

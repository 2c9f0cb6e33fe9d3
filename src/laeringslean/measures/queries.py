"""Reading a unit's goals."""

from uuid import UUID

from django.db.models import Count, Sum

from laeringslean.measures.models import Goal


def goals_stamp(unit_id: UUID) -> str:
    """A text that changes whenever anything about the unit's goals does: part of the board's ETag. One query."""
    # Versions only rise and rows are never deleted, so count and sum together never repeat.
    numbers = Goal.objects.filter(unit_id=unit_id).aggregate(count=Count("id"), versions=Sum("version"))
    return f"{numbers['count']}.{numbers['versions'] or 0}"

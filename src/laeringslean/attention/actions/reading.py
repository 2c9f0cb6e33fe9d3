"""Remembering how far somebody has read their news."""

from uuid import UUID

from django.db.models.functions import Greatest

from laeringslean.attention.models import ReadMark
from laeringslean.foundation.database.gate import action


@action
def mark_read(*, up_to: int, by: UUID) -> None:
    """Remember that this person has read their news up to an event's sequence; a lower one changes nothing.

    The one action without an audit event: who reads what and when is nobody else's business.
    """
    mark, is_new = ReadMark.objects.get_or_create(person_id=by, defaults={"up_to": up_to})
    if not is_new:
        ReadMark.objects.filter(pk=mark.pk).update(up_to=Greatest("up_to", up_to))

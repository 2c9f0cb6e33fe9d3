"""The text that search looks in, made anew for ideas that were stored before it held stems."""

from laeringslean.foundation.database.gate import action
from laeringslean.improvement.models import Idea, Recognition
from laeringslean.improvement.models.idea import STEMS

_BATCH = 500


@action
def complete_search_texts() -> int:
    """Give every idea and thank-you of the municipality that lacks stems its own; returns how many did.

    Nothing that anybody wrote changes, so neither does the idea's version, and no event tells of it.
    """
    lacking = Idea.objects.exclude(search_text__contains=STEMS)
    completed = 0
    while batch := list(lacking[:_BATCH]):
        for idea in batch:
            completed += Idea.objects.filter(pk=idea.pk).update(search_text=idea.words)
    thanks = Recognition.objects.exclude(search_text__contains=STEMS)
    while given := list(thanks[:_BATCH]):
        for one in given:
            completed += Recognition.objects.filter(pk=one.pk).update(search_text=one.words)
    return completed

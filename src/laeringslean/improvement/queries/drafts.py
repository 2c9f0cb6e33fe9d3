"""Reading one's own drafts."""

from dataclasses import dataclass
from datetime import date, timedelta

from laeringslean.foundation import clock
from laeringslean.improvement.models import DRAFTS_KEPT, IdeaDraft
from laeringslean.organisation.access.viewer import Viewer

# How long before its end the list warns of it.
WARNED = timedelta(days=30)


@dataclass(frozen=True)
class OwnDraft:
    """A draft, and the day on which it goes if nobody touches it; None while that is far away."""

    draft: IdeaDraft
    goes_on: date | None


def drafts_of(viewer: Viewer) -> list[OwnDraft]:
    """The viewer's own drafts, the latest first. One query."""
    today = clock.today()
    drafts = IdeaDraft.objects.visible_to(viewer).select_related("unit").order_by("-touched_on", "-id")
    return [OwnDraft(draft, _end(draft.touched_on, today)) for draft in drafts]


def draft_count(viewer: Viewer) -> int:
    """How many drafts the viewer has. One query."""
    return IdeaDraft.objects.visible_to(viewer).count()


def _end(touched_on: date, today: date) -> date | None:
    end = touched_on + DRAFTS_KEPT
    return end if end - today <= WARNED else None

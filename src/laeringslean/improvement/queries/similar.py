"""Ideas that are like a text, among those that the reader may see. Worked out here, so that both databases agree.

Each municipality's ideas are held ready for comparison in memory, and brought up to date from the database whenever
their number or their versions have changed. What is held says only which ideas are alike; which of them somebody may
see is asked of the database every time. Nothing of what was typed is kept: see ADR 0017.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from uuid import UUID

from django.db.models import Count, Sum

from laeringslean.calc.words import Likeness
from laeringslean.foundation.tenancy.scope import current_tenant_id
from laeringslean.improvement.models import Evaluation, Idea
from laeringslean.organisation.access.viewer import Viewer

# A shorter text says too little for a comparison; what goes beyond the longest adds nothing to it.
SHORTEST, LONGEST = 12, 2000
AT_MOST = 5
# The share of the text's weight that an idea must have in common with it to be worth a look.
LEAST_LIKE = 0.12
# Next to one that is very much like it, others are worth a look only from this share of that one's likeness on.
LEAST_BESIDE_BEST = 0.5

_MUNICIPALITIES = 16
_BATCH = 400


@dataclass(frozen=True)
class SimilarIdea:
    """An idea that is like what is being written, and what was learned from it ("" while nothing was)."""

    idea: Idea
    learned: str


def similar_ideas(viewer: Viewer, text: str) -> list[SimilarIdea]:
    """At most five ideas that are like the text, the most alike first; none for a text of under 12 characters."""
    text = text.strip()[:LONGEST]
    if len(text) < SHORTEST:
        return []
    best = list(islice(_visible(viewer, _shelf().alike(text)), AT_MOST))
    if not best:
        return []
    # Measured by the best that the viewer may see: what is hidden changes nothing of what is shown.
    ids = [key for key, score in best if score >= LEAST_BESIDE_BEST * best[0][1]]
    found = Idea.objects.visible_to(viewer).select_related("unit").in_bulk(ids)
    learned = dict(Evaluation.objects.filter(idea_id__in=ids).order_by("id").values_list("idea_id", "learned"))
    return [SimilarIdea(found[key], learned.get(key, "")) for key in ids if key in found]


def _visible(viewer: Viewer, alike: list[tuple[UUID, float]]) -> Iterator[tuple[UUID, float]]:
    """Those that the viewer may see, in the same order."""
    for start in range(0, len(alike), _BATCH):
        batch = alike[start : start + _BATCH]
        asked = Idea.objects.visible_to(viewer).filter(pk__in=[key for key, _score in batch])
        seen = set(asked.values_list("pk", flat=True))
        yield from ((key, score) for key, score in batch if key in seen)


class _Shelf:
    """One municipality's ideas, ready for comparison."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._likeness: Likeness[UUID] = Likeness()
        self._versions: dict[UUID, int] = {}
        self._stamp: object = None

    def alike(self, text: str) -> list[tuple[UUID, float]]:
        """The ideas that are like the text and how much, the most alike first, equals by their keys."""
        with self._lock:
            self._refresh()
            ranked = self._likeness.ranked(text)
        alike = [(key, score) for key, score in ranked if score >= LEAST_LIKE]
        return sorted(alike, key=lambda found: (-found[1], found[0]))

    def _refresh(self) -> None:
        """Read what has changed. The stamp is asked for first: what changes meanwhile is seen the next time."""
        stamp = Idea.objects.aggregate(Count("pk"), Sum("version"))
        if stamp == self._stamp:
            return
        versions = dict(Idea.objects.order_by().values_list("pk", "version"))
        for key in self._versions.keys() - versions.keys():
            self._likeness.remove(key)
        changed = [key for key, version in versions.items() if self._versions.get(key) != version]
        for start in range(0, len(changed), _BATCH):
            rows = Idea.objects.filter(pk__in=changed[start : start + _BATCH])
            for key, *answers in rows.values_list("pk", "problem", "proposal", "expected_effect"):
                self._likeness.put(key, "\n".join(answers))
        self._versions, self._stamp = versions, stamp


_shelves: OrderedDict[int, _Shelf] = OrderedDict()
_shelves_lock = Lock()


def _shelf() -> _Shelf:
    """That of the municipality at hand; the one that was longest unused makes room for it."""
    tenant_id = current_tenant_id()
    with _shelves_lock:
        shelf = _shelves.setdefault(tenant_id, _Shelf())
        _shelves.move_to_end(tenant_id)
        if len(_shelves) > _MUNICIPALITIES:
            _shelves.popitem(last=False)
        return shelf


def forget_similar() -> None:
    """Start afresh, as a test does that has thrown the database's rows away."""
    with _shelves_lock:
        _shelves.clear()

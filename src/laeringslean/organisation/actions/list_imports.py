"""A list on its way in: chosen, understood, waiting for its turn, worked on, stopped.

None of this leaves an event, since nothing of the organisation or its ideas has changed; what the import itself changes
is told by the room it is in.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from laeringslean.foundation import clock, uploads
from laeringslean.foundation.database.gate import action, write_transaction
from laeringslean.foundation.lists.books import Book, packed
from laeringslean.foundation.lists.mapping import Mapping
from laeringslean.organisation.models import UNDER_WAY, ImportState, ListImport

# A server that works says so more often than this; what has been silent for longer was broken off.
SILENT = timedelta(seconds=60)
# How many lists somebody has here at once, whatever has become of them.
MOST_KEPT = 10
# Called when a list begins to wait, so that the worker of this process need not look for it.
_wake: list[Callable[[], None]] = []


def on_new_work(wake: Callable[[], None]) -> None:
    """Have `wake` called after the commit of a change that gives a worker something to do."""
    _wake.append(wake)


@action
def prepare(*, kind: str, book: Book, file_name: str, mapping: Mapping, by: UUID) -> ListImport:
    """Keep a list that somebody chose, with what its columns probably mean. Their oldest ones make room."""
    mine = ListImport.objects.filter(made_by_id=by).exclude(state__in=UNDER_WAY).order_by("-id")
    for old in mine[MOST_KEPT - 1 :]:
        _remove(old)
    return ListImport.objects.create(
        kind=kind,
        made_by_id=by,
        made_on=clock.today(),
        file_name=file_name[:200],
        kept=uploads.put(packed(book)),
        mapping=mapping.as_json(),
    )


@action
def say(*, listed: ListImport, mapping: Mapping) -> ListImport:
    """Write down what the columns and words of a list mean."""
    ListImport.objects.filter(pk=listed.pk, state=ImportState.DRAFT).update(mapping=mapping.as_json())
    listed.mapping = mapping.as_json()
    return listed


@action
def start(*, listed: ListImport, rows: int) -> bool:
    """Let a list that is prepared wait for its turn; False when it was started or thrown away before."""
    changes = {"state": ImportState.WAITING, "rows_total": rows, "rows_done": 0, "cancel_wanted": False}
    started = ListImport.objects.filter(pk=listed.pk, state=ImportState.DRAFT).update(**changes)
    if started:
        for wake in _wake:
            transaction.on_commit(wake)
    return bool(started)


@action
def cancel(*, listed: ListImport) -> bool:
    """Stop a list that is not yet being saved; one that nobody works on is thrown away. False when it is too late."""
    waiting = ListImport.objects.filter(pk=listed.pk, state=ImportState.WAITING)
    if waiting.update(state=ImportState.CANCELLED):
        return True
    return bool(ListImport.objects.filter(pk=listed.pk, state=ImportState.CHECKING).update(cancel_wanted=True))


@action
def discard(*, listed: ListImport) -> None:
    """Throw a list away that nobody works on."""
    if not listed.is_under_way:
        _remove(listed)


@action
def reopen(*, listed: ListImport) -> bool:
    """Go back to what the columns mean, for a list that was stopped, interrupted or refused and is still kept."""
    if uploads.read(listed.kept) is None:
        return False
    ended = [ImportState.CANCELLED, ImportState.INTERRUPTED, ImportState.REFUSED, ImportState.FAILED]
    changes = {"state": ImportState.DRAFT, "rows_done": 0, "cancel_wanted": False, "result": {}}
    return bool(ListImport.objects.filter(pk=listed.pk, state__in=ended).update(**changes))


@action
def claim() -> ListImport | None:
    """Take the list that has waited longest, if no other worker is quicker."""
    for waiting in ListImport.objects.filter(state=ImportState.WAITING).order_by("id")[:3]:
        mine = ListImport.objects.filter(pk=waiting.pk, state=ImportState.WAITING)
        if mine.update(state=ImportState.CHECKING, heartbeat_at=clock.now()):
            waiting.state = ImportState.CHECKING
            return waiting
    return None


@action
def go_on(*, listed: ListImport, rows_done: int) -> bool:
    """Write down how far the work has come; False when it shall stop, because somebody wants so or took it away."""
    at_work = ListImport.objects.filter(pk=listed.pk, state=ImportState.CHECKING, cancel_wanted=False)
    return bool(at_work.update(rows_done=rows_done, heartbeat_at=clock.now()))


@action
def begin_writing(*, listed: ListImport) -> bool:
    """From here on it cannot be stopped; False when somebody has stopped it."""
    at_work = ListImport.objects.filter(pk=listed.pk, state=ImportState.CHECKING, cancel_wanted=False)
    return bool(at_work.update(state=ImportState.WRITING, heartbeat_at=clock.now()))


@action
def look_again(*, listed: ListImport) -> bool:
    """Back to looking through the rows: somebody changed what they build on just before they were saved."""
    written = ListImport.objects.filter(pk=listed.pk, state=ImportState.WRITING)
    return bool(written.update(state=ImportState.CHECKING, rows_done=0, heartbeat_at=clock.now()))


@action
def end(*, listed: ListImport, state: str, result: dict[str, Any]) -> bool:
    """Write down what came of it. False when it is no longer this worker's: then whatever it wrote must be undone."""
    at_work = ListImport.objects.filter(pk=listed.pk, state__in=[ImportState.CHECKING, ImportState.WRITING])
    ended = at_work.update(state=state, result=result)
    if ended and state == ImportState.DONE:
        transaction.on_commit(lambda: uploads.forget(listed.kept))
    return bool(ended)


def interrupt_abandoned(*, all_of_them: bool = False) -> int:
    """Mark what a server that has ended was working on; nothing of it was imported. Returns how many.

    `all_of_them`: also what was worked on a moment ago, for the only server there is when it starts.
    """
    at_work = ListImport.objects.filter(state__in=[ImportState.CHECKING, ImportState.WRITING])
    if not all_of_them:
        at_work = at_work.filter(Q(heartbeat_at=None) | Q(heartbeat_at__lt=clock.now() - SILENT))
    if not at_work.exists():
        return 0
    with write_transaction():
        return at_work.update(state=ImportState.INTERRUPTED)


@action
def forget_old() -> None:
    """Forget lists from before yesterday, whose files are no longer kept."""
    old = ListImport.objects.filter(made_on__lt=clock.today() - timedelta(days=1))
    for listed in old.exclude(state__in=UNDER_WAY):
        _remove(listed)


def _remove(listed: ListImport) -> None:
    uploads.forget(listed.kept)
    ListImport.objects.filter(pk=listed.pk).delete()

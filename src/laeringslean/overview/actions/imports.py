"""Working through the lists that wait to be imported, beside everything else that the server does.

A list is looked through a few hundred rows at a time, each in a short transaction of its own that also says how far it
has come and asks whether to stop. Then everything is made ready, and at last written in one transaction together with
the word that it is done. Whatever ends the server before leaves nothing of it behind.
"""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from laeringslean.foundation import uploads
from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.imports import ImportReport
from laeringslean.foundation.lists.books import unpacked
from laeringslean.foundation.lists.kinds import ListKind, Overtaken, Work, Writing
from laeringslean.foundation.lists.mapping import Mapping as ListMapping
from laeringslean.foundation.lists.mapping import headings_of, mapped_rows
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.improvement.actions.idea_lists import IdeaLists
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.actions import list_imports
from laeringslean.organisation.actions.organisation_lists import PeopleLists, UnitLists
from laeringslean.organisation.models import ImportKind, ImportState, ListImport
from laeringslean.organisation.queries import viewer_for_person

_logger = logging.getLogger(__name__)

KINDS: Mapping[str, Callable[[Viewer], ListKind]] = {
    ImportKind.IDEAS: IdeaLists,
    ImportKind.UNITS: UnitLists,
    ImportKind.PEOPLE: PeopleLists,
}
PERMISSIONS: Mapping[str, Permission] = {
    ImportKind.IDEAS: Permission.IDEA_IMPORT,
    ImportKind.UNITS: Permission.ORGANISATION_MANAGE,
    ImportKind.PEOPLE: Permission.ORGANISATION_MANAGE,
}
# Bad rows that are kept with the result, to be looked at after the import was refused.
MOST_ERRORS_KEPT = 500
ATTEMPTS = 3


class NoLongerKept(Exception):
    """The file of the list is gone."""


class _Stopped(Exception):
    """Somebody wants the work to stop, or another worker has it."""


def begin(listed: ListImport, viewer: Viewer) -> Work:
    """Read the kept file and whatever its rows may refer to. Raises NoLongerKept."""
    content = uploads.read(listed.kept)
    if content is None:
        raise NoLongerKept
    mapping = ListMapping.from_json(listed.mapping)
    sheet = unpacked(content).sheets[mapping.sheet]
    headings = headings_of(sheet, mapping.header)
    names = {key: headings[column] for key, column in mapping.columns.items()}
    return KINDS[listed.kind](viewer).begin(mapped_rows(sheet, mapping), mapping, names)


def work_through(tenant_id: int) -> int:
    """Import whatever waits in the municipality, one list after the other; returns how many were taken."""
    taken = 0
    while True:
        with tenant_scope(tenant_id):
            listed = list_imports.claim()
        if listed is None:
            return taken
        taken += 1
        _work_on(tenant_id, listed)


def _work_on(tenant_id: int, listed: ListImport) -> None:
    try:
        _import(tenant_id, listed)
    except _Stopped:
        _end(tenant_id, listed, ImportState.CANCELLED, {})
    except NoLongerKept:
        _end(tenant_id, listed, ImportState.INTERRUPTED, {})
    except Exception:
        _logger.exception("the import of a list failed")
        _end(tenant_id, listed, ImportState.FAILED, {})


def _import(tenant_id: int, listed: ListImport) -> None:
    for _attempt in range(ATTEMPTS):
        with tenant_scope(tenant_id):
            viewer = viewer_for_person(listed.made_by_id)
            if not may_import(viewer, listed.kind):
                raise _Stopped
            work = begin(listed, viewer)
        # What is wrong is told in the language of whoever asked.
        with translation.override(viewer.language or settings.LANGUAGE_CODE):
            _look_through(tenant_id, listed, work)
        if work.report.errors:
            _end(tenant_id, listed, ImportState.REFUSED, result_of(work.report))
            return
        with tenant_scope(tenant_id):
            writing = work.prepared(by=listed.made_by_id)
        with tenant_scope(tenant_id):
            if not list_imports.begin_writing(listed=listed):
                raise _Stopped
        try:
            _write(tenant_id, listed, work, writing)
            return
        except Overtaken:
            with tenant_scope(tenant_id):
                list_imports.look_again(listed=listed)
    _logger.warning("the import of a list was overtaken by other changes %s times", ATTEMPTS)
    _end(tenant_id, listed, ImportState.FAILED, {})


def _look_through(tenant_id: int, listed: ListImport, work: Work) -> None:
    more = True
    while more:
        with tenant_scope(tenant_id):
            more = work.step()
            if not list_imports.go_on(listed=listed, rows_done=work.done):
                raise _Stopped
        # Whoever waits for a page goes first.
        time.sleep(0.001)


def _write(tenant_id: int, listed: ListImport, work: Work, writing: Writing) -> None:
    with tenant_scope(tenant_id), write_transaction():
        began = time.perf_counter()
        writing.save()
        if not list_imports.end(listed=listed, state=ImportState.DONE, result=result_of(work.report)):
            raise _Stopped
        _logger.info("a list of %s rows was written in %.2f s", work.total, time.perf_counter() - began)


def _end(tenant_id: int, listed: ListImport, state: str, result: dict[str, Any]) -> None:
    with tenant_scope(tenant_id):
        list_imports.end(listed=listed, state=state, result=result)


def result_of(report: ImportReport) -> dict[str, Any]:
    """What is kept of a report: numbers, the lines worth a word, and the first of the bad rows."""
    errors = report.errors
    return {
        "created": report.created,
        "updated": report.updated,
        "unchanged": getattr(report, "unchanged", None),
        "kept": getattr(report, "kept", [])[:MOST_ERRORS_KEPT],
        "twins": getattr(report, "twins", [])[:MOST_ERRORS_KEPT],
        "wrong": len(errors),
        "errors": [[error.line, error.column, str(error.reason)] for error in errors[:MOST_ERRORS_KEPT]],
    }


def may_import(viewer: Viewer, kind: str) -> bool:
    """Whether somebody may import lists of a kind at all."""
    return kind in PERMISSIONS and viewer.can(PERMISSIONS[kind])

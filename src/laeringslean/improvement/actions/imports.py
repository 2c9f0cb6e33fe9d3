"""Bringing an existing list of ideas in from a spreadsheet: all of it or nothing, and safe to do again.

Everything that takes time is done before anybody has to wait: rows are read and ideas made ready outside the write
gate, and what was found then is checked again, by its version, when they are written.
"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action, write_transaction
from laeringslean.foundation.imports import Row, UnreadableTable, read_table
from laeringslean.foundation.lists.kinds import Overtaken
from laeringslean.foundation.models import Event
from laeringslean.foundation.models.event import current_transaction
from laeringslean.foundation.tenancy import rows as kept_statements
from laeringslean.improvement.actions import boards
from laeringslean.improvement.actions.idea_rows import LONGEST_ID, IdeaReport, Known, Reader, Wishes
from laeringslean.improvement.actions.idea_words import COMMAND_NAMES
from laeringslean.improvement.models import Idea
from laeringslean.organisation.models import Unit

REQUIRED = ["external_id", "unit_external_id", "problem"]
OPTIONAL = [
    "kind",
    "proposal",
    "expected_effect",
    "waste_type",
    "raised_by_external_id",
    "raised_on",
    "state",
    "reason",
    "owner_external_id",
    "due_on",
    "decided_on",
    "done_on",
]
__all__ = ["LONGEST_ID", "OPTIONAL", "REQUIRED", "IdeaImport", "IdeaReport", "import_ideas"]
# How many times the rows are made ready anew when somebody changed what they build on meanwhile.
ATTEMPTS = 3
# What a row writes again on an idea that is here already, by column; where it is on its way is left alone.
FIELDS = {
    "unit": "unit_id",
    "kind": "kind",
    "problem": "problem",
    "proposal": "proposal",
    "expected_effect": "expected_effect",
    "waste_type": "waste_type_id",
    "raised_by": "raised_by_id",
    "raised_on": "raised_on",
}
# An empty cell here says nothing, rather than that there is nothing.
SILENT_WHEN_EMPTY = ("unit", "raised_by", "raised_on")


def import_ideas(
    *, file: bytes, dry_run: bool = False, by: UUID | None, units: QuerySet[Unit] | None = None
) -> IdeaReport:
    """Create or update ideas by `external_id`, and say how many; with any error nothing is saved.

    `units` are those that rows may name (default: all). Ideas that are here already get new texts but stay where they
    are on their way; those that somebody has rewritten here are left as they are. `created` and `updated` count ideas
    that are or would be written; unchanged ones count as neither.
    """
    try:
        _header, table = read_table(file, required=REQUIRED, optional=OPTIONAL)
    except UnreadableTable as unreadable:
        return IdeaReport(errors=[unreadable.error])
    rows = [Row(row.line, {COMMAND_NAMES.get(name, name): text for name, text in row.values.items()}) for row in table]
    wishes = Wishes(headings={ours: theirs for theirs, ours in COMMAND_NAMES.items()})
    for _attempt in range(ATTEMPTS - 1):
        work = _read(rows, wishes, units)
        try:
            if work.report.is_clean and not dry_run:
                work.save(by=by)
            return work.report
        except Overtaken:
            continue
    with write_transaction():
        # Now nobody can come between, on SQLite at least.
        work = _read(rows, wishes, units)
        if work.report.is_clean:
            work.save(by=by)
        return work.report


def _read(rows: Sequence[Row], wishes: Wishes, units: QuerySet[Unit] | None) -> "IdeaImport":
    work = IdeaImport(rows, wishes, Unit.objects.all() if units is None else units)
    while work.step():
        pass
    return work


class IdeaImport:
    """The import of some rows, in steps: looked through a few hundred at a time, then saved all at once."""

    def __init__(self, rows: Sequence[Row], wishes: Wishes, units: QuerySet[Unit]) -> None:
        self.report = IdeaReport()
        self.total, self.done = len(rows), 0
        self.created: list[Idea] = []
        self._rows = rows
        self._known = Known.now(units)
        self._reader = Reader(self.report, self._known, wishes)
        self._rewritten = _rewritten_here()
        self._updated: list[Idea] = []
        self._versions = {idea.id: idea.version for idea in self._known.ideas.values()}
        self._units_before = {idea.id: idea.unit_id for idea in self._known.ideas.values()}

    def step(self, most: int = 250) -> bool:
        """Look through the next rows; returns whether there are more."""
        for row in self._rows[self.done : self.done + most]:
            idea = self._reader.read(row)
            if idea is not None:
                self._sort(row, idea)
        self.done = min(self.total, self.done + most)
        self.report.created, self.report.updated = len(self.created), len(self._updated)
        if self.report.errors:
            self.report.created = self.report.updated = 0
        return self.done < self.total

    def _sort(self, row: Row, idea: Idea) -> None:
        """New, changed (the new values are put on the stored one), the same, or rewritten here since."""
        stored = self._known.ideas.get(idea.external_id or "")
        if stored is None:
            idea.search_text = idea.words
            self.created.append(idea)
            return
        changes = [name for name in _fields_given(row) if getattr(stored, name) != getattr(idea, name)]
        if not changes:
            self.report.unchanged += 1
        elif stored.id in self._rewritten:
            self.report.kept.append(row.line)
        else:
            for name in changes:
                setattr(stored, name, getattr(idea, name))
            stored.search_text = stored.words
            self._updated.append(stored)

    @action
    def save(self, *, by: UUID | None) -> None:
        """Write everything. Raises Overtaken, having written nothing, when it was read from what is no longer so."""
        self._save(by, kept_statements.insertion(self.created), _history(self.created, by))

    def prepared(self, *, by: UUID | None) -> "PreparedIdeas":
        """The same, with everything made ready that can be before the gate is entered."""
        return PreparedIdeas(self, by)

    def _save(self, by: UUID | None, ideas: kept_statements.Insertion, history: kept_statements.Insertion) -> None:
        self._refuse_when_overtaken()
        try:
            with write_transaction():
                ideas.run()
        except IntegrityError as same_id:
            raise Overtaken from same_id
        for idea in self._updated:
            # One small statement each: Django's bulk_update was six times slower for 5,000 rows.
            changes = {name: getattr(idea, name) for name in (*FIELDS.values(), "search_text")}
            Idea.objects.filter(pk=idea.pk).update(version=self._versions[idea.id] + 1, **changes)
        history.run()
        self._tell_boards(by)

    def _refuse_when_overtaken(self) -> None:
        changed = [idea.id for idea in self._updated]
        held = Idea.objects.select_for_update().filter(external_id__isnull=False).order_by("id")
        now = dict(held.values_list("id", "version")) if changed else {}
        if any(now.get(pk) != self._versions[pk] for pk in changed):
            raise Overtaken
        units = {idea.unit_id for idea in [*self.created, *self._updated]}
        if Unit.objects.filter(pk__in=units, is_active=True).count() != len(units):
            raise Overtaken

    def _tell_boards(self, by: UUID | None) -> None:
        """One event and one new version for each board that ideas came to or left."""
        written = Counter(idea.unit_id for idea in [*self.created, *self._updated])
        written.update(before for idea in self._updated if (before := self._units_before[idea.id]) != idea.unit_id)
        boards.hold(written)
        for unit_id, number in written.items():
            events.record(
                "improvement.ideas.imported",
                subject_id=unit_id,
                actor_id=by,
                unit_id=unit_id,
                board_version=boards.touch(unit_id),
                ideas=number,
            )


class PreparedIdeas:
    """Ideas whose statements are ready, so that writing them holds others up as shortly as possible."""

    def __init__(self, work: IdeaImport, by: UUID | None) -> None:
        self._work, self._by = work, by
        self._ideas, self._history = kept_statements.insertion(work.created), _history(work.created, by)

    @action
    def save(self) -> None:
        """Write everything. Raises Overtaken, having written nothing, when it was read from what is no longer so."""
        self._work._save(self._by, self._ideas, self._history)


def _history(ideas: Sequence[Idea], by: UUID | None) -> kept_statements.Insertion:
    """An event for each idea that says that it came with a list, and as what: where it was before nobody saw here.

    They belong to no board, which is told of all its ideas at once.
    """
    moment, today = clock.now(), clock.today()
    told = [
        Event(
            kind="improvement.idea.imported",
            happened_on=today,
            happened_at=moment,
            actor_id=by,
            subject_id=idea.id,
            details={"state": idea.state},
        )
        for idea in ideas
    ]
    return kept_statements.insertion(told, expressions={"transaction_id": current_transaction()})


# What somebody does here with an imported idea that the next import must not undo.
_BY_HAND = ("improvement.idea.edited", "improvement.idea.relocated")


def _rewritten_here() -> set[UUID]:
    """The imported ideas whose answers somebody has changed here; a file must not take the place of their words."""
    changed = Idea.objects.filter(external_id__isnull=False, version__gt=1)
    edited = Event.objects.filter(kind__in=_BY_HAND, subject_id__in=changed.values("id"))
    return set(edited.values_list("subject_id", flat=True))


def _fields_given(row: Row) -> list[str]:
    return [
        name
        for column, name in FIELDS.items()
        if column in row.values and (row[column] or column not in SILENT_WHEN_EMPTY)
    ]

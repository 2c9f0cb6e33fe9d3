"""Bringing an existing list of ideas in from a spreadsheet: all of it or nothing, and safe to do again."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.imports import ImportReport, Row, UnreadableTable, read_table
from laeringslean.foundation.models import Event
from laeringslean.foundation.national_numbers import holds_national_number
from laeringslean.improvement.actions import boards
from laeringslean.improvement.models import Idea, IdeaKind, IdeaState
from laeringslean.method.models import WasteType
from laeringslean.method.queries import method_in_force
from laeringslean.organisation.models import Person, Unit

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
]
LONGEST_TEXT = 2000
LONGEST_ID = 64
BATCH = 500

KINDS = {
    "": IdeaKind.SUGGESTION,
    "forslag": IdeaKind.SUGGESTION,
    "avvik": IdeaKind.DEVIATION,
    "ønske": IdeaKind.WISH,
    **{kind.value: kind for kind in IdeaKind},
}
# An idea can come in before work on it starts; everything later has owners, trials and evaluations behind it.
STATES = {
    "": IdeaState.RAISED,
    "meldt": IdeaState.RAISED,
    "drøftet": IdeaState.DISCUSSED,
    "drøfta": IdeaState.DISCUSSED,
    "ja": IdeaState.ACCEPTED,
    "godtatt": IdeaState.ACCEPTED,
    "godteke": IdeaState.ACCEPTED,
    "på vent": IdeaState.PARKED,
    "nei": IdeaState.DECLINED,
    "avvist": IdeaState.DECLINED,
    **{
        state.value: state
        for state in [
            IdeaState.RAISED,
            IdeaState.DISCUSSED,
            IdeaState.ACCEPTED,
            IdeaState.PARKED,
            IdeaState.DECLINED,
        ]
    },
}
NEED_REASON = (IdeaState.PARKED, IdeaState.DECLINED)
# What a row writes again on an idea that is here already, by column; where it is on its way is left alone.
FIELDS = {
    "unit_external_id": "unit_id",
    "kind": "kind",
    "problem": "problem",
    "proposal": "proposal",
    "expected_effect": "expected_effect",
    "waste_type": "waste_type_id",
    "raised_by_external_id": "raised_by_id",
    "raised_on": "raised_on",
}
# An empty cell here says nothing, rather than that there is nothing.
SILENT_WHEN_EMPTY = ("raised_by_external_id", "raised_on")


@dataclass
class IdeaReport(ImportReport):
    """What the import did, or would do; `kept` are the lines whose ideas somebody has rewritten here since."""

    kept: list[int] = field(default_factory=list)


def import_ideas(
    *, file: bytes, dry_run: bool = False, by: UUID | None, units: QuerySet[Unit] | None = None
) -> IdeaReport:
    """Create or update ideas by `external_id`, and say how many; with any error nothing is saved.

    `units` are those that rows may name (default: all). Ideas that are here already get new texts but stay where they
    are on their way; those that somebody has rewritten here are left as they are. `created` and `updated` count ideas
    that are or would be written; unchanged ones count as neither.
    """
    report = IdeaReport()
    try:
        _header, rows = read_table(file, required=REQUIRED, optional=OPTIONAL)
    except UnreadableTable as unreadable:
        report.errors.append(unreadable.error)
        return report
    with write_transaction():
        reader = _Reader(report, _Known.now(Unit.objects.all() if units is None else units))
        wanted = [(row, idea) for row in rows if (idea := reader.read(row)) is not None]
        if report.errors:
            return report
        before = {idea.id: idea.unit_id for idea in reader.known.ideas.values()}
        created, updated = _sorted(wanted, reader.known.ideas, _rewritten_here(), report)
        report.created, report.updated = len(created), len(updated)
        if not dry_run:
            _save(created, updated, before, by)
    return report


@dataclass(frozen=True)
class _Known:
    """What rows may refer to, each by the text that a spreadsheet has for it."""

    units: dict[str, UUID]
    inactive: set[str]
    people: dict[str, UUID]
    wastes: dict[str, UUID]
    ideas: dict[str, Idea]

    @classmethod
    def now(cls, units: QuerySet[Unit]) -> "_Known":
        placed = list(units.exclude(external_id=None).values_list("external_id", "id", "is_active"))
        wastes: dict[str, UUID] = {}
        for waste in WasteType.objects.filter(method_version=method_in_force()):
            for name in (waste.key, waste.name_nb, waste.name_nn, waste.name_en):
                wastes[name.lower()] = waste.id
        return cls(
            units={external_id: pk for external_id, pk, _active in placed},
            inactive={external_id for external_id, _pk, active in placed if not active},
            # Whoever has no external id is nobody that a row could mean, least of all one that names nobody.
            people={key: pk for key, pk in Person.objects.values_list("external_id", "id") if key is not None},
            wastes=wastes,
            ideas={idea.external_id or "": idea for idea in Idea.objects.exclude(external_id=None).select_for_update()},
        )


class _Reader:
    """Turns rows into ideas, and writes down in the report what cannot be turned."""

    def __init__(self, report: ImportReport, known: _Known) -> None:
        self.report = report
        self.known = known
        self.seen: dict[str, int] = {}

    def read(self, row: Row) -> Idea | None:
        """The idea that a row describes, unsaved; None (and errors in the report) when something is wrong."""
        before = len(self.report.errors)
        idea = Idea(
            external_id=self._external_id(row),
            unit_id=self._unit(row),
            kind=self._one_of(row, "kind", KINDS.get),
            problem=self._text(row, "problem", required=True),
            proposal=self._text(row, "proposal"),
            expected_effect=self._text(row, "expected_effect"),
            waste_type_id=self._one_of(row, "waste_type", self.known.wastes.get) if row["waste_type"] else None,
            raised_by_id=self._person(row),
            raised_on=self._day(row) or clock.today(),
        )
        self._answer(row, idea)
        if len(self.report.errors) > before:
            return None
        idea.search_text = idea.words
        return idea

    def _external_id(self, row: Row) -> str:
        key = row["external_id"]
        if not key:
            self.report.refuse(row.line, "external_id", _("This must be filled in."))
        elif len(key) > LONGEST_ID:
            self._too_long(row, "external_id", LONGEST_ID)
        elif key in self.seen:
            twice = _("“%(id)s” stands on line %(line)s too.") % {"id": key, "line": self.seen[key]}
            self.report.refuse(row.line, "external_id", twice)
        elif key in self.known.ideas and self.known.ideas[key].unit_id not in self.known.units.values():
            self.report.refuse(row.line, "external_id", _("An idea of another unit has this id."))
        self.seen.setdefault(key, row.line)
        return key

    def _unit(self, row: Row) -> UUID | None:
        name = row["unit_external_id"]
        if name not in self.known.units:
            self._unknown(row, "unit_external_id")
        elif name in self.known.inactive:
            self.report.refuse(row.line, "unit_external_id", _("This unit is no longer in use."))
        return self.known.units.get(name)

    def _person(self, row: Row) -> UUID | None:
        name = row["raised_by_external_id"]
        if name and name not in self.known.people:
            self._unknown(row, "raised_by_external_id")
        return self.known.people.get(name)

    def _text(self, row: Row, column: str, *, required: bool = False) -> str:
        text = row[column]
        if required and not text:
            self.report.refuse(row.line, column, _("This must be filled in."))
        if len(text) > LONGEST_TEXT:
            self._too_long(row, column, LONGEST_TEXT)
        if holds_national_number(text):
            self.report.refuse(row.line, column, _("This looks like a national identity number."))
        return text

    def _one_of(self, row: Row, column: str, meaning: Callable[[str], Any]) -> Any:
        found = meaning(row[column].lower())
        if found is None:
            self._unknown(row, column)
        return found

    def _day(self, row: Row) -> date | None:
        text = row["raised_on"]
        for form in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                day = datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no time zone
            except ValueError:
                continue
            if day > clock.today():
                self.report.refuse(row.line, "raised_on", _("The day lies ahead."))
            return day
        if text:
            self.report.refuse(row.line, "raised_on", _("Write the day as 2026-01-31 or 31.01.2026."))
        return None

    def _answer(self, row: Row, idea: Idea) -> None:
        idea.state = self._one_of(row, "state", STATES.get) or IdeaState.RAISED
        idea.state_since = clock.today()
        if idea.state in NEED_REASON:
            idea.reason = self._text(row, "reason", required=True)
        if idea.state not in (IdeaState.RAISED, IdeaState.DISCUSSED):
            idea.decided_on = clock.today()

    def _unknown(self, row: Row, column: str) -> None:
        self.report.refuse(row.line, column, _("“%(text)s” is not known here.") % {"text": row[column]})

    def _too_long(self, row: Row, column: str, most: int) -> None:
        self.report.refuse(row.line, column, _("Longer than %(most)s characters.") % {"most": most})


def _rewritten_here() -> set[UUID]:
    """The imported ideas whose answers somebody has changed here; a file must not take the place of their words."""
    changed = Idea.objects.filter(external_id__isnull=False, version__gt=1)
    edited = Event.objects.filter(kind="improvement.idea.edited", subject_id__in=changed.values("id"))
    return set(edited.values_list("subject_id", flat=True))


def _sorted(
    wanted: list[tuple[Row, Idea]], known: dict[str, Idea], rewritten: set[UUID], report: IdeaReport
) -> tuple[list[Idea], list[Idea]]:
    """Which ideas are new, and which stored ones change (with the new values on them)."""
    created, updated = [], []
    for row, idea in wanted:
        stored = known.get(idea.external_id or "")
        if stored is None:
            created.append(idea)
        elif changes := [name for name in _fields_given(row) if getattr(stored, name) != getattr(idea, name)]:
            if stored.id in rewritten:
                report.kept.append(row.line)
                continue
            for name in changes:
                setattr(stored, name, getattr(idea, name))
            stored.search_text = stored.words
            stored.version += 1
            updated.append(stored)
    return created, updated


def _fields_given(row: Row) -> list[str]:
    return [
        field
        for column, field in FIELDS.items()
        if column in row.values and (row[column] or column not in SILENT_WHEN_EMPTY)
    ]


def _save(created: list[Idea], updated: list[Idea], units_before: dict[UUID, UUID], by: UUID | None) -> None:
    """Write the ideas, and tell the boards that they are on now and those that they have left."""
    Idea.objects.bulk_create(created, batch_size=BATCH)
    for idea in updated:
        # One small statement each: Django's bulk_update was six times slower for 5,000 rows.
        changes = {name: getattr(idea, name) for name in (*FIELDS.values(), "search_text", "version")}
        Idea.objects.filter(pk=idea.pk).update(**changes)
    written = Counter(idea.unit_id for idea in [*created, *updated])
    written.update(before for idea in updated if (before := units_before[idea.id]) != idea.unit_id)
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

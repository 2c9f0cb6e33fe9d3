"""Turning the rows of a list into ideas, unsaved, and writing down what cannot be turned."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from laeringslean.foundation import clock
from laeringslean.foundation.imports import ImportReport, Row
from laeringslean.foundation.lists.days import NotADay, read_day
from laeringslean.foundation.lists.mapping import known_words, plain
from laeringslean.foundation.national_numbers import holds_national_number
from laeringslean.improvement.actions.idea_words import KIND_WORDS, STATE_WORDS, UNDER_WAY
from laeringslean.improvement.models import FINISHED, Idea, IdeaKind, IdeaState
from laeringslean.method.models import WasteType
from laeringslean.method.queries import method_in_force
from laeringslean.organisation.models import Membership, Person, Unit
from laeringslean.organisation.queries.tree import tree_now
from laeringslean.organisation.queries.units import in_force

LONGEST_TEXT = 2000
LONGEST_ID = 64
NEED_REASON = (IdeaState.PARKED, IdeaState.DECLINED)
# The beginning of an id that was made from what a row says, where the list has none of its own.
MADE_ID = "innhold-"
# The word for "leave it out" where somebody says what a word means.
NOTHING = "-"


@dataclass(frozen=True)
class Wishes:
    """What somebody has decided for the whole list, beside what its columns mean.

    `unit_id`: where rows that name no unit belong. `reason`: what stands where a no or a "later" has none.
    `skip_unknown_people`: leave a name out that cannot be found, instead of refusing the row. `makes_ids`: whether rows
    without an id get one from what they say. `headings`: what the list itself calls our fields.
    """

    unit_id: UUID | None = None
    reason: str = ""
    skip_unknown_people: bool = False
    makes_ids: bool = False
    headings: dict[str, str] = field(default_factory=dict)


@dataclass
class IdeaReport(ImportReport):
    """What the import did, or would do.

    `kept` are the lines whose ideas somebody has rewritten here since; `twins` the lines that say the same as an
    earlier one of the file, with that one; `unchanged` counts ideas that are here already as the file has them.
    """

    kept: list[int] = field(default_factory=list)
    twins: list[tuple[int, int]] = field(default_factory=list)
    unchanged: int = 0


@dataclass(frozen=True)
class Known:
    """What rows may refer to, each by the text that a spreadsheet has for it."""

    units: dict[str, UUID]
    unit_ids: frozenset[UUID]
    inactive: frozenset[UUID]
    wastes: dict[str, str]
    ideas: dict[str, Idea]
    people: "People"

    @classmethod
    def now(cls, units: QuerySet[Unit]) -> "Known":
        """What there is now; rows may name the given units."""
        placed = list(units.values_list("id", "external_id", "name", "is_active"))
        wastes = {str(waste.id): waste for waste in WasteType.objects.filter(method_version=method_in_force())}
        return cls(
            units=_by_text(placed),
            unit_ids=frozenset(pk for pk, _external_id, _name, _active in placed),
            inactive=frozenset(pk for pk, _external_id, _name, active in placed if not active),
            wastes=known_words(
                (key, (waste.key, waste.name_nb, waste.name_nn, waste.name_en)) for key, waste in wastes.items()
            ),
            ideas={idea.external_id or "": idea for idea in Idea.objects.exclude(external_id=None).defer("photo")},
            people=People.now(),
        )


def _by_text(placed: Iterable[tuple[UUID, str | None, str, bool]]) -> dict[str, UUID]:
    """Units by external id and key, and by name where only one unit in use has it."""
    rows = list(placed)
    names: dict[str, list[UUID]] = {}
    for pk, _external_id, name, is_active in rows:
        if is_active:
            names.setdefault(plain(name), []).append(pk)
    found = {name: pks[0] for name, pks in names.items() if len(pks) == 1}
    found |= {plain(external_id): pk for pk, external_id, _name, _active in rows if external_id}
    return found | {str(pk): pk for pk, *_rest in rows}


class AmbiguousPerson(Exception):
    """More than one person fits."""


@dataclass(frozen=True)
class People:
    """Everybody, to be found by external id, e-mail address or name."""

    by_key: dict[str, UUID]
    by_name: dict[str, list[UUID]]
    # Who works in each unit today.
    staff: dict[UUID, frozenset[UUID]]
    below: Mapping[UUID, tuple[UUID, ...]]

    @classmethod
    def now(cls) -> "People":
        """Everybody as they are now."""
        by_key: dict[str, UUID] = {}
        by_name: dict[str, list[UUID]] = {}
        for pk, external_id, email, name, is_active in Person.objects.values_list(
            "id", "external_id", "email", "name", "is_active"
        ):
            for key in filter(None, (external_id, email.casefold())):
                by_key[key] = pk
            if is_active:
                by_name.setdefault(plain(name), []).append(pk)
        staff: dict[UUID, set[UUID]] = {}
        for unit_id, person_id in Membership.objects.filter(in_force()).values_list("unit_id", "person_id"):
            staff.setdefault(unit_id, set()).add(person_id)
        return cls(by_key, by_name, {unit: frozenset(ids) for unit, ids in staff.items()}, tree_now().below)

    def find(self, text: str, unit_id: UUID | None) -> UUID | None:
        """Whoever is meant: by id or address anywhere, by name among those who work in the unit or below it.

        Raises AmbiguousPerson when several there have the name.
        """
        if person := self.by_key.get(text) or self.by_key.get(text.casefold()):
            return person
        first, comma, last = text.partition(",")
        names = [plain(text), *([plain(f"{last} {first}")] if comma else [])]
        here = self.staff_of(unit_id)
        found = {pk for name in names for pk in self.by_name.get(name, ()) if pk in here}
        if len(found) > 1:
            raise AmbiguousPerson
        return next(iter(found), None)

    def staff_of(self, unit_id: UUID | None) -> frozenset[UUID]:
        """Who works in the unit or below it."""
        if unit_id is None:
            return frozenset()
        inside = self.below.get(unit_id, (unit_id,))
        return frozenset().union(*(self.staff.get(each, frozenset()) for each in inside))


class Reader:
    """Turns rows into ideas, and writes down in the report what cannot be turned."""

    def __init__(self, report: IdeaReport, known: Known, wishes: Wishes) -> None:
        self.report, self.known, self.wishes = report, known, wishes
        self._seen: dict[str, int] = {}

    def read(self, row: Row) -> Idea | None:
        """The idea that a row describes, unsaved; None when something is wrong or an earlier row says the same."""
        before = len(self.report.errors)
        problem, proposal = self._text(row, "problem"), self._text(row, "proposal")
        if not problem:
            # Lists often have one column for both, and leave the other empty.
            problem, proposal = proposal, ""
        if not problem and len(self.report.errors) == before:
            self._refuse(row, "problem", _("This must be filled in."))
        unit_id = self._unit(row)
        raised_by_id = self._person(row, "raised_by", unit_id)
        idea = Idea(
            unit_id=unit_id,
            kind=self._one_of(row, "kind", KIND_WORDS, IdeaKind.SUGGESTION),
            problem=problem,
            proposal=proposal,
            expected_effect=self._text(row, "expected_effect"),
            waste_type_id=self._waste(row),
            raised_by_id=raised_by_id,
            raised_on=self._day(row, "raised_on", is_past=True) or clock.today(),
        )
        self._answer(row, idea)
        if len(self.report.errors) > before:
            return None
        idea.external_id = self._external_id(row, idea)
        if len(self.report.errors) > before or not idea.external_id:
            return None
        return idea

    def _external_id(self, row: Row, idea: Idea) -> str:
        """The row's id, or one made from what it says; "" for a row that says the same as an earlier one."""
        key = row["external_id"]
        if not key and self.wishes.makes_ids:
            key = made_id(idea)
            if key in self._seen:
                self.report.twins.append((row.line, self._seen[key]))
                return ""
        elif not key:
            self._refuse(row, "external_id", _("This must be filled in."))
        elif len(key) > LONGEST_ID:
            self._too_long(row, "external_id", LONGEST_ID)
        elif key in self._seen:
            twice = _("“%(id)s” stands on line %(line)s too.") % {"id": key, "line": self._seen[key]}
            self._refuse(row, "external_id", twice)
        if key in self.known.ideas and self.known.ideas[key].unit_id not in self.known.unit_ids:
            self._refuse(row, "external_id", _("An idea of another unit has this id."))
        self._seen.setdefault(key, row.line)
        return key

    def _unit(self, row: Row) -> UUID | None:
        name = row["unit"]
        unit_id = self.known.units.get(name) or self.known.units.get(plain(name)) if name else self.wishes.unit_id
        if unit_id is None or unit_id not in self.known.unit_ids:
            self._refuse(row, "unit", self._not_known(name) if name else _("This must be filled in."))
        elif unit_id in self.known.inactive:
            self._refuse(row, "unit", _("This unit is no longer in use."))
        return unit_id

    def _person(self, row: Row, column: str, unit_id: UUID | None) -> UUID | None:
        text = row[column]
        if not text:
            return None
        try:
            found = self.known.people.find(text, unit_id)
        except AmbiguousPerson:
            reason = _("More than one person here is called “%(text)s”. Write the e-mail address or the staff number.")
            self._refuse(row, column, reason % {"text": text[:60]})
            return None
        if found is None and not self.wishes.skip_unknown_people:
            self._refuse(row, column, self._not_known(text))
        return found

    def _text(self, row: Row, column: str) -> str:
        text = row[column]
        if len(text) > LONGEST_TEXT:
            self._too_long(row, column, LONGEST_TEXT)
        if holds_national_number(text):
            self._refuse(row, column, _("This looks like a national identity number."))
        return text

    def _one_of(self, row: Row, column: str, words: dict[str, str], otherwise: str) -> str:
        text = row[column]
        if not text or text == NOTHING:
            return otherwise
        found = text if text in words.values() else words.get(plain(text))
        if found is None:
            self._refuse(row, column, self._not_known(text))
        return found or otherwise

    def _waste(self, row: Row) -> UUID | None:
        found = self._one_of(row, "waste_type", self.known.wastes, "")
        return UUID(found) if found else None

    def _day(self, row: Row, column: str, *, is_past: bool = False) -> date | None:
        if not row[column]:
            return None
        try:
            day = read_day(row[column])
        except NotADay as fault:
            self._refuse(row, column, str(fault))
            return None
        if is_past and day > clock.today():
            self._refuse(row, column, _("The day lies ahead."))
        return day

    def _answer(self, row: Row, idea: Idea) -> None:
        """Where the idea stands. What the list does not know, such as when it was decided, stays unknown here too."""
        state = self._one_of(row, "state", STATE_WORDS, IdeaState.RAISED)
        owner_id = self._owner(row, idea)
        due_on = self._day(row, "due_on")
        decided_on = self._day(row, "decided_on", is_past=True)
        done_on = self._day(row, "done_on", is_past=True)
        if state == UNDER_WAY:
            state = IdeaState.PLANNED if owner_id and due_on else IdeaState.ACCEPTED
        if state == IdeaState.PLANNED:
            for column, value in (("owner", owner_id), ("due_on", due_on)):
                if value is None and not row[column]:
                    self._refuse(row, column, _("A planned idea needs somebody who does it, and a day."))
        reason = self._text(row, "reason")
        if state in NEED_REASON:
            idea.reason = reason or self.wishes.reason
            if not idea.reason:
                self._refuse(row, "reason", _("This must be filled in."))
        idea.state = state
        if state not in (IdeaState.RAISED, IdeaState.DISCUSSED):
            idea.decided_on = decided_on
            idea.owner_id = owner_id
            idea.due_on = due_on if owner_id else None
        is_done = state in (IdeaState.DONE, IdeaState.CLOSED)
        idea.done_on = done_on if is_done else None
        # What is finished has been so for as long as the list knows; what is open begins to wait here today.
        past = done_on or decided_on or idea.raised_on if is_done or state in FINISHED else clock.today()
        idea.state_since = min(past, clock.today())

    def _owner(self, row: Row, idea: Idea) -> UUID | None:
        owner_id = self._person(row, "owner", idea.unit_id)
        if owner_id is None or owner_id == idea.raised_by_id:
            return owner_id
        if owner_id not in self.known.people.staff_of(idea.unit_id):
            if self.wishes.skip_unknown_people:
                return None
            self._refuse(row, "owner", _("Whoever takes it must work in the unit, or be the one who proposed it."))
        return owner_id

    def _not_known(self, text: str) -> str:
        return _("“%(text)s” is not known here.") % {"text": text[:60]}

    def _too_long(self, row: Row, column: str, most: int) -> None:
        self._refuse(row, column, _("Longer than %(most)s characters.") % {"most": most})

    def _refuse(self, row: Row, column: str, reason: str) -> None:
        self.report.refuse(row.line, self.wishes.headings.get(column, column), reason)


def made_id(idea: Idea) -> str:
    """An id made from what an idea says and where: the same row of the same list gets the same one every time."""
    said = "\n".join(plain(text) for text in (idea.problem, idea.proposal))
    return MADE_ID + hashlib.sha256(f"{idea.unit_id}\n{said}".encode()).hexdigest()[:32]

"""Lists of ideas whose columns and words somebody says the meaning of on a page."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.database.sorting import NorwegianOrder
from laeringslean.foundation.imports import Row
from laeringslean.foundation.lists.kinds import Choices, Examples, Setting, Work
from laeringslean.foundation.lists.mapping import Mapping, known_words, plain
from laeringslean.improvement.actions.idea_rows import NOTHING, Wishes
from laeringslean.improvement.actions.idea_words import FIELDS, KIND_WORDS, STATE_WORDS, STATES
from laeringslean.improvement.actions.imports import IdeaImport
from laeringslean.improvement.models import IdeaKind
from laeringslean.method.queries import waste_types_in_force
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Person, Unit

SKIP = "skip"
REFUSE = "refuse"


class IdeaLists:
    """What a list of ideas may hold, for somebody who may import into some units."""

    fields = FIELDS

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer

    @cached_property
    def _units(self) -> list[Unit]:
        units = Unit.objects.active().allowing(self._viewer, Permission.IDEA_IMPORT)
        return list(units.order_by(NorwegianOrder("name")))

    @cached_property
    def _wastes(self) -> Choices:
        return [(str(waste.pk), str(waste)) for waste in waste_types_in_force()]

    @cached_property
    def _words(self) -> dict[str, dict[str, str]]:
        return {
            "state": STATE_WORDS,
            "kind": KIND_WORDS,
            "waste_type": known_words((key, [str(name)]) for key, name in self._wastes),
            "unit": known_words((str(unit.pk), filter(None, (unit.external_id, unit.name))) for unit in self._units),
        }

    def choices(self, field: str) -> Choices:
        """What a word in the field's column can mean."""
        if field == "state":
            return STATES
        if field == "kind":
            return [(kind.value, kind.label) for kind in IdeaKind]
        if field == "waste_type":
            return [(NOTHING, _("None of these")), *self._wastes]
        return [(str(unit.pk), unit.name) for unit in self._units]

    def meaning(self, field: str, word: str) -> str:
        """What a word probably means: one we know, or for a unit the only one whose name holds it."""
        known = self._words[field].get(plain(word))
        if known or field != "unit":
            return known or ""
        alike = [str(unit.pk) for unit in self._units if _is_part(plain(word), plain(unit.name))]
        return alike[0] if len(alike) == 1 else ""

    def settings(self, mapping: Mapping) -> list[Setting]:
        """Where rows belong that name no unit, what stands where a no has no reason, and what about unknown names."""
        has_units = "unit" in mapping.columns
        only = str(self._units[0].pk) if len(self._units) == 1 else ""
        found = [
            Setting(
                "unit",
                _("The unit of rows that name none") if has_units else _("Whose board do the ideas belong on?"),
                choices=[("", "–" if has_units else _("Choose …")), *self.choices("unit")],
                initial="" if has_units else only,
                is_required=not has_units,
            )
        ]
        if "state" in mapping.columns:
            found.append(
                Setting(
                    "reason",
                    _("Why, for ideas that were declined or parked without a reason in the list"),
                    _("Left empty, such rows are refused until they have one."),
                )
            )
        if mapping.columns.keys() & {"owner", "raised_by"}:
            choices: Choices = [
                (REFUSE, _("Refuse the row, so that the name can be corrected")),
                (SKIP, _("Take the idea in without the name")),
            ]
            found.append(Setting("people", _("Names that are not found among the staff"), "", choices, REFUSE))
        return found

    def missing(self, mapping: Mapping) -> list[str | Promise]:
        """The problem, or at least the proposal."""
        if mapping.columns.keys() & {"problem", "proposal"}:
            return []
        return [_("Say which column holds the problem or the idea.")]

    def begin(self, rows: Sequence[Row], mapping: Mapping, headings: dict[str, str]) -> IdeaImport:
        """Read units, people and ideas there are, and begin."""
        unit = mapping.settings.get("unit", "")
        wishes = Wishes(
            unit_id=next((each.pk for each in self._units if str(each.pk) == unit), None),
            reason=mapping.settings.get("reason", "").strip()[:2000],
            skip_unknown_people=mapping.settings.get("people") == SKIP,
            makes_ids=True,
            headings=headings,
        )
        return IdeaImport(rows, wishes, Unit.objects.allowing(self._viewer, Permission.IDEA_IMPORT))

    def examples(self, work: Work, most: int) -> Examples:
        """The first of the new ideas as they will stand on their boards."""
        assert isinstance(work, IdeaImport)
        ideas = work.created[:most]
        units = {unit.pk: unit.name for unit in self._units}
        people = _names({pk for idea in ideas for pk in (idea.owner_id, idea.raised_by_id) if pk})
        rows = [
            [
                idea.title,
                units.get(idea.unit_id, ""),
                idea.get_state_display(),
                _short(idea.raised_on),
                people.get(idea.raised_by_id, ""),
                people.get(idea.owner_id, ""),
                _short(idea.due_on),
            ]
            for idea in ideas
        ]
        headings = [_("Idea"), _("Unit"), _("State"), _("Raised"), _("Raised by"), _("Taken by"), _("By when")]
        return Examples(headings, rows)


def _is_part(word: str, name: str) -> bool:
    return len(word) > 2 and (f" {word} " in f" {name} " or f" {name} " in f" {word} ")


def _names(ids: set[UUID]) -> dict[UUID | None, str]:
    return dict(Person.objects.filter(pk__in=ids).values_list("id", "name"))


def _short(day: date | None) -> str:
    return date_format(day, "j.n.Y") if day else ""

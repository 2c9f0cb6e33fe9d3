"""The input of a board's arrangement: vision and values, its sections, and its lanes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.fields import Day, FreeText
from laeringslean.foundation.national_numbers import refuse_national_numbers
from laeringslean.improvement.models import Lane
from laeringslean.improvement.models.arrangement import LARGEST_LIMIT, LIMITED, LONGEST_NAME, NEVER_HIDDEN, OwnSection
from laeringslean.improvement.queries.ideas import staff_of
from laeringslean.organisation.models import Unit
from laeringslean.organisation.queries import named


class ArrangementForm(forms.Form):
    """The unit's vision and values, as they hang on its board."""

    vision = FreeText(
        label=_("Vision"),
        help_text=_("One sentence: what are you here for?"),
        max_length=1000,
        required=False,
        rows=3,
    )
    values = FreeText(
        label=_("Values"),
        help_text=_("How you want to be with each other and with those you are here for, one on each line."),
        max_length=1000,
        required=False,
        rows=5,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class UntouchedForm(forms.Form):
    """After how many days without anybody touching it an idea is set aside."""

    days = forms.TypedChoiceField(
        label=_("Set aside what nobody touches"),
        choices=[
            (30, _("After 30 days")),
            (60, _("After 60 days")),
            (90, _("After 90 days")),
            (180, _("After half a year")),
            (365, _("After a year")),
            (0, _("Never")),
        ],
        coerce=lambda days: int(days) or None,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


@dataclass(frozen=True)
class SectionRow:
    """A section on the arrangement page: what the method calls it, its fields, and how many cards stand there."""

    key: str
    name: str
    name_nb: forms.BoundField
    name_nn: forms.BoundField
    limit: forms.BoundField | None
    hide: forms.BoundField | None
    cards: int
    is_first: bool
    is_last: bool


class SectionsForm(forms.Form):
    """The sections of a board in the order in which they stand on the page, each with its own few fields.

    The order comes with the form, as the sections' keys; `step` ("up:done") moves one of them before the page is shown
    again, so that arranging needs no script.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, stored: Iterable[OwnSection], names: Mapping[str, tuple[str, str]]) -> None:
        sections = {section.key: section for section in stored}
        super().__init__(data)
        self.order = _in_order(list(sections), data.getlist("order") if data else [])
        self._names = names
        for key in self.order:
            self._add_fields(sections[key])

    def _add_fields(self, section: OwnSection) -> None:
        key = section.key
        for language, label, own, usual in (
            ("nb", _("Name in bokmål"), section.name_nb, self._names[key][0]),
            ("nn", _("Name in nynorsk"), section.name_nn, self._names[key][1]),
        ):
            self.fields[f"{key}-{language}"] = forms.CharField(
                label=label,
                initial=own,
                max_length=LONGEST_NAME,
                required=False,
                validators=[refuse_national_numbers],
                widget=forms.TextInput(attrs={"placeholder": usual}),
            )
        if key in LIMITED:
            self.fields[f"{key}-limit"] = forms.IntegerField(
                label=_("At most at a time"),
                initial=section.limit,
                min_value=1,
                max_value=LARGEST_LIMIT,
                required=False,
            )
        if key not in NEVER_HIDDEN:
            self.fields[f"{key}-hidden"] = forms.BooleanField(
                label=_("Hide it"), initial=section.is_hidden, required=False
            )

    def step(self, wish: str) -> str:
        """Move a section as `wish` says, "up:done" or "down:done". Returns the section's key, "" for anything else."""
        way, _colon, key = wish.partition(":")
        if key not in self.order or way not in ("up", "down"):
            return ""
        at = self.order.index(key)
        to = min(max(at + (1 if way == "down" else -1), 0), len(self.order) - 1)
        self.order.insert(to, self.order.pop(at))
        return key

    def sections(self) -> list[OwnSection]:
        """What was chosen, in order."""
        given = self.cleaned_data
        return [
            OwnSection(
                key,
                given[f"{key}-nb"].strip(),
                given[f"{key}-nn"].strip(),
                given.get(f"{key}-limit"),
                given.get(f"{key}-hidden", False),
            )
            for key in self.order
        ]

    def rows(self, cards: Mapping[str, int], shown: Mapping[str, str]) -> list[SectionRow]:
        """The sections with their fields, in order; `shown` is what the method calls them on this page."""
        return [
            SectionRow(
                key,
                shown[key],
                self[f"{key}-nb"],
                self[f"{key}-nn"],
                self[f"{key}-limit"] if key in LIMITED else None,
                self[f"{key}-hidden"] if key not in NEVER_HIDDEN else None,
                cards.get(key, 0),
                key == self.order[0],
                key == self.order[-1],
            )
            for key in self.order
        ]


def _in_order(keys: list[str], wanted: list[str]) -> list[str]:
    """The keys as they are wanted; those that are not mentioned come last, and unknown ones nowhere."""
    mentioned = [key for key in dict.fromkeys(wanted) if key in keys]
    return [*mentioned, *(key for key in keys if key not in mentioned)]


class LaneForm(forms.Form):
    """A lane: its name, and perhaps who looks after it and until when it is there."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("A zone, a shift, a team or a round."),
        max_length=LONGEST_NAME,
        validators=[refuse_national_numbers],
    )
    owner = forms.TypedChoiceField(label=_("Who looks after it"), coerce=UUID, empty_value=None, required=False)
    ends_on = Day(label=_("Until"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, unit: Unit, lane: Lane | None = None) -> None:
        initial: dict[str, Any] = {}
        if lane is not None:
            initial = {"name": lane.name, "owner": lane.owner_id, "ends_on": lane.ends_on, "version": lane.version}
        super().__init__(data, initial=initial)
        people = [(str(key), name) for key, name in named(staff_of(unit))]
        self.fields["owner"].choices = [("", "–"), *people]

    def facts(self) -> dict[str, Any]:
        """What the actions take beside the lane or unit and who acts."""
        given = self.cleaned_data
        return {"name": given["name"], "owner_id": given["owner"], "ends_on": given["ends_on"]}

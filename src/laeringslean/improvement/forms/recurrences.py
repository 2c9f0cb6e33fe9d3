"""The input of what comes back by itself."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation import clock
from laeringslean.foundation.fields import Day
from laeringslean.foundation.national_numbers import refuse_national_numbers
from laeringslean.improvement.models import Recurrence, RecurrenceKind, RecurrenceRhythm
from laeringslean.improvement.queries.ideas import staff_of
from laeringslean.organisation.models import Unit
from laeringslean.organisation.queries import named


class RecurrenceForm(forms.Form):
    """What comes back, how often, from when to when, and who takes it."""

    text = forms.CharField(
        label=_("What comes back?"),
        help_text=_("Such as: check the first-aid kits, go through the keys, talk about one deviation."),
        max_length=500,
        validators=[refuse_national_numbers],
    )
    kind = forms.ChoiceField(
        label=_("What does it become?"),
        help_text=_("A task stands under open tasks at the meeting. An idea stands among the new ideas."),
        choices=RecurrenceKind.choices,
    )
    rhythm = forms.ChoiceField(label=_("How often?"), choices=RecurrenceRhythm.choices, initial="monthly")
    begins_on = Day(label=_("First time"))
    ends_on = Day(label=_("Until"), required=False)
    owner = forms.TypedChoiceField(label=_("Who takes it"), coerce=UUID, empty_value=None, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, unit: Unit, recurrence: Recurrence | None = None) -> None:
        initial: dict[str, Any] = {"begins_on": clock.today()}
        if recurrence is not None:
            names = ("text", "rhythm", "begins_on", "ends_on", "version")
            initial = {name: getattr(recurrence, name) for name in names} | {"owner": recurrence.owner_id}
        super().__init__(data, initial=initial)
        if recurrence is not None:
            del self.fields["kind"]
        people = [(str(key), name) for key, name in named(staff_of(unit))]
        self.fields["owner"].choices = [("", "–"), *people]

    def facts(self) -> dict[str, Any]:
        """What the actions take beside the unit or recurrence and who acts."""
        names = ("text", "kind", "rhythm", "begins_on", "ends_on")
        given = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return given | {"owner_id": self.cleaned_data["owner"]}

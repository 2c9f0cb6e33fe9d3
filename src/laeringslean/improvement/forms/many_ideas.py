"""What is asked before many ideas are changed at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.database.sorting import NorwegianOrder
from laeringslean.foundation.fields import Day, FreeText
from laeringslean.improvement.actions.many_ideas import Answers, ManyMove
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Unit

# The fields, and the answer that each is.
_ANSWERS = {"reason": "reason", "until": "until", "to_unit": "unit"}


class ManyIdeasForm(forms.Form):
    """The answers that a change asks for, and how many ideas the page showed."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = FreeText(label=_("Why? It stands with each of them."))
    until = Day(label=_("Look at them again on"), required=False)
    # Not «unit», which is what the list was searched by.
    to_unit = forms.ModelChoiceField(label=_("Which board?"), queryset=None, empty_label=_("Choose …"))

    def __init__(self, *args: Any, move: ManyMove, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.active().allowing(viewer, move.permission)
        self.fields["to_unit"].queryset = units.order_by(NorwegianOrder("name"))
        for name, answer in _ANSWERS.items():
            if answer not in move.asks:
                del self.fields[name]

    def said(self) -> Answers:
        """The answers of a valid form."""
        given = {answer: self.cleaned_data.get(name) for name, answer in _ANSWERS.items()}
        return Answers(**{answer: value for answer, value in given.items() if value})

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that somebody fills in."""
        return [self[name] for name in self.fields if name != "number"]

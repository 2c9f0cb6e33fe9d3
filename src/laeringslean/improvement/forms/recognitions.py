"""The input of a thank-you or a learning."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.database.sorting import NorwegianOrder
from laeringslean.foundation.fields import FreeText
from laeringslean.improvement.models import RecognitionKind
from laeringslean.organisation.models import Unit


class GivenForm(forms.Form):
    """What is put up: thanks or a learning, for one's own team or another unit."""

    kind = forms.ChoiceField(
        label=_("What is it for?"),
        choices=RecognitionKind.choices,
        initial=RecognitionKind.THANKS,
        widget=forms.RadioSelect,
    )
    text = FreeText(
        label=_("What do you want to say?"),
        max_length=500,
        rows=3,
        help_text=_("Thank the team, and say what you did or learned. Also when a trial did not work."),
    )
    to_unit = forms.ModelChoiceField(
        label=_("To another unit that helped"),
        queryset=None,
        required=False,
        empty_label=_("Our own team"),
        help_text=_("It goes up on both boards."),
    )

    def __init__(self, data: Any = None, *, unit: Unit, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        others = Unit.objects.active().exclude(pk=unit.pk)
        self.fields["to_unit"].queryset = others.order_by(NorwegianOrder("name"))


class RecognitionSearchForm(forms.Form):
    """What to look for among thanks and learnings."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *RecognitionKind.choices])


class LearningSearchForm(forms.Form):
    """What to look for among what was learned."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, required=False, empty_label=_("All units"))

    def __init__(self, data: Any = None, *, units: Any) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = units.order_by(NorwegianOrder("name"))

"""The input of goals. Numbers may be written the Norwegian way (17,5)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation import clock
from laeringslean.measures.models import GoalKind


def _number(label: Any, *, required: bool) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        max_digits=12,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class GoalForm(forms.Form):
    """What we want to reach, for whom, and how we see it."""

    name = forms.CharField(label=_("Goal"), max_length=200, help_text=_("For example: first visit before 08.30"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=GoalKind.choices, widget=forms.RadioSelect, initial=GoalKind.QUALITY
    )
    user_effect = forms.CharField(label=_("What do the users of the service notice?"), max_length=300, required=False)
    measurement_unit = forms.CharField(
        label=_("Measured in"), max_length=40, required=False, help_text=_("For example: minutes, per cent, number")
    )
    target = _number(_("Target"), required=False)
    higher_is_better = forms.TypedChoiceField(
        label=_("Which way is better?"),
        choices=[("yes", _("Higher is better")), ("no", _("Lower is better"))],
        coerce=lambda choice: choice == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class GoalValueForm(forms.Form):
    """The value for now."""

    value = _number(_("Value now"), required=True)
    on = forms.DateField(label=_("Measured on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_on(self) -> Any:
        """Not a day to come."""
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("Choose today or an earlier day."))
        return day

"""The input of goals. Numbers may be written the Norwegian way (17,5)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation import clock
from laeringslean.foundation.fields import Day, Number
from laeringslean.foundation.national_numbers import refuse_national_numbers
from laeringslean.measures.models import GoalKind


class VersionedForm(forms.Form):
    """Carries, hidden, the version of the goal that whoever fills it in saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        """What the action takes beside the goal, who acts and the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class GoalForm(VersionedForm):
    """What we want to reach, for whom, and how we see it."""

    name = forms.CharField(
        label=_("Goal"),
        max_length=200,
        help_text=_("For example: first visits before 08.30"),
        validators=[refuse_national_numbers],
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=GoalKind.choices, widget=forms.RadioSelect, initial=GoalKind.QUALITY
    )
    user_effect = forms.CharField(
        label=_("What do the users of the service notice?"),
        max_length=300,
        required=False,
        validators=[refuse_national_numbers],
    )
    measurement_unit = forms.CharField(
        label=_("Measured in"), max_length=40, required=False, help_text=_("For example: minutes, per cent, number")
    )
    target = Number(label=_("Target"), max_digits=12, decimal_places=2, required=False)
    higher_is_better = forms.TypedChoiceField(
        label=_("Which way is better?"),
        choices=[("yes", _("Higher is better")), ("no", _("Lower is better"))],
        coerce=lambda choice: choice == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )


class GoalValueForm(VersionedForm):
    """The value for now."""

    value = Number(label=_("Value now"), max_digits=12, decimal_places=2)
    on = Day(label=_("Measured on"))

    def clean_on(self) -> date:
        """Not a day to come."""
        day: date = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("Choose today or an earlier day."))
        return day

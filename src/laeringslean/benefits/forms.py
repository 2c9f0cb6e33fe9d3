"""The input of benefits. Numbers may be written the Norwegian way (17,5)."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laeringslean.benefits.models import Basis, Benefit, UseKind
from laeringslean.calc import benefits as calc
from laeringslean.improvement.queries.meetings import staff_to_ask
from laeringslean.organisation.models import Unit
from laeringslean.organisation.queries import leaders_of


def _number(label: Any, *, smallest: str, largest: str, places: int, hint: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=hint,
        min_value=Decimal(smallest),
        max_value=Decimal(largest),
        decimal_places=places,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class FreedTimeForm(forms.Form):
    """Minutes × persons × times per week, in how many weeks of the year."""

    minutes = _number(_("Minutes saved each time"), smallest="0.01", largest="10000", places=2)
    persons = forms.IntegerField(label=_("How many persons"), min_value=1, max_value=10_000)
    times_per_week = _number(_("How many times a week"), smallest="0.001", largest="10000", places=3)
    active_weeks = forms.IntegerField(
        label=_("Weeks a year"),
        min_value=1,
        max_value=53,
        initial=52,
        help_text=_("52 for services that never close. Used when årsverk are counted by the year."),
    )
    staff_group = forms.CharField(
        label=_("Staff group"),
        max_length=100,
        required=False,
        help_text=_("Only where the group has its own number of hours per årsverk."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, benefit: Benefit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if benefit is not None:
            # The divisor was settled when the benefit was identified.
            del self.fields["staff_group"]

    def freed_time(self) -> calc.FreedTime:
        """The facts as typed. Only after is_valid()."""
        facts = self.cleaned_data
        return calc.FreedTime(facts["minutes"], facts["persons"], facts["times_per_week"], facts["active_weeks"])


class AgreementForm(forms.Form):
    """What the freed time shall be used for, from when, and who signs for each side."""

    use_of_time = forms.CharField(
        label=_("What shall the time be used for?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    use_kind = forms.ChoiceField(
        label=_("What does it give?"), choices=UseKind.choices, widget=forms.RadioSelect, initial=UseKind.QUALITY
    )
    takes_effect_on = _day(_("From"))
    follow_up_on = _day(_("We check that the time is used as agreed on"))
    leader = forms.ChoiceField(label=_("Leader who signs"))
    staff_representative = forms.ChoiceField(label=_("Representative of the staff who signs"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: Unit, leader: tuple[Any, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = dict([*leaders_of(unit), leader])
        self.fields["leader"].choices = [(str(key), name) for key, name in leaders.items()]
        self.fields["staff_representative"].choices = [("", _("Choose"))] + [
            (str(key), name) for key, name in staff_to_ask(unit)
        ]

    def clean(self) -> dict[str, Any]:
        """Two people, and a follow-up after the start."""
        facts = super().clean() or {}
        if facts.get("leader") and facts.get("leader") == facts.get("staff_representative"):
            self.add_error("staff_representative", _("The leader and the staff representative must be two people."))
        start, check = facts.get("takes_effect_on"), facts.get("follow_up_on")
        if start and check and check < start:
            self.add_error("follow_up_on", _("The follow-up must come after the start."))
        return facts


class SignatureForm(forms.Form):
    """The version of the agreement that the signer has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class RealisationForm(forms.Form):
    """What the time is in fact used for."""

    evidence = forms.CharField(
        label=_("What is the time used for now, and how can you see it?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class LossForm(forms.Form):
    """Why the time is not freed after all."""

    reason = forms.CharField(
        label=_("Why is the time not freed after all?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class DivisorForm(forms.Form):
    """Hours per årsverk from a day."""

    hours = _number(_("Hours per årsverk"), smallest="0.01", largest="3000", places=2)
    basis = forms.ChoiceField(
        label=_("Counted by"), choices=Basis.choices, widget=forms.RadioSelect, initial=Basis.WEEKLY
    )
    valid_from = _day(_("Valid from"))
    staff_group = forms.CharField(
        label=_("Only for staff group"), max_length=100, required=False, help_text=_("Leave empty for everybody.")
    )

    def clean(self) -> dict[str, Any]:
        """Hours that fit the basis: a week has at most 60, a year at least 500."""
        facts = super().clean() or {}
        hours, basis = facts.get("hours"), facts.get("basis")
        if hours and basis == Basis.WEEKLY and hours > 60:
            self.add_error("hours", _("That is too many hours for a week. Did you mean hours per year?"))
        if hours and basis == Basis.YEARLY and hours < 500:
            self.add_error("hours", _("That is too few hours for a year. Did you mean hours per week?"))
        return facts

"""The input of benefits. Numbers may be written the Norwegian way (17,5)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from laeringslean.benefits.models import Basis, UseKind
from laeringslean.benefits.queries.signatories import People
from laeringslean.calc import benefits as calc
from laeringslean.foundation.fields import Day, FreeText, Number

# More hours than these cannot be one årsverk by the week, fewer cannot be one by the year.
_LONGEST_WEEK = 60
_SHORTEST_YEAR = 500


class StepForm(forms.Form):
    """What every step of a benefit carries: hidden, the version that whoever fills it in saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def facts(self) -> dict[str, Any]:
        """What the action takes beside the benefit, who acts and the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class FreedTimeForm(StepForm):
    """Minutes × persons × times per week, in how many weeks of the year."""

    minutes = Number(label=_("Minutes saved each time"), min_value=Decimal("0.01"), max_value=10_000, decimal_places=2)
    persons = forms.IntegerField(label=_("How many persons"), min_value=1, max_value=10_000)
    times_per_week = Number(
        label=_("How many times a week"), min_value=Decimal("0.001"), max_value=10_000, decimal_places=3
    )
    active_weeks = forms.IntegerField(
        label=_("Weeks a year"),
        min_value=1,
        max_value=53,
        initial=52,
        help_text=_("52 for services that never close. Counts only where årsverk are worked out by the year."),
    )
    staff_group = forms.ChoiceField(
        label=_("Staff group"),
        required=False,
        help_text=_("These groups have their own number of hours per årsverk."),
    )

    def __init__(self, *args: Any, staff_groups: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff_group"].choices = [("", _("Everybody")), *((group, group) for group in staff_groups)]
        if not staff_groups:
            del self.fields["staff_group"]

    def freed_time(self) -> calc.FreedTime:
        """The facts as typed. Only after is_valid()."""
        facts = self.cleaned_data
        return calc.FreedTime(facts["minutes"], facts["persons"], facts["times_per_week"], facts["active_weeks"])


class AgreementForm(StepForm):
    """What the freed time shall be used for, from when, and who signs for each side."""

    use_of_time = FreeText(
        label=_("What shall the time be used for?"),
        max_length=1000,
        help_text=_("Be concrete: who will notice it, and how?"),
    )
    use_kind = forms.ChoiceField(
        label=_("What does it give?"), choices=UseKind.choices, widget=forms.RadioSelect, initial=UseKind.QUALITY
    )
    takes_effect_on = Day(label=_("From"))
    follow_up_on = Day(label=_("We check that the time is used as agreed on"))
    leader = forms.TypedChoiceField(label=_("Leader who signs"), coerce=UUID)
    staff_representative = forms.TypedChoiceField(
        label=_("Representative of the staff who signs"),
        coerce=UUID,
        help_text=_("Agree on it together: each signs on their own account."),
    )
    # Whether the page told the writer that somebody has signed the words as they are.
    knows_of_signatures = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, leaders: People, representatives: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].choices = [(str(key), name) for key, name in leaders]
        self.fields["staff_representative"].choices = [("", _("Choose"))] + [
            (str(key), name) for key, name in representatives
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

    def facts(self) -> dict[str, Any]:
        """The words of the agreement, people by their ids."""
        facts = super().facts()
        return {
            **{name: facts[name] for name in ("use_of_time", "use_kind", "takes_effect_on", "follow_up_on")},
            "leader_id": facts["leader"],
            "staff_representative_id": facts["staff_representative"],
        }


class SignatureForm(forms.Form):
    """The version of the agreement that the signer has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class RealisationForm(StepForm):
    """What the time is in fact used for."""

    evidence = FreeText(
        label=_("What is the time used for now, and how can you see it?"),
        rows=4,
        help_text=_("What you have seen or counted, not what you hope for."),
    )


class LossForm(StepForm):
    """Why the time is not freed after all."""

    reason = FreeText(label=_("Why is the time not freed after all?"))


class DivisorForm(forms.Form):
    """Hours per årsverk from a day."""

    hours = Number(label=_("Hours per årsverk"), min_value=Decimal("0.01"), max_value=3000, decimal_places=2)
    basis = forms.ChoiceField(
        label=_("Counted by"), choices=Basis.choices, widget=forms.RadioSelect, initial=Basis.WEEKLY
    )
    valid_from = Day(label=_("Valid from"))
    staff_group = forms.CharField(
        label=_("Only for staff group"), max_length=100, required=False, help_text=_("Leave empty for everybody.")
    )

    def clean(self) -> dict[str, Any]:
        """Hours that fit the basis."""
        facts = super().clean() or {}
        hours, basis = facts.get("hours"), facts.get("basis")
        if hours and basis == Basis.WEEKLY and hours > _LONGEST_WEEK:
            self.add_error("hours", _("That is too many hours for a week. Did you mean hours per year?"))
        if hours and basis == Basis.YEARLY and hours < _SHORTEST_YEAR:
            self.add_error("hours", _("That is too few hours for a year. Did you mean hours per week?"))
        return facts

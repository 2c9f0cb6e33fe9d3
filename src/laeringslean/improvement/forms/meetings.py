"""The input of board meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation import clock
from laeringslean.foundation.fields import Day, FreeText
from laeringslean.improvement.models import Idea, IdeaState, OutcomeKind, RecognitionKind
from laeringslean.improvement.queries.meetings import possible_facilitators, staff_to_ask
from laeringslean.organisation.models import Shift, Unit


def _people(people: list[tuple[Any, str]], nobody: Any) -> list[tuple[str, Any]]:
    return [("", nobody), *((str(person_id), name) for person_id, name in people)]


class MeetingPlanForm(forms.Form):
    """When the next meeting is, and who leads it."""

    planned_on = Day(label=_("Date"))
    planned_time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    facilitator = forms.ChoiceField(label=_("Who leads"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facilitator"].choices = _people(possible_facilitators(unit), _("Not chosen yet"))

    def clean_planned_on(self) -> Any:
        """The day; today or later."""
        day = self.cleaned_data["planned_on"]
        if day < clock.today():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day


class AttendanceForm(forms.Form):
    """How many are here, and from which shifts. Never who."""

    head_count = forms.IntegerField(label=_("How many are here"), min_value=1, max_value=500)
    shifts_present = forms.MultipleChoiceField(
        label=_("Shifts present"), choices=Shift.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class OutcomeForm(forms.Form):
    """A decision, a task or a trial, written down on the spot."""

    kind = forms.ChoiceField(label=_("What is it"), choices=OutcomeKind.choices, widget=forms.RadioSelect)
    text = FreeText(label=_("What you agreed"), max_length=500, rows=2)
    owner = forms.ChoiceField(label=_("Who does it"), required=False)
    due_on = Day(label=_("By when"), required=False)
    idea = forms.ModelChoiceField(label=_("Idea to try"), queryset=None, required=False, empty_label=_("None"))
    position = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = _people(staff_to_ask(unit), _("Nobody"))
        self.fields["idea"].queryset = Idea.objects.for_unit(unit.id).filter(state=IdeaState.PLANNED)


class ShownIdeaForm(forms.Form):
    """The idea that the meeting talks about."""

    idea = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["idea"].queryset = Idea.objects.for_unit(unit.id)


class KindOfThanks(forms.Form):
    """Whether what is put up thanks or says what was learned; the first, unless the form says otherwise."""

    recognition_kind = forms.ChoiceField(choices=RecognitionKind.choices, required=False, widget=forms.HiddenInput)

    def kind(self) -> str:
        """The kind of recognition that was chosen."""
        return self.cleaned_data["recognition_kind"] or RecognitionKind.THANKS


class RecognitionForm(KindOfThanks):
    """A thank-you, or something learned."""

    text = FreeText(label=_("Thanks to …"), max_length=500, rows=2)


class ClosureForm(KindOfThanks):
    """Who leads next time, what else belongs in the minutes, and a thank-you that was written but not put up yet."""

    text = FreeText(label=_("Thanks to …"), max_length=500, rows=2, required=False)
    next_facilitator = forms.ChoiceField(label=_("Who leads next time"), required=False)
    remarks = FreeText(label=_("Remarks for the minutes"), max_length=4000, required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_facilitator"].choices = _people(possible_facilitators(unit), _("Not chosen yet"))

"""What each move of an idea asks for. Moves that ask for nothing use `MoveForm` itself."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation import clock
from laeringslean.foundation.fields import Day, FreeText
from laeringslean.foundation.national_numbers import refuse_national_numbers
from laeringslean.improvement.actions.ideas import ANSWER_WITHIN
from laeringslean.improvement.models import Decision, Idea, Worked
from laeringslean.improvement.queries.ideas import possible_owners


class MoveForm(forms.Form):
    """A move with nothing to fill in but, hidden, the version of the idea that the mover saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    not_before_today: tuple[str, ...] = ()

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.idea = idea
        for name in self.not_before_today:
            self.fields[name].widget.attrs["min"] = clock.today().isoformat()

    def clean(self) -> dict[str, Any]:
        """Refuse days that have passed where they make no sense."""
        cleaned = super().clean() or {}
        for name in self.not_before_today:
            if cleaned.get(name) and cleaned[name] < clock.today():
                self.add_error(name, _("Choose today or a later day."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What the action takes beside the idea, who acts and the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ParkingForm(MoveForm):
    """Not now, because …"""

    reason = FreeText(label=_("Why it has to wait"))
    until = Day(label=_("Look at it again on"), required=False)
    not_before_today = ("until",)


class EscalationForm(MoveForm):
    """To the leader above, because …"""

    reason = FreeText(label=_("Why it has to be lifted"))
    answer_due_on = Day(label=_("Answer by"), required=False)
    not_before_today = ("answer_due_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("answer_due_on", clock.today() + ANSWER_WITHIN)


class EscalationReplyForm(MoveForm):
    """The leader's answer."""

    reply = FreeText(label=_("Your reply"))


class DeclineForm(MoveForm):
    """No, because …"""

    reason = FreeText(label=_("Why the answer is no"))


class PlanForm(MoveForm):
    """Who takes it, and by when."""

    owner = forms.TypedChoiceField(label=_("Who takes it"), coerce=UUID)
    due_on = Day(label=_("By when"))
    not_before_today = ("due_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "–"), *possible_owners(self.idea)]
        self.initial.setdefault("owner", str(self.idea.owner_id or ""))
        self.initial.setdefault("due_on", self.idea.due_on)

    def facts(self) -> dict[str, Any]:
        """The owner's id and the day."""
        return {"owner_id": self.cleaned_data["owner"], "due_on": self.cleaned_data["due_on"]}


class TrialForm(MoveForm):
    """What we try, what we look at, and until when."""

    plan = FreeText(label=_("What will you try?"))
    look_at = forms.CharField(
        label=_("What do you look at to see whether it works?"),
        max_length=300,
        required=False,
        validators=[refuse_national_numbers],
    )
    starts_on = Day(label=_("From"))
    ends_on = Day(label=_("Until"))
    not_before_today = ("ends_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.initial.setdefault("plan", self.idea.proposal)
        self.initial.setdefault("starts_on", today)
        self.initial.setdefault("ends_on", today + timedelta(days=14))


class ResultForm(MoveForm):
    """What came of it."""

    result = FreeText(label=_("What came of it?"), help_text=_("Say what you saw or counted, good or bad."))


class EvaluationForm(MoveForm):
    """Did it work, what did we learn, what now?"""

    worked = forms.ChoiceField(label=_("Did it work?"), choices=Worked.choices, widget=forms.RadioSelect)
    learned = FreeText(
        label=_("What did you learn?"), help_text=_("“No” is a good answer too: it counts as finished work.")
    )
    decision = forms.ChoiceField(label=_("What now?"), choices=Decision.choices, widget=forms.RadioSelect)

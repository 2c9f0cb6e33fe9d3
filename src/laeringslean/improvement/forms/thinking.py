"""The input of what a group thinks about an idea."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laeringslean.foundation.fields import FreeText
from laeringslean.improvement.models import (
    EFFORT_WORDS,
    IMPACT_WORDS,
    LONGEST_WHY,
    MOST_WHYS,
    WHYS,
    EffortImpact,
    FiveWhys,
)


class EffortImpactForm(forms.Form):
    """A place on the grid, and the version of the one it had when the form was opened (0: none)."""

    effort = forms.TypedChoiceField(
        label=gettext_lazy("How much work does it take?"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=list(EFFORT_WORDS.items()),
    )
    impact = forms.TypedChoiceField(
        label=gettext_lazy("How much does it give?"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=list(IMPACT_WORDS.items()),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, place: EffortImpact | None) -> None:
        initial = {"effort": place.effort, "impact": place.impact, "version": place.version} if place else {}
        super().__init__(data, initial={"version": 0, **initial})


class WhysForm(forms.Form):
    """One why after the other. There are five, and one more than was answered, up to seven."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, whys: FiveWhys | None) -> None:
        answers = whys.answers if whys else []
        super().__init__(data, initial={"version": whys.version if whys else 0})
        sent = [number for number in range(1, MOST_WHYS + 1) if data and f"why_{number}" in data]
        self.length = max(min(max(WHYS, len(answers) + 1), MOST_WHYS), *sent, WHYS)
        for number in range(1, self.length + 1):
            before = answers[number - 2] if 1 < number <= len(answers) + 1 else ""
            self.fields[f"why_{number}"] = FreeText(
                label=_("%(number)d. Why is that so?") % {"number": number} if number > 1 else _("1. Why?"),
                help_text=f"«{before}»" if before else "",
                max_length=LONGEST_WHY,
                rows=2,
                required=False,
                initial=answers[number - 1] if number <= len(answers) else "",
            )
        self.fields["root"] = forms.TypedChoiceField(
            label=_("Which one is the root cause?"),
            choices=[("", _("Not found yet")), *((str(n), _("No. %d") % n) for n in range(1, self.length + 1))],
            coerce=int,
            empty_value=None,
            required=False,
            initial=str(whys.root) if whys and whys.root else "",
            widget=forms.RadioSelect,
        )

    @property
    def steps(self) -> list[forms.BoundField]:
        """The fields of the answers, in their order."""
        return [self[f"why_{number}"] for number in range(1, self.length + 1)]

    @property
    def answers(self) -> list[str]:
        """What was answered, as it was sent."""
        return [self.cleaned_data.get(f"why_{number}", "") for number in range(1, self.length + 1)]


class SourceForm(forms.Form):
    """The idea that this one builds on, and a thank-you to the team that had it first."""

    source = forms.UUIDField(label=gettext_lazy("Which idea does it build on?"), widget=forms.RadioSelect)
    thanks = FreeText(
        label=gettext_lazy("Thanks to the team that had it first"),
        max_length=500,
        rows=2,
        required=False,
        help_text=gettext_lazy("It goes up on both boards. Leave it empty to link without a thank-you."),
    )

"""The input of a board's arrangement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.fields import FreeText


class ArrangementForm(forms.Form):
    """The unit's vision and values, as they hang on its board."""

    vision = FreeText(
        label=_("Vision"),
        help_text=_("One sentence: what are you here for?"),
        max_length=1000,
        required=False,
        rows=3,
    )
    values = FreeText(
        label=_("Values"),
        help_text=_("How you want to be with each other and with those you are here for, one on each line."),
        max_length=1000,
        required=False,
        rows=5,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

"""The input of units."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from laeringslean.organisation.models import Unit, UnitKind
from laeringslean.organisation.queries.units import unit_choices


class UnitForm(forms.Form):
    """What a unit is called and what kind it is."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices, widget=forms.RadioSelect)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class UnitPlaceForm(forms.Form):
    """Under which unit it lies."""

    parent = forms.ChoiceField(label=_("Lies under"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = unit_choices(but_below=unit.id if unit else None)
        self.fields["parent"].choices = [("", _("Nothing: top of the tree")), *choices]

    def clean_parent(self) -> Unit | None:
        """The unit chosen."""
        chosen = self.cleaned_data["parent"]
        return Unit.objects.get(pk=UUID(chosen)) if chosen else None


class NewUnitForm(UnitPlaceForm, UnitForm):
    """A new unit."""

    field_order = ["name", "kind", "parent"]


class VersionForm(forms.Form):
    """Nothing but the version that the editor saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

"""The input of people, where they work, and their roles."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation import clock
from laeringslean.organisation.access.names import ROLE_NAMES
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import GRANTABLE, MUNICIPAL_ROLES, Role
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Shift, Unit
from laeringslean.organisation.queries.units import unit_choices


class PersonForm(forms.Form):
    """Name and address."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail"), required=False, max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class WorkForm(forms.Form):
    """Position, occupation group and shift in a unit."""

    position_percent = forms.DecimalField(
        label=_("Position in per cent"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=2,
        localize=True,
        initial=100,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    staff_group = forms.CharField(label=_("Occupation group"), required=False, max_length=100)
    shift = forms.ChoiceField(label=_("Shift"), required=False, choices=[("", _("Not stated")), *Shift.choices])
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class InvitationForm(WorkForm):
    """Somebody new in a unit."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    field_order = ["name", "email", "position_percent", "staff_group", "shift"]


class MembershipForm(WorkForm):
    """Somebody known who is to work in one more unit."""

    unit = forms.ChoiceField(label=_("Unit"))
    field_order = ["unit", "position_percent", "staff_group", "shift"]

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = None if viewer.can(Permission.ORGANISATION_MANAGE) else viewer.units_with(Permission.MEMBERSHIP_MANAGE)
        self.fields["unit"].choices = unit_choices(only=may)

    def clean_unit(self) -> Unit:
        """The unit chosen."""
        return Unit.objects.get(pk=UUID(self.cleaned_data["unit"]))


class RoleForm(forms.Form):
    """A role, where and for how long."""

    role = forms.ChoiceField(label=_("Role"))
    unit = forms.ChoiceField(
        label=_("Unit"), required=False, help_text=_("Leave empty for roles that hold for the whole municipality.")
    )
    valid_from = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=clock.today
    )
    valid_until = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty when there is no last day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        roles = {role for permission, roles in GRANTABLE.items() if viewer.can(permission) for role in roles}
        self.fields["role"].choices = [(role.value, ROLE_NAMES[role]) for role in Role if role in roles]
        self.fields["unit"].choices = [("", _("The whole municipality")), *unit_choices(only=self._units())]

    def _units(self) -> frozenset[UUID] | None:
        """The units in which the viewer may give some role; None for all."""
        held = [permission for permission in GRANTABLE if self.viewer.can(permission)]
        reach = [self.viewer.units_with(permission) for permission in held]
        return None if None in reach else frozenset().union(*(units for units in reach if units is not None))

    def clean(self) -> dict[str, Any]:
        """The role and the unit, together within what the viewer may give."""
        cleaned = super().clean() or {}
        if "role" not in cleaned or "unit" not in cleaned:
            return cleaned
        role = Role(cleaned["role"])
        unit = Unit.objects.get(pk=UUID(cleaned["unit"])) if cleaned["unit"] else None
        if role in MUNICIPAL_ROLES:
            unit = None
        if not any(role in GRANTABLE[p] and self.viewer.can(p, unit.id if unit else None) for p in GRANTABLE):
            raise forms.ValidationError(_("You cannot give this role there."))
        return {**cleaned, "role": role, "unit": unit}

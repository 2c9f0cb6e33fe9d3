"""The input of an idea: three questions and no more."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laeringslean.foundation.database.sorting import NorwegianOrder
from laeringslean.foundation.fields import FreeText
from laeringslean.foundation.keys import uuid4
from laeringslean.foundation.tenancy import rows
from laeringslean.improvement.actions.photos import LARGEST_FILE
from laeringslean.improvement.models import Idea, IdeaKind, IdeaState, Lane
from laeringslean.method.models import WasteType
from laeringslean.method.queries import waste_types_in_force
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Unit


class IdeaForm(forms.Form):
    """The three answers, the kind, and what may come with them. Only the problem must be there."""

    problem = FreeText(
        label=gettext_lazy("What is the problem?"),
        autofocus=True,
        help_text=gettext_lazy("Write nothing that can identify a patient, a user or a child."),
    )
    proposal = FreeText(label=gettext_lazy("What do you suggest?"), rows=2, required=False)
    expected_effect = FreeText(label=gettext_lazy("What will be better?"), rows=2, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=IdeaKind.choices,
        initial=IdeaKind.SUGGESTION,
        widget=forms.RadioSelect,
    )
    # Looked up when they are shown or one of them was chosen: most ideas are sent without.
    waste_type = forms.TypedChoiceField(
        label=gettext_lazy("What steals the time?"),
        choices=lambda: _waste_types(),
        coerce=lambda key: WasteType.objects.get(pk=key),
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    photo = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy("No people and no screens, please. Place and time are taken out of the picture."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )

    def clean_photo(self) -> UploadedFile | None:
        """The picture's file, no larger than 10 MB."""
        photo = self.cleaned_data["photo"]
        if photo and photo.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The picture is larger than 10 MB. Take a smaller one, or send the idea without it.")
            )
        return photo or None

    def answers(self) -> dict[str, Any]:
        """What the actions take: kind, the three answers and the waste type."""
        return {name: self.cleaned_data[name] for name in _ANSWERS}


def _waste_types() -> list[tuple[str, str]]:
    return [("", _("None of these")), *((str(waste_type.pk), str(waste_type)) for waste_type in waste_types_in_force())]


_ANSWERS = ("kind", "problem", "proposal", "expected_effect", "waste_type")


class NewIdeaForm(IdeaForm):
    """A new idea: also where it belongs, and whether its author wants to be named.

    The two keys are made with the page. An idea sent with one of them twice is one idea; they differ, so that a named
    and an anonymous one from the same page cannot be tied together.
    """

    unit = forms.UUIDField(label=gettext_lazy("Which board?"), widget=forms.Select)
    author = forms.ChoiceField(
        label=gettext_lazy("Who is it from?"),
        choices=[("named", gettext_lazy("With my name")), ("anonymous", gettext_lazy("Anonymous"))],
        initial="named",
        widget=forms.RadioSelect,
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput)
    anonymous_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, home_id: UUID | None = None, **kwargs: Any) -> None:
        initial = {"unit": home_id, "client_key": uuid4(), "anonymous_key": uuid4(), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self._viewer = viewer
        self.fields["unit"].widget.choices = lambda: [(str(unit.pk), unit.name) for unit in self.units]

    def clean_unit(self) -> Unit:
        """The unit, which must be in use, and one where the author may raise ideas."""
        key = self.cleaned_data["unit"]
        unit = rows.find(Unit, id=key, is_active=True) if self._viewer.can(Permission.IDEA_RAISE, key) else None
        if unit is None:
            raise forms.ValidationError(_("You cannot raise ideas in this unit."))
        return unit

    @cached_property
    def units(self) -> list[Unit]:
        """The boards it can go to. Asked for by the page alone: an idea that is sent names its own."""
        units = Unit.objects.active().allowing(self._viewer, Permission.IDEA_RAISE)
        return list(units.order_by(NorwegianOrder("name")))

    @cached_property
    def only_unit(self) -> Unit | None:
        """The one board it can go to, when there is no choice; the field is then hidden."""
        if len(self.units) != 1:
            return None
        self.fields["unit"].widget = forms.HiddenInput()
        self.initial["unit"] = self.units[0].pk
        return self.units[0]

    @property
    def has_extras(self) -> bool:
        """Whether a picture or waste type was given or is wrong, so that their part of the page stands open."""
        return bool(self.data.get("waste_type") or self.errors.keys() & {"photo", "waste_type"})


def _lane_field(idea: Idea) -> forms.TypedChoiceField | None:
    """The lanes of the idea's board to choose from; None where it has none."""
    lanes = {str(lane.pk): lane for lane in Lane.objects.in_use(idea.unit_id)}
    if not lanes:
        return None
    choices = [("", _("No lane")), *((key, lane.name) for key, lane in lanes.items())]
    return forms.TypedChoiceField(
        label=_("Lane"),
        choices=choices,
        coerce=lanes.__getitem__,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class TagsForm(forms.Form):
    """Where an idea belongs: the lane, where its board has any, and the kind of time thief."""

    waste_type = IdeaForm.base_fields["waste_type"]
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("lane", "waste_type", "version")

    def __init__(self, data: Any = None, *, idea: Idea) -> None:
        initial = {"lane": str(idea.lane_id or ""), "waste_type": idea.waste_type_id or "", "version": idea.version}
        super().__init__(data, initial=initial)
        if lane := _lane_field(idea):
            self.fields["lane"] = lane
            self.order_fields(self.field_order)


class EditIdeaForm(IdeaForm):
    """An idea's answers again, with the lane it stands in and the version that the editor saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    remove_photo = forms.BooleanField(label=gettext_lazy("Take the picture away"), required=False)

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        initial = {name: getattr(idea, name) for name in (*_ANSWERS, "version")}
        initial |= {"waste_type": idea.waste_type_id, "lane": str(idea.lane_id or "")}
        super().__init__(*args, initial=initial, **kwargs)
        if lane := _lane_field(idea):
            self.fields["lane"] = lane
        if not idea.photo:
            del self.fields["remove_photo"]


class IdeaSearchForm(forms.Form):
    """What to look for in the list of ideas."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), queryset=None, required=False, empty_label=gettext_lazy("All units")
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("Mine"), required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.order_by(NorwegianOrder("name"))
        self.fields["state"].choices = [("", _("All states")), ("open", _("Not finished")), *IdeaState.choices]
        self.fields["kind"].choices = [("", _("All kinds")), *IdeaKind.choices]


class CommentForm(forms.Form):
    """A comment."""

    body = FreeText(label=gettext_lazy("Write a comment"))
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

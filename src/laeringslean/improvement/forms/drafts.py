"""The input of a draft: the same three questions, none of which must be answered yet."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from laeringslean.foundation.database.sorting import NorwegianOrder
from laeringslean.foundation.fields import FreeText
from laeringslean.foundation.keys import uuid4
from laeringslean.improvement.models import IdeaDraft, IdeaKind
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Unit

_TEXTS = ("problem", "proposal", "expected_effect")


class DraftForm(forms.Form):
    """A draft: what was thought of so far, and where it may go. Pictures are added when it is raised."""

    problem = FreeText(
        label=gettext_lazy("What is the problem?"),
        required=False,
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
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Which board?"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Not decided yet"),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, viewer: Viewer, draft: IdeaDraft | None = None) -> None:
        initial: dict[str, Any] = {"client_key": uuid4()}
        if draft is not None:
            initial = {name: getattr(draft, name) for name in (*_TEXTS, "kind", "version")} | {"unit": draft.unit_id}
        super().__init__(data, initial=initial)
        units = Unit.objects.active().allowing(viewer, Permission.IDEA_RAISE)
        self.fields["unit"].queryset = units.order_by(NorwegianOrder("name"))

    def clean_client_key(self) -> Any:
        """The key of the form that was sent; a form without one is a draft of its own."""
        return self.cleaned_data["client_key"] or uuid4()

    @cached_property
    def is_new(self) -> bool:
        """Whether the draft is not kept yet."""
        return "version" not in self.initial

    def answers(self) -> dict[str, Any]:
        """What the actions take: kind, the three answers and the unit."""
        return {name: self.cleaned_data[name] for name in ("kind", *_TEXTS, "unit")}

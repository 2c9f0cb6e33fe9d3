"""The list of ideas as a file for a spreadsheet."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from laeringslean.foundation.exports import list_answer
from laeringslean.improvement.models import Idea
from laeringslean.improvement.queries.ideas import search
from laeringslean.improvement.views.ideas import asked_for
from laeringslean.organisation.access.doors import signed_in


def _author(idea: Idea) -> str:
    if idea.is_anonymous:
        return _("Anonymous")
    return idea.raised_by.name if idea.raised_by else ""


# What the idea's own page shows to everybody who may open it, and no more.
_COLUMNS: list[tuple[Promise, Callable[[Idea], Any]]] = [
    (gettext_lazy("Unit"), lambda idea: idea.unit.name),
    (gettext_lazy("Kind"), lambda idea: idea.get_kind_display()),
    (gettext_lazy("The problem"), lambda idea: idea.problem),
    (gettext_lazy("The idea"), lambda idea: idea.proposal),
    (gettext_lazy("What will be better"), lambda idea: idea.expected_effect),
    (gettext_lazy("Time thief"), lambda idea: idea.waste_type.name if idea.waste_type else ""),
    (gettext_lazy("State"), lambda idea: idea.get_state_display()),
    (gettext_lazy("Raised"), lambda idea: idea.raised_on),
    (gettext_lazy("Raised by"), _author),
    (gettext_lazy("Taken by"), lambda idea: idea.owner.name if idea.owner else ""),
    (gettext_lazy("By when"), lambda idea: idea.due_on),
]


@signed_in
@require_GET
def idea_export(request: HttpRequest) -> HttpResponse:
    """The ideas of the list, searched and narrowed as it is."""
    _form, wish = asked_for(request)
    found = search(request.viewer, wish).select_related("unit", "waste_type", "raised_by", "owner")
    rows = ([value(idea) for _label, value in _COLUMNS] for idea in found.iterator(chunk_size=500))
    return list_answer(request, _("ideas"), [str(label) for label, _value in _COLUMNS], rows)

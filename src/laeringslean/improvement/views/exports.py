"""Ideas, meetings and what they led to, as files for a spreadsheet."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from laeringslean.foundation import clock
from laeringslean.foundation.exports import list_answer
from laeringslean.improvement.models import Idea, Outcome
from laeringslean.improvement.queries.ideas import search
from laeringslean.improvement.queries.meetings import meetings_of
from laeringslean.improvement.views.ideas import asked_for
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.models import Unit


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


@signed_in
@require_GET
def meeting_export(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """A unit's board meetings: heads, never names of those who came."""
    unit, today = _board_of(request, unit_pk), clock.today()
    rows = [
        [
            unit.name,
            meeting.planned_on,
            _("Missed") if meeting.is_missed(today) else meeting.get_state_display(),
            meeting.facilitator.name if meeting.facilitator else "",
            meeting.head_count,
            ", ".join(meeting.shift_names),
        ]
        for meeting in meetings_of(unit.id)
    ]
    header = [_("Unit"), _("Day"), _("State"), _("Led by"), _("Present"), _("Shifts")]
    return list_answer(request, _("meetings"), header, rows)


@signed_in
@require_GET
def outcome_export(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """What a unit's meetings led to: decisions, tasks and trials, as their minutes have them."""
    unit = _board_of(request, unit_pk)
    found = Outcome.objects.filter(meeting__unit_id=unit.id).select_related("meeting", "owner", "idea")
    rows = [
        [
            unit.name,
            outcome.meeting.planned_on,
            outcome.move_label or outcome.get_kind_display(),
            outcome.text,
            outcome.idea.title if outcome.idea else "",
            outcome.owner.name if outcome.owner else "",
            outcome.due_on,
            outcome.done_on,
        ]
        for outcome in found.order_by("-meeting__planned_on", "id")
    ]
    header = [
        _("Unit"), _("Day"), _("What it is"), _("Text"), _("Idea"), _("Taken by"), _("By when"), _("Done on"),
    ]  # fmt: skip
    return list_answer(request, _("outcomes"), header, rows)


def _board_of(request: HttpRequest, unit_pk: UUID) -> Unit:
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=unit_pk)
    require(request.viewer, Permission.BOARD_READ, unit.id)
    return unit

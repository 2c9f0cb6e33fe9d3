"""A unit's goals as a file for a spreadsheet."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from laeringslean.foundation.exports import list_answer
from laeringslean.measures.models import Goal


def goals_answer(request: HttpRequest, goals: Iterable[Goal], unit: str) -> HttpResponse:
    """The goals with their targets and the values they have now."""
    reached = {True: _("Yes"), False: _("No"), None: ""}
    rows = [
        [
            unit,
            goal.get_kind_display(),
            goal.name,
            goal.user_effect,
            goal.measurement_unit,
            goal.target,
            goal.current_value,
            goal.current_on,
            reached[goal.is_reached],
        ]
        for goal in goals
    ]
    header = [
        _("Unit"),
        _("Kind"),
        _("Goal"),
        _("What users notice"),
        _("Measured in"),
        _("Target"),
        _("Value"),
        _("Day"),
        _("Reached"),
    ]
    return list_answer(request, _("goals"), header, rows)

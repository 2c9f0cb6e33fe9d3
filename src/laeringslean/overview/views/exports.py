"""How the improvement work runs, as a file for a spreadsheet."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from laeringslean.foundation.exports import list_answer
from laeringslean.overview.queries.loop import Measures


def measures_answer(request: HttpRequest, rows: Iterable[Measures]) -> HttpResponse:
    """The figures of a unit and those right below it. What the page keeps back is empty here too."""
    header = [
        _("Unit"),
        f"{_('Involvement')} (%)",
        _("Ideas per employee and year"),
        f"{_('Implemented')} (%)",
        _("Response time, days"),
        f"{_('Meeting steadiness')} (%)",
        f"{_('Realisation rate')} (%)",
        _("Net hours"),
    ]
    table = [
        [
            row.unit_name,
            row.involvement,
            None if row.ideas_per_year is None else round(row.ideas_per_year, 2),
            row.implemented,
            row.response_days,
            row.steadiness,
            row.realisation,
            None if row.net_hours is None else round(row.net_hours, 1),
        ]
        for row in rows
    ]
    return list_answer(request, _("improvement-work"), header, table)

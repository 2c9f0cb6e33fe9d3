"""The ledger of freed time as a file for a spreadsheet."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from laeringslean.benefits.queries.ledger import LedgerLine
from laeringslean.foundation.exports import list_answer


def ledger_answer(request: HttpRequest, lines: Iterable[LedgerLine], *, reads_ideas: bool) -> HttpResponse:
    """The lines that the page shows; leadership gets them without the words of the ideas, as there."""
    header = [
        *([_("Idea")] if reads_ideas else []),
        _("Unit"),
        _("Step"),
        _("Use of the time"),
        _("Kind of use"),
        _("In fact"),
        _("Realised on"),
        _("Hours a week"),
        _("Årsverk"),
    ]
    rows = [
        [
            *([line.idea_title] if reads_ideas else []),
            line.unit_name,
            line.state.label,
            line.use_of_time,
            line.use_kind.label if line.use_kind else "",
            line.evidence,
            line.realised_on,
            round(line.hours_per_week, 2),
            round(line.fte, 3),
        ]
        for line in lines
    ]
    return list_answer(request, _("freed-time"), header, rows)

"""Reads that span tables; the names that other rooms use can be imported from here."""

from laeringslean.benefits.queries.ledger import (
    LedgerLine,
    benefit_of_ideas,
    done_this_month,
    ledger,
    totals_for_units,
)
from laeringslean.benefits.queries.signatures import waiting_for_signature

__all__ = [
    "LedgerLine",
    "benefit_of_ideas",
    "done_this_month",
    "ledger",
    "totals_for_units",
    "waiting_for_signature",
]

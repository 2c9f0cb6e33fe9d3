"""Reads that span tables, by noun; the names that other rooms use can be imported from here."""

from laeringslean.organisation.queries.people import named
from laeringslean.organisation.queries.units import (
    HeadCount,
    guides_of,
    head_count,
    leaders_of,
    unit_above_with_leader,
    units_below,
)
from laeringslean.organisation.queries.viewers import token_hash, viewer_for_person, viewer_for_token

__all__ = [
    "HeadCount",
    "guides_of",
    "head_count",
    "leaders_of",
    "named",
    "token_hash",
    "unit_above_with_leader",
    "units_below",
    "viewer_for_person",
    "viewer_for_token",
]

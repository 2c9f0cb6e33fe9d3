"""Numbers in templates: `{% load numbers %}`, then `{{ goal.target|number }}`."""

from decimal import Decimal

from django import template

from laeringslean.foundation.numbers import plain

register = template.Library()


@register.filter
def number(value: Decimal | None) -> str:
    """The number as people here write it, e.g. 37,5; a dash for None."""
    return "–" if value is None else plain(value)

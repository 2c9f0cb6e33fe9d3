"""Hours and årsverk as they are shown: rounded once, at the very end, with the reader's decimal sign."""

from decimal import Decimal

from django import template
from django.utils import formats

from laeringslean.calc.benefits import rounded

register = template.Library()


@register.filter
def hours(value: Decimal) -> str:
    """Hours with one decimal, e.g. 17,5."""
    return formats.number_format(rounded(value, 1), 1)


@register.filter
def fte(value: Decimal) -> str:
    """Årsverk with two decimals, e.g. 0,47."""
    return formats.number_format(rounded(value, 2), 2)


@register.filter
def percent(value: Decimal) -> str:
    """A share as a whole percentage, e.g. 68."""
    return formats.number_format(rounded(value * 100, 0), 0)

"""Numbers as people here write and read them: 17,5 and not 17.50."""

from decimal import Decimal

from django.utils import formats


def plain(value: Decimal) -> str:
    """The number with the decimal sign of the page's language and without needless zeros, e.g. 37,5."""
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return formats.number_format(value, places)

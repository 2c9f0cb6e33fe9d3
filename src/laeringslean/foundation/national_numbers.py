"""Finding Norwegian national identity numbers in text, so that they can be refused before they are stored."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_CANDIDATE = re.compile(r"(?<!\d)\d{6}[ .\u00a0-]?\d{5}(?!\d)")
_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def holds_national_number(text: str) -> bool:
    """Whether the text holds an 11-digit number with the date and check digits of a fødselsnummer or D-number.

    Numbers of the test population (month plus 40, 65 or 80) count as well.
    """
    return any(_is_national([int(c) for c in found if c.isdecimal()]) for found in _CANDIDATE.findall(text))


def refuse_national_numbers(text: str) -> None:
    """A validator for free text. Raises ValidationError when the text holds a national identity number."""
    if holds_national_number(text):
        raise ValidationError(
            _("This looks like a national identity number. Please take it out: nobody should be recognisable here."),
            code="national_number",
        )


def _is_national(digits: list[int]) -> bool:
    if sum(w * d for w, d in zip(_FIRST_WEIGHTS, digits, strict=False)) % 11:
        return False
    if sum(w * d for w, d in zip(_SECOND_WEIGHTS, digits, strict=True)) % 11:
        return False
    return _begins_with_a_date(digits)


def _begins_with_a_date(digits: list[int]) -> bool:
    day, month = digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]
    day -= 40 if day > 40 else 0
    month -= next((shift for shift in (80, 65, 40) if month > shift), 0)
    try:
        # A leap year, since the century cannot be told from two digits.
        date(2000, month, day)
    except ValueError:
        return False
    return True

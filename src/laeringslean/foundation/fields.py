"""Fields that the forms of several rooms use."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from laeringslean.foundation.national_numbers import refuse_national_numbers
from laeringslean.foundation.numbers import plain

_SPACES = re.compile(r"\s")


class Number(forms.DecimalField):
    """A decimal number written the Norwegian way (17,5 or 1 700) or with a point, whatever the page's language."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """The number; ValidationError when it is none. A text with both signs is none: 1.700,5 could be anything."""
        if isinstance(value, str):
            value = _SPACES.sub("", value).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the field: a stored number as people write it, and typed text as it was typed."""
        return plain(value) if isinstance(value, Decimal) else value


class FreeText(forms.CharField):
    """What somebody writes in their own words; refused when it holds a national identity number."""

    def __init__(self, *, rows: int = 3, max_length: int = 2000, autofocus: bool = False, **kwargs: Any) -> None:
        attributes: dict[str, Any] = {"rows": rows}
        if autofocus:
            attributes["autofocus"] = True
        kwargs.setdefault("widget", forms.Textarea(attrs=attributes))
        super().__init__(max_length=max_length, **kwargs)
        self.validators.append(refuse_national_numbers)


class Day(forms.DateField):
    """A date, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)

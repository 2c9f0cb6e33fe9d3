"""Fields that several forms of the room share."""

from typing import Any

from django import forms

from laeringslean.foundation.national_numbers import refuse_national_numbers


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
    """A date, chosen in the browser's own calendar. `earliest` is set by the form that knows today."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)

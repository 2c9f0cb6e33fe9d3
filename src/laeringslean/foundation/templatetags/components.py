"""The declared components. A tag's keyword-only arguments are its attributes, so a misspelt one fails at once."""

from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from laeringslean.foundation.keys import uuid4

register = template.Library()


@register.simple_tag
def request_key() -> SafeString:
    """A hidden field with a fresh key, so that a form sent twice is done once."""
    return format_html('<input type="hidden" name="request_key" value="{}">', uuid4())


@register.inclusion_tag("foundation/field.html")
def field(bound: BoundField, *, optional: bool | None = None) -> dict[str, Any]:
    """One field of a form: label, hint, errors and the control; radio buttons and check boxes as chips.

    A field that may be left empty says so; `optional=False` hides the word.
    """
    grouped = bound.use_fieldset
    classes = f"ds-input {bound.field.widget.attrs.get('class', '')}".strip()
    return {
        "field": bound,
        "grouped": grouped,
        "optional": not bound.field.required if optional is None else optional,
        "widget": "" if grouped else bound.as_widget(attrs={"class": classes}),
    }

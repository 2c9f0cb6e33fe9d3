"""The declared components. A tag's keyword-only arguments are its attributes, so a misspelt one fails at once."""

from django import template
from django.utils.safestring import SafeString
from django.utils.html import format_html

from laeringslean.foundation.keys import uuid4

register = template.Library()


@register.simple_tag
def request_key() -> SafeString:
    """A hidden field with a fresh key, so that a form sent twice is done once."""
    return format_html('<input type="hidden" name="request_key" value="{}">', uuid4())

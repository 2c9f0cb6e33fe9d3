"""The declared components. A tag's keyword-only arguments are its attributes, so a misspelt one fails at once."""

from typing import Any
from uuid import UUID

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.urls import reverse
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


@register.inclusion_tag("foundation/breadcrumb.html")
def breadcrumb(label: str, *, to: str, pk: UUID | str) -> dict[str, Any]:
    """The way back from a page: the name of what it belongs to, which leads to the URL named `to` of the row `pk`."""
    return {"label": label, "address": reverse(to, args=[pk])}


@register.inclusion_tag("foundation/empty_state.html")
def empty_state(text: str, *, label: str = "", to: str = "", pk: UUID | str | None = None) -> dict[str, Any]:
    """Where there is nothing yet: a text that teaches the next step, and, if there is one, the link `label` to it."""
    return {"text": text, "label": label, "address": reverse(to, args=[] if pk is None else [pk]) if to else ""}


@register.inclusion_tag("foundation/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form as a whole; nothing when nothing is. Errors of a field stand at the field."""
    return {"errors": form.non_field_errors()}


@register.simple_block_tag
def changed_meanwhile(content: str) -> SafeString:
    """The warning over a form whose row somebody else has changed; round what is stored now."""
    return SafeString(render_to_string("foundation/changed_meanwhile.html", {"content": content}))


@register.simple_block_tag
def scrolling(content: str, *, label: str) -> SafeString:
    """Round a table that may be wider than the screen: it scrolls by itself, by keyboard too, under that name."""
    return SafeString(render_to_string("foundation/scrolling.html", {"content": content, "label": label}))


@register.inclusion_tag("foundation/page_links.html")
def page_links(page: "Page[Any]", *, address: str = "") -> dict[str, Any]:
    """To the page before and after, when there are several. `address` is the query string to keep (`a=b&c=d`)."""
    return {"page": page, "before": f"?{address}&page=" if address else "?page="}

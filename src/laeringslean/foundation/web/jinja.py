from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats, translation
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """The Jinja2 environment for long lists: autoescaping, gettext, `url` and `static`."""
    env = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, **options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.globals.update(url=reverse, static=static)
    env.filters["date"] = lambda value: formats.date_format(value, "SHORT_DATE_FORMAT") if value else ""
    return env

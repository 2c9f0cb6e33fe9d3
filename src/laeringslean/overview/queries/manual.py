"""The manual for staff, which is written in Markdown under docs/manual and shown in the product as it stands there."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

import laeringslean

# Installed, the manual lies in the package; from a clone it is read where it is written.
_PACKAGE = Path(laeringslean.__file__).parent
FOLDER = next(place for place in (_PACKAGE / "manual", _PACKAGE.parents[1] / "docs/manual") if place.is_dir())

# The chapters in the order of the table of contents: the file's stem is also the address.
CHAPTERS = ("medarbeider", "leder", "fasilitator", "koordinator")


@dataclass(frozen=True)
class Chapter:
    """A chapter as it is shown: `sections` are (anchor, heading) of its second-level headings."""

    slug: str
    title: str
    sections: tuple[tuple[str, str], ...]
    html: SafeString


def chapters() -> list[Chapter]:
    """All chapters, in order."""
    return [chapter(slug) for slug in CHAPTERS]


@lru_cache(maxsize=len(CHAPTERS))
def chapter(slug: str) -> Chapter:
    """One chapter. `slug` must be one of CHAPTERS; raises KeyError otherwise."""
    if slug not in CHAPTERS:
        raise KeyError(slug)
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse((FOLDER / f"{slug}.md").read_text(encoding="utf-8"))
    title, *rest = _without_title(tokens)
    sections = _anchored(rest)
    for token in rest:
        for child in token.children or []:
            _readdress(child)
    html = markdown.renderer.render(rest, markdown.options, {})
    # Our own text, and HTML in it is shown as text.
    return Chapter(slug, title.content, sections, mark_safe(html))


def picture(name: str) -> Path | None:
    """The file of a picture of the manual; None when there is no such picture."""
    return next((file for file in (FOLDER / "pictures").glob("*.png") if file.name == name), None)


def _without_title(tokens: list[Token]) -> list[Token]:
    """The text of the first heading, then everything after it."""
    return [tokens[1], *tokens[3:]]


def _anchored(tokens: list[Token]) -> tuple[tuple[str, str], ...]:
    """Give each second-level heading an anchor; returns them with their text."""
    sections = []
    for token, text in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            anchor = slugify(text.content)
            token.attrSet("id", anchor)
            sections.append((anchor, text.content))
    return tuple(sections)


def _readdress(token: Token) -> None:
    """Let links between the files, and to their pictures, lead to the pages of the product."""
    if token.type == "link_open":
        address = urlsplit(str(token.attrs["href"]))
        stem = address.path.removesuffix(".md")
        if stem in CHAPTERS:
            fragment = f"#{address.fragment}" if address.fragment else ""
            token.attrSet("href", reverse("overview:manual-chapter", args=[stem]) + fragment)
        token.attrSet("class", "ds-link")
    elif token.type == "image":
        name = str(token.attrs["src"]).removeprefix("pictures/")
        token.attrSet("src", reverse("overview:manual-picture", args=[name]))
        token.attrSet("loading", "lazy")

"""Every page that a demo person can reach by links: axe clean, no sideways scrolling at 320 px, a quiet console."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import laeringslean
from tests.journeys.accessibility import sideways, violations
from tests.journeys.product import DESKTOP, PHONE, Visitor

PEOPLE = json.loads(
    (Path(laeringslean.__file__).parent / "config/demo/content/demo_people.json").read_text(encoding="utf-8")
)
# Enough for every kind of page of a role; a kind is the address with its keys left out.
MOST_PAGES = 60
# Pages that are the same for everybody: the first of them looks at these for all.
THE_SAME_FOR_ALL = ("/manual/", "/components/")


def kind_of(address: str) -> str:
    """The address without keys and question, so that a hundred ideas are one kind of page."""
    parts = urlsplit(address).path.split("/")
    return "/".join("…" if part.count("-") == 4 else part for part in parts)


def links_on(visitor: Visitor) -> list[str]:
    """Addresses of our own pages that the page links to where this person can see it."""
    find = "links => links.filter(link => link.checkVisibility() || link.closest('details')).map(link => link.href)"
    found = visitor.page.eval_on_selector_all("a[href]:not([download])", find)
    return [
        address.split("#")[0]
        for address in found
        if address.startswith(visitor.base) and not kind_of(address).endswith(("/photo/", ".csv"))
    ]


def crawl(visitor: Visitor, start: str, leave_out: tuple[str, ...] = ()):
    """Open one page of every kind that can be reached; yields after each the problem of it, "" if it opened."""
    seen, queue = set(), [(start, "the start")]
    while queue and len(seen) < MOST_PAGES:
        address, found_on = queue.pop(0)
        if kind_of(address) in seen or kind_of(address).startswith(leave_out):
            continue
        seen.add(kind_of(address))
        response = visitor.page.goto(address)
        visitor.page.wait_for_load_state("load")
        queue += [(link, address) for link in links_on(visitor)]
        opened = response is not None and response.status == 200
        yield "" if opened else f"{address}: {response and response.status}, linked from {found_on}"


@pytest.mark.parametrize(
    ("number", "person"), list(enumerate(PEOPLE)), ids=[person["external_id"] for person in PEOPLE]
)
def test_every_page_of_a_role_is_accessible(demo, chromium, axe, number, person):
    language = ["nb", "nn", "en"][number % 3]
    visitor = Visitor(chromium, demo, viewport=DESKTOP, language=language)
    visitor.page.emulate_media(color_scheme="dark" if number % 2 else "light", reduced_motion="reduce")
    visitor.enter_as(person["external_id"])
    problems: list[str] = []
    opened = 0
    for problem in crawl(visitor, visitor.page.url, THE_SAME_FOR_ALL if number else ()):
        opened += 1
        problems += [problem] if problem else []
        problems += violations(visitor.page, axe)
        visitor.page.set_viewport_size(PHONE)
        problems += sideways(visitor.page)
        visitor.page.set_viewport_size(DESKTOP)
    visitor.close()
    assert opened >= 3, "the crawl found hardly anything"
    assert problems == []
    assert visitor.console_errors == []


def test_the_entrance_is_accessible(demo, chromium, axe):
    visitor = Visitor(chromium, demo, viewport=PHONE)
    problems = []
    for page in ("demo", "organisation/sign-in", "organisation/password/code", "organisation/password/reset"):
        address = f"/{page}/"
        response = visitor.page.goto(address)
        assert response is not None and response.status == 200, address
        problems += violations(visitor.page, axe) + sideways(visitor.page)
    visitor.close()
    assert problems == []

"""Every component can be read and fits, in light, dark and on paper; and what is printed is made for paper."""

import re

import pytest
from django.urls import reverse

from laeringslean.organisation.access.roles import Role
from tests.config.serving import server_in_thread
from tests.factories.boards import put_up
from tests.factories.meetings import a_method
from tests.factories.organisation import make_person, make_unit, open_session
from tests.journeys.accessibility import sideways, violations
from tests.journeys.product import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Nattevaktbemanningsplanleggingskoordinatoren mangler medisinskapnøkkeloppbevaringsrutinen " * 2


@pytest.fixture
def unit():
    a_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person("Line Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


@pytest.fixture
def page(chromium, unit, leader):
    """A page in which the leader is signed in, on a dark screen."""
    with server_in_thread() as address:
        visitor = Visitor(chromium, address, viewport=DESKTOP)
        visitor.context.add_cookies([{"name": "session", "value": open_session(leader), "url": address}])
        visitor.page.emulate_media(color_scheme="dark")
        yield visitor.page
        visitor.close()
    assert visitor.console_errors == []


@pytest.mark.parametrize("look", ["light", "dark", "paper"])
def test_every_component_can_be_read_and_fits(page, axe, look):
    page.goto(reverse("overview:components") + f"?look={look}")
    # Several examples of one kind of navigation stand side by side, which no other page has.
    problems = [line for line in violations(page, axe) if "landmark-unique" not in line]
    page.set_viewport_size(PHONE)
    assert problems + sideways(page) == []


def test_a_board_is_printed_for_the_wall(page, unit, leader):
    for number in range(30):
        put_up(unit, by=leader, title=f"{number} {LONG if number % 5 == 0 else 'Merk krokene'}")
    page.goto(reverse("overview:board", args=[unit.pk]))
    paper = {size: page.pdf(**options) for size, options in PAPERS.items()}
    assert {size: sheets(pdf) for size, pdf in paper.items()}["A3"] < sheets(paper["A4"]) <= 4
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".site-header", ".site-footer", ".board-jumps", ".card .move", ".page-head .ds-button"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator(".print-head").inner_text().count("\n") <= 1
    assert page.locator(".print-head span").first.inner_text() != ""
    cards = page.locator(".card")
    assert cards.count() == 30
    styles = cards.evaluate_all(
        "cards => cards.map(card => [getComputedStyle(card).breakInside, getComputedStyle(card).color])"
    )
    assert {tuple(style) for style in styles} == {("avoid", "rgb(0, 0, 0)")}
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


PAPERS = {"A4": {"format": "A4"}, "A3": {"format": "A3", "landscape": True}}


def sheets(pdf: bytes) -> int:
    """How many pages a PDF of Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))

"""Thinking together in a real browser: the grid by keys alone and with the mouse, and a draft that becomes an idea."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page

from laeringslean.improvement.models import EffortImpact, Idea, IdeaDraft
from tests.factories.improvement import make_idea, make_method
from tests.factories.organisation import make_person, make_unit, open_session
from tests.journeys.accessibility import sideways, violations
from tests.journeys.product import PHONE

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenhaken ved døra " * 2


@pytest.fixture
def unit(live_server):
    make_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def page(chromium: Browser, live_server, unit) -> Iterator[Page]:
    """A phone in which somebody who works in the unit is signed in."""
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, locale="nb-NO", reduced_motion="reduce")
    token = open_session(make_person("Anne Ansatt", unit=unit))
    context.add_cookies([{"name": settings.SESSION_COOKIE, "value": token, "url": live_server.url}])
    yield context.new_page()
    context.close()


def test_an_idea_is_placed_with_keys_alone_and_moved_with_the_mouse(page, unit, axe):
    idea = make_idea(unit, proposal=LONG)
    make_idea(unit, proposal="Fast krok")
    page.goto(reverse("improvement:unit-grid", args=[unit.pk]))
    assert violations(page, axe) + sideways(page) == []
    page.focus(f"#effort-{idea.pk}")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    placed = EffortImpact.objects.get(idea=idea)
    assert (placed.effort, placed.impact) == (1, 3)
    assert page.locator("td.quick a").inner_text() == idea.title.strip()
    assert violations(page, axe) + sideways(page) == []

    page.set_viewport_size({"width": 1280, "height": 2000})
    with page.expect_navigation():
        page.locator("td.quick li").drag_to(page.locator('[data-effort="3"][data-impact="2"]'))
    placed.refresh_from_db()
    assert (placed.effort, placed.impact) == (3, 2)


def test_a_draft_is_kept_found_again_and_put_on_the_board(page, unit, axe):
    page.goto(reverse("improvement:idea-new"))
    page.fill("[name=proposal]", "Bytt vaktskifte")
    page.check("[name=author][value=anonymous]", force=True)
    assert page.locator(".keep-draft").is_hidden()
    page.check("[name=author][value=named]", force=True)
    with page.expect_navigation():
        page.click(".keep-draft button")
    assert page.locator("main").inner_text().count("Bytt vaktskifte") >= 1
    assert violations(page, axe) + sideways(page) == []
    assert not Idea.objects.exists()

    page.goto(reverse("improvement:idea-new"))
    assert page.input_value("[name=proposal]") == "", "what was kept as a draft is not offered again"
    page.goto(reverse("improvement:draft-list"))
    page.click("main li a >> nth=0")
    page.wait_for_selector("[name=raise]")
    assert violations(page, axe) + sideways(page) == []
    page.fill("[name=problem]", "To soner møtes i gangen")
    with page.expect_navigation():
        page.click("[name=raise]")
    idea = Idea.objects.get()
    assert (idea.problem, idea.proposal) == ("To soner møtes i gangen", "Bytt vaktskifte")
    assert not IdeaDraft.objects.exists()


def test_the_pages_of_one_idea_hold_long_words_on_a_phone(page, unit, axe):
    idea = make_idea(unit, problem=LONG, proposal=LONG, expected_effect=LONG)
    names = ("idea-place", "idea-whys", "idea-sources")
    pages = [reverse("overview:a3", args=[idea.pk])]
    pages += [reverse(f"improvement:{name}", args=[idea.pk]) for name in names]
    pages += [reverse("improvement:recognition-list", args=[unit.pk]), reverse("improvement:learning-list")]
    pages += [f"{reverse('improvement:recognition-new', args=[unit.pk])}?idea={idea.pk}"]
    for address in pages:
        page.goto(address)
        assert violations(page, axe) + sideways(page) == [], address

"""Raising an idea in a real browser: quick on a small phone, safe from crashes, and anonymous when asked for."""

import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

from laeringslean.improvement.models import AnonymousSubmission, Idea
from laeringslean.organisation.models import Person
from tests.factories.improvement import make_idea, make_method
from tests.factories.organisation import make_person, make_unit, open_session
from tests.journeys.accessibility import sideways, violations
from tests.journeys.product import PHONE

NEW = reverse("improvement:idea-new")
SAVED = "Object.keys(localStorage).filter(key => key.startsWith('draft:')).length"


@pytest.fixture
def unit(live_server):
    make_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def browser_of(chromium: Browser, live_server) -> Callable[[Person], BrowserContext]:
    """`browser_of(person)`: a phone in which the person is signed in."""
    opened: list[BrowserContext] = []

    def open_for(person: Person) -> BrowserContext:
        context = chromium.new_context(
            base_url=live_server.url, viewport=PHONE, locale="nb-NO", reduced_motion="reduce"
        )
        sign_in(context, person)
        opened.append(context)
        return context

    def sign_in(context: BrowserContext, person: Person) -> None:
        cookie = {"name": settings.SESSION_COOKIE, "value": open_session(person), "url": live_server.url}
        context.add_cookies([cookie])

    yield open_for
    for context in opened:
        context.close()


def _open(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(NEW)
    return page


def test_an_idea_is_sent_within_seconds_on_a_small_phone_without_touching_a_field(browser_of, unit, axe):
    page = browser_of(make_person(unit=unit)).new_page()
    began = time.monotonic()
    page.goto(NEW)
    page.keyboard.type("Vi leter etter bilnøkler hver vakt")
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/receipt/")
    assert time.monotonic() - began < 20
    assert violations(page, axe) + sideways(page) == []
    assert Idea.objects.get().problem == "Vi leter etter bilnøkler hver vakt"


def test_send_and_who_will_see_it_are_in_view_from_the_start(browser_of, unit, axe):
    page = _open(browser_of(make_person(unit=unit)))
    for part in (page.get_by_role("button", name="Send", exact=True), page.locator(".audience.named")):
        box = part.bounding_box()
        assert box is not None and 0 <= box["y"] <= PHONE["height"] - box["height"]
    assert violations(page, axe) + sideways(page) == []
    page.get_by_label("Anonym").check()
    assert page.locator(".audience.anonymous").is_visible()
    assert not page.locator(".audience.named").is_visible()
    page.locator("summary", has_text="bilde").click()
    assert violations(page, axe) + sideways(page) == []


def test_what_was_typed_is_there_again_after_a_crash_but_not_for_others(browser_of, live_server, unit):
    context = browser_of(make_person(unit=unit))
    page = _open(context)
    page.get_by_label("Hva er problemet?").fill("En lang tekst")
    page.get_by_label("Ønske").check()
    page.wait_for_timeout(300)
    assert page.evaluate(SAVED) == 1
    key = page.locator("[name=client_key]").input_value()
    page.close(run_before_unload=False)

    page = _open(context)
    assert page.get_by_label("Hva er problemet?").input_value() == "En lang tekst"
    assert page.get_by_label("Ønske").is_checked()
    assert page.locator("[data-draft-notice]").is_visible()
    assert page.locator("[name=client_key]").input_value() == key

    other = open_session(make_person(unit=unit))
    context.add_cookies([{"name": settings.SESSION_COOKIE, "value": other, "url": live_server.url}])
    page.goto(NEW)
    assert page.get_by_label("Hva er problemet?").input_value() == ""


def test_a_draft_is_gone_when_it_has_been_sent_or_thrown_away(browser_of, unit):
    page = _open(browser_of(make_person(unit=unit)))
    page.get_by_label("Hva er problemet?").fill("Kortlivet")
    page.wait_for_timeout(300)
    assert page.evaluate(SAVED) == 1
    page.reload()
    page.get_by_role("button", name="Start på nytt").click()
    page.wait_for_load_state()
    assert page.get_by_label("Hva er problemet?").input_value() == ""
    page.get_by_label("Hva er problemet?").fill("Sendt")
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/receipt/")
    assert page.evaluate(SAVED) == 0


def test_a_refused_form_keeps_what_was_typed(browser_of, unit):
    page = _open(browser_of(make_person(unit=unit)))
    page.get_by_label("Hva er problemet?").fill("Gjelder 13116900216")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("Hva er problemet?").input_value() == "Gjelder 13116900216"
    assert page.get_by_text("fødselsnummer").count() == 1


def test_an_anonymous_idea_goes_to_the_address_where_nothing_is_kept(browser_of, unit):
    page = _open(browser_of(make_person(unit=unit)))
    posted = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    page.keyboard.type("Ingen hører på oss")
    page.get_by_label("Anonym").check()
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/anonymous/receipt/")
    assert [url.endswith(reverse("improvement:anonymous-idea")) for url in posted] == [True]
    assert AnonymousSubmission.objects.get().problem == "Ingen hører på oss"
    assert page.evaluate(SAVED) == 0


def test_a_restored_anonymous_draft_is_still_sent_anonymously(browser_of, unit):
    context = browser_of(make_person(unit=unit))
    page = _open(context)
    page.get_by_label("Hva er problemet?").fill("Ingen hører på oss")
    page.get_by_label("Anonym").check()
    page.wait_for_timeout(400)
    page.close(run_before_unload=False)
    page = _open(context)
    assert page.get_by_label("Anonym").is_checked()
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/anonymous/receipt/")
    assert (Idea.objects.count(), AnonymousSubmission.objects.count()) == (0, 1)


def test_without_javascript_everything_can_still_be_sent(chromium, live_server, unit):
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, locale="nb-NO", java_script_enabled=False)
    cookie = {
        "name": settings.SESSION_COOKIE,
        "value": open_session(make_person(unit=unit)),
        "url": live_server.url,
    }
    context.add_cookies([cookie])
    for author in ("Med navnet mitt", "Anonym"):
        page = context.new_page()
        page.goto(NEW)
        page.get_by_label("Hva er problemet?").fill("Uten skript")
        page.get_by_label(author).check()
        page.get_by_role("button", name="Send", exact=True).click()
        page.wait_for_url("**/receipt/")
    context.close()
    assert (Idea.objects.count(), AnonymousSubmission.objects.count()) == (1, 1)


def test_the_pages_of_ideas_are_accessible(browser_of, unit, axe):
    nurse = make_person(unit=unit)
    idea = make_idea(unit, by=nurse, state="evaluated", decision="adjust")
    page = browser_of(nurse).new_page()
    problems = []
    for name in ("idea-detail", "idea-adjustment", "idea-move"):
        page.goto(reverse(f"improvement:{name}", args=[idea.pk]))
        problems += violations(page, axe) + sideways(page)
    page.goto(reverse("improvement:idea-list"))
    problems += violations(page, axe) + sideways(page)
    assert problems == []


def test_similar_ideas_show_while_typing_and_open_beside_what_is_written(browser_of, unit, axe):
    earlier = make_idea(unit, state="evaluated", proposal="Fast krok til bilnøklene")
    page = _open(browser_of(make_person(unit=unit)))
    sent: list[str] = []
    page.on("request", lambda request: request.url.endswith("/similar/") and sent.append(request.post_data or ""))
    box = page.locator("#similar-ideas")
    page.keyboard.type("nyklane")
    page.wait_for_timeout(1200)
    assert sent == []
    page.keyboard.type(" ligg i lommene på jakkene")
    link = box.get_by_role("link", name="Fast krok til bilnøklene (ny fane)")
    link.wait_for()
    assert "At det går" in box.inner_text()
    assert violations(page, axe) + sideways(page) == []
    with page.context.expect_page() as opened:
        link.click()
    assert str(earlier.pk) in opened.value.url
    assert page.get_by_label("Hva er problemet?").input_value() == "nyklane ligg i lommene på jakkene"
    # The three answers and what is shown already; neither the form's keys nor its author or unit.
    assert len(sent) == 1 and "anonymous_key" not in sent[0] and "client_key" not in sent[0] and "unit" not in sent[0]


def test_whoever_is_anonymous_is_asked_nothing_more(browser_of, unit):
    make_idea(unit, proposal="Fast krok til bilnøklene")
    page = _open(browser_of(make_person(unit=unit)))
    sent: list[str] = []
    page.on("request", lambda request: request.url.endswith("/similar/") and sent.append(request.url))
    page.get_by_label("Anonym").check()
    page.get_by_label("Hva er problemet?").fill("Bilnøklene ligger alltid i lommene på jakkene")
    page.wait_for_timeout(1500)
    assert sent == []

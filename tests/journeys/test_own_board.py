"""A unit makes its board its own, in real browsers: it is arranged by keyboard, cards are dragged, and keys work."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from laeringslean.improvement.actions import boards, ideas, lanes
from laeringslean.improvement.models import Idea
from laeringslean.improvement.models.arrangement import OwnSection
from laeringslean.organisation.access.roles import Role
from tests.config.serving import server_in_thread
from tests.factories.boards import put_up
from tests.factories.meetings import a_method
from tests.factories.organisation import make_person, make_unit, open_session
from tests.journeys.accessibility import sideways, violations
from tests.journeys.product import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit():
    a_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person("Line Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


@pytest.fixture
def server(unit):
    with server_in_thread() as address:
        yield address


@pytest.fixture
def visit(chromium, server):
    """`visit(person, page)`: the page, open for the person."""
    visitors = []

    def open_page(person, address: str, viewport=DESKTOP) -> Page:
        visitor = Visitor(chromium, server, viewport=viewport)
        visitors.append(visitor)
        visitor.context.add_cookies([{"name": "session", "value": open_session(person), "url": server}])
        visitor.page.goto(address)
        return visitor.page

    yield open_page
    errors = [error for visitor in visitors for error in visitor.console_errors]
    for visitor in visitors:
        visitor.close()
    assert errors == []


def board(unit) -> str:
    return f"/units/{unit.pk}/board/"


def section(page: Page, key: str) -> Locator:
    return page.locator(f'.board-section[data-key="{key}"]')


def order(page: Page) -> list[str]:
    return page.locator(".board-section").evaluate_all("sections => sections.map(each => each.dataset.key)")


def press(page: Page, locator: Locator, key: str = "Enter") -> None:
    locator.focus()
    page.keyboard.press(key)


def test_a_leader_arranges_the_board_by_keyboard(visit, axe, unit, leader):
    page = visit(leader, board(unit))
    press(page, page.get_by_role("link", name="Tilpass tavla").first)
    page.wait_for_url("**/board/sections/")
    problems = violations(page, axe)
    up = page.locator('button[value="up:new"]')
    press(page, up)
    expect(page.locator("[data-moved]")).to_have_text("Nytt er nå nummer 2. Husk å lagre.")
    # The button is still under the finger, so that it can go on.
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    page.locator('[name="new-nb"]').fill("Innspill")
    page.locator('[name="testing-limit"]').fill("3")
    # Enter in a field saves, as everywhere, and does not move anything.
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{board(unit)}")
    assert order(page)[:3] == ["new", "vision", "goals"]
    expect(section(page, "new").locator("h2")).to_contain_text("Innspill")
    expect(section(page, "testing").locator("h2")).to_contain_text("0 av 3")
    problems += violations(page, axe)
    page.set_viewport_size(PHONE)
    assert problems + sideways(page) == []


def test_without_scripts_the_board_is_arranged_by_buttons(chromium, server, unit, leader):
    context = chromium.new_context(base_url=server, java_script_enabled=False, viewport=PHONE)
    context.add_cookies([{"name": "session", "value": open_session(leader), "url": server}])
    page = context.new_page()
    page.goto(f"/improvement/units/{unit.pk}/board/sections/")
    page.locator('button[value="down:vision"]').click()
    expect(page.locator("[data-moved]")).to_contain_text("Visjon og verdier er nå nummer 2.")
    page.locator(".actions button[data-variant=primary]").click()
    assert order(page)[:2] == ["goals", "vision"]
    context.close()


def test_an_unused_board_begins_with_a_template_in_one_tap(visit, axe, unit, leader):
    page = visit(leader, board(unit), PHONE)
    assert violations(page, axe) + sideways(page) == []
    page.locator('[name=template][value="care"]').click()
    expect(page.locator("main")).to_contain_text("Hva skal de vi er her for, merke til oss på en god dag?")
    page.goto(board(unit))
    expect(page.locator("[name=template]")).to_have_count(0)
    expect(section(page, "testing").locator("h2")).to_contain_text("0 av 3")


def test_a_card_dragged_to_a_section_asks_what_the_move_asks(visit, axe, unit, leader):
    put_up(unit, by=leader, title="Merk krokene")
    page = visit(leader, board(unit))
    card, dialog = page.locator(".card", has_text="Merk krokene"), page.locator("#move-dialog")
    card.drag_to(section(page, "testing").locator("h2"))
    expect(dialog).to_contain_text("Kortet kan ikke gå rett fra «Nytt» til «Prøves ut».")
    assert violations(page, axe) == []
    page.keyboard.press("Escape")
    expect(section(page, "new")).to_contain_text("Merk krokene")
    card.drag_to(section(page, "escalated").locator("h2"))
    expect(dialog.locator("textarea")).to_be_visible()
    page.keyboard.press("Escape")
    card.drag_to(section(page, "decided").locator("h2"))
    dialog.locator("button[data-variant=primary]").click()
    expect(section(page, "decided")).to_contain_text("Merk krokene")
    assert Idea.objects.get().state == "accepted"


def test_a_card_is_not_dragged_by_who_may_not_move_it(visit, unit, leader):
    put_up(unit, by=leader, title="Merk krokene")
    page = visit(make_person("Mona", unit=unit), board(unit))
    page.locator(".card").drag_to(section(page, "decided").locator("h2"))
    expect(page.locator("#move-dialog")).to_be_hidden()


def test_a_card_is_put_in_a_lane_without_a_key(visit, unit, leader):
    lanes.add(unit=unit, name="Natt", by=None)
    put_up(unit, by=leader, title="Merk krokene")
    page = visit(leader, board(unit), PHONE)
    dialog = page.locator("#move-dialog")
    page.locator("a.move").click()
    dialog.get_by_role("link", name="Spor og tidstyv").click()
    dialog.locator('label:has-text("Natt")').click()
    dialog.locator("button[data-variant=primary]").click()
    expect(section(page, "new").locator("h3").first).to_contain_text("Natt")
    page.get_by_role("button", name="Vis uten spor").click()
    expect(section(page, "new").locator("h3")).to_have_count(0)
    expect(page.locator(".card .lane")).to_have_text("Natt")


def focused_card(page: Page) -> str:
    return page.evaluate("document.activeElement.closest('.card')?.querySelector('a').textContent ?? ''")


def test_the_keys_walk_between_cards_and_act_on_one(visit, axe, unit, leader):
    lanes.add(unit=unit, name="Natt", by=None)
    put_up(unit, "accepted", by=leader, title="Bestemt")
    put_up(unit, by=leader, title="Nederst")
    put_up(unit, by=leader, title="Øverst")
    page = visit(leader, board(unit))
    page.locator(".card", has_text="Øverst").locator("a").first.focus()
    seen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        seen.append(focused_card(page))
    assert seen == ["Nederst", "Nederst", "Bestemt", "Øverst"]
    dialog = page.locator("#move-dialog")
    page.keyboard.press("t")
    dialog.locator('label:has-text("Natt")').click()
    dialog.locator("button[data-variant=primary]").click()
    expect(dialog).to_be_hidden()
    expect(section(page, "new").locator("h3").first).to_contain_text("Natt")
    page.locator(".card", has_text="Bestemt").locator("a").first.focus()
    page.keyboard.press("a")
    expect(dialog.get_by_label("Hvem tar det")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".card", has_text="Bestemt").locator("a").first.focus()
    page.keyboard.press("d")
    expect(dialog.locator("h1")).to_have_text("Merk som gjort")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys-dialog")).to_be_visible()
    assert violations(page, axe) == []


def test_the_keys_open_a_new_idea_and_the_search_and_leave_writing_alone(visit, unit, leader):
    page = visit(leader, board(unit))
    page.keyboard.press("c")
    page.wait_for_url("**/ideas/new/**")
    page.locator("#id_problem").press_sequentially("c m k d ?")
    expect(page.locator("#id_problem")).to_have_value("c m k d ?")
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("main")).to_contain_text("Her er det plass til det neste.")
    expect(page.locator("#id_problem")).to_have_value("")
    page.locator("#id_problem").fill("Og en til")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/receipt/")
    assert Idea.objects.count() == 2
    page.goto(board(unit))
    page.keyboard.press("k")
    page.wait_for_url("**/ideas/?**")
    expect(page.locator("#id_q")).to_be_focused()
    page.goto(board(unit))
    page.keyboard.press("m")
    page.wait_for_url(re.compile("mine=on"))


def test_single_keys_are_switched_off_and_on_again(visit, axe, unit, leader):
    put_up(unit, by=leader, title="Merk krokene")
    page = visit(leader, board(unit))
    page.keyboard.press("?")
    page.get_by_role("button", name="Slå av enkelttastene").click()
    page.wait_for_url(f"**{board(unit)}")
    page.locator(".card a").first.focus()
    for key in ("c", "m", "k", "d", "?", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.url.endswith(board(unit)) and focused_card(page) == "Merk krokene"
    # The dialog is still there for whoever asks for it.
    page.get_by_role("button", name="Hurtigtaster").click()
    expect(page.locator("#keys-dialog")).to_contain_text("Du har slått av enkelttastene.")
    page.goto("/organisation/profile/")
    assert violations(page, axe) == []
    page.locator("[name=single_keys][value=on]").click()
    page.goto(board(unit))
    page.keyboard.press("?")
    expect(page.locator("#keys-dialog")).to_be_visible()


def test_a_full_board_of_its_own_is_accessible_and_fits_a_phone(visit, axe, unit, leader):
    long_name = "Arbeidstidsbestemmelsesforhandlingsprotokoll og enda litt til"[:60]
    sections = [OwnSection("done", is_hidden=True), OwnSection("new", long_name), OwnSection("testing", limit=1)]
    boards.arrange_sections(board=boards.ensure(unit.id), sections=sections, by=None)
    for name in (long_name, "Natt"):
        lane = lanes.add(unit=unit, name=name, owner_id=leader.id, by=None)
        for state in ("raised", "planned", "testing", "testing", "done"):
            ideas.tag(idea=put_up(unit, state, by=leader), lane=lane, waste_type=None, by=None)
    page = visit(leader, board(unit))
    problems = violations(page, axe)
    page.emulate_media(color_scheme="dark")
    problems += violations(page, axe)
    page.set_viewport_size(PHONE)
    problems += violations(page, axe) + sideways(page)
    of_unit, idea = f"units/{unit.pk}", Idea.objects.all()[0]
    pages = [f"{of_unit}/{path}/" for path in ("board", "board/sections", "board/template", "lanes")]
    for path in [*pages, f"lanes/{lane.pk}/", f"ideas/{idea.pk}/tags/", f"ideas/{idea.pk}/move/?to=testing"]:
        page.goto(f"/improvement/{path}")
        problems += violations(page, axe) + sideways(page)
    assert problems == []

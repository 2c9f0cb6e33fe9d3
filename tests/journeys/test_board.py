"""The board in real browsers: moved by keyboard, seen at once by others, and never over somebody else's move."""

import pytest
from playwright.sync_api import Page, expect

from laeringslean.improvement.actions import ideas
from laeringslean.improvement.models import Idea
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
def at_board(chromium, server, unit):
    """`at_board(person)`: a page with the board open for the person."""
    visitors = []

    def open_board(person, viewport=DESKTOP) -> Page:
        visitor = Visitor(chromium, server, viewport=viewport)
        visitors.append(visitor)
        visitor.context.add_cookies([{"name": "session", "value": open_session(person), "url": server}])
        visitor.page.goto(f"/units/{unit.pk}/board/")
        return visitor.page

    yield open_board
    errors = [error for visitor in visitors for error in visitor.console_errors if "409" not in error]
    for visitor in visitors:
        visitor.close()
    assert errors == []


def column(page: Page, key: str):
    return page.locator(f'.board-section[data-key="{key}"]')


def choose(page: Page, title: str, move: str) -> None:
    """Open the card's «move to» by keyboard and choose."""
    page.locator(".card", has_text=title).locator("a.move").focus()
    page.keyboard.press("Enter")
    page.locator(f"#move-dialog [value={move}]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")


def test_a_card_is_moved_by_keyboard_and_others_see_it_at_once(at_board, unit, leader):
    put_up(unit, by=leader, title="Merk krokene")
    mover = at_board(leader)
    watcher = at_board(make_person("Mona", unit=unit), PHONE)
    expect(column(watcher, "new")).to_contain_text("Merk krokene")
    choose(mover, "Merk krokene", "acceptance")
    expect(column(mover, "decided")).to_contain_text("Merk krokene")
    expect(mover.locator("#move-dialog")).to_be_hidden()
    expect(mover.locator(".card a").first).to_be_focused()
    expect(mover.locator("main > .ds-alert")).to_contain_text("Forslaget")
    expect(column(watcher, "decided")).to_contain_text("Merk krokene")
    expect(column(watcher, "new")).not_to_contain_text("Merk krokene")


def test_a_move_that_comes_too_late_says_where_the_card_stands_now(at_board, unit, leader):
    put_up(unit, by=leader, title="Merk krokene")
    page = at_board(leader)
    page.locator("a.move").click()
    page.locator("#move-dialog [value=parking]").focus()
    page.keyboard.press("Space")
    page.locator("#move-dialog button[data-variant=primary]").click()
    page.locator("#move-dialog textarea").fill("Etter ferien")
    ideas.discuss(idea=Idea.objects.get(), by=None)
    page.locator("#move-dialog button[data-variant=primary]").click()
    dialog = page.locator("#move-dialog")
    expect(dialog).to_contain_text("Noen andre har endret dette i mellomtiden")
    expect(dialog).to_contain_text("Drøftet")
    expect(dialog.locator("textarea")).to_have_value("Etter ferien")
    dialog.locator("button[data-variant=primary]").click()
    expect(dialog).to_be_hidden()
    # Parked cards are not on the board.
    expect(page.locator(".card")).to_have_count(0)
    assert Idea.objects.get().state == "parked"


def test_without_scripts_a_card_is_moved_by_links_and_forms(chromium, server, unit, leader):
    put_up(unit, by=leader, title="Merk krokene")
    context = chromium.new_context(base_url=server, java_script_enabled=False, viewport=PHONE)
    context.add_cookies([{"name": "session", "value": open_session(leader), "url": server}])
    page = context.new_page()
    page.goto(f"/units/{unit.pk}/board/")
    page.locator("a.move").click()
    page.locator('label[for="move-acceptance"]').click()
    page.locator("form.form button[data-variant=primary]").click()
    expect(column(page, "decided")).to_contain_text("Merk krokene")
    context.close()


def test_a_full_board_is_accessible_and_fits_a_phone(at_board, axe, unit, leader):
    for number in range(40):
        put_up(
            unit, "planned", by=leader, title=f"Arbeidstidsbestemmelsesforhandlingsprotokoll {number}", due_in_days=-3
        )
    page = at_board(leader)
    problems = violations(page, axe)
    page.locator("a.move").first.click()
    page.locator("#move-dialog form.form").wait_for()
    problems += violations(page, axe)
    page.keyboard.press("Escape")
    page.set_viewport_size(PHONE)
    assert problems + sideways(page) == []

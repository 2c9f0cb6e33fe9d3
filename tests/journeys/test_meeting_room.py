"""A meeting run from a phone: the leader shows a code, a phone is let in and leads, and the wall follows by itself."""

import pytest

from tests.journeys.accessibility import sideways, violations
from tests.journeys.product import Visitor, running_demo

PHONE = {"width": 390, "height": 780}
TELEVISION = {"width": 1920, "height": 1080}
IDEA = "Vi mangler fast plass til nøklene"


class Room:
    """The leader's screen, the television and the phone, and what was wrong with any page."""

    def __init__(self, chromium, address, axe, language):
        self.axe, self.language = axe, language
        self.leader = Visitor(chromium, address, viewport={"width": 1280, "height": 900}, language=language)
        self.wall = Visitor(chromium, address, viewport=TELEVISION, language=language)
        self.phone = Visitor(chromium, address, viewport=PHONE, language=language)
        self.problems: list[str] = []

    def look(self, visitor: Visitor) -> None:
        """Check the page that somebody has open."""
        assert visitor.page.get_attribute("html", "lang") == self.language
        self.problems += violations(visitor.page, self.axe) + sideways(visitor.page)

    def close(self) -> None:
        """Close the three browsers and report."""
        visitors = [self.leader, self.wall, self.phone]
        errors = [error for visitor in visitors for error in visitor.console_errors]
        for visitor in visitors:
            visitor.close()
        assert self.problems == []
        assert errors == []

    def hang_up_the_wall(self) -> str:
        """The leader makes a link; the television is given it and shows the board. Returns the unit's key."""
        page = self.leader.page
        self.leader.enter_as("hjs-01")
        page.goto("/")
        unit = str(page.locator('main a[href$="/board/"]').first.get_attribute("href")).split("/")[2]
        page.goto(f"/improvement/units/{unit}/walls/")
        self.look(self.leader)
        page.fill("[name=name]", "Vaktrommet")
        page.locator("form.form button").click()
        page.wait_for_selector(".ds-alert .code-address")
        self.look(self.leader)
        self.wall.page.goto(page.inner_text(".ds-alert .code-address"))
        self.wall.page.wait_for_selector("[data-wall-section]:not([hidden])")
        self.look(self.wall)
        return unit

    def step_through_the_board(self) -> None:
        """One section at a time, and it can be stopped."""
        page = self.wall.page
        shown = page.locator("[data-wall-section]:not([hidden])")
        first = shown.get_attribute("id")
        page.locator("[data-wall-next]").click()
        assert shown.count() == 1
        assert shown.get_attribute("id") != first
        before = page.inner_text("[data-wall-pause]")
        page.locator("[data-wall-pause]").click()
        assert page.inner_text("[data-wall-pause]") != before

    def start(self, unit: str) -> None:
        """The leader puts up an idea and starts the meeting; the wall goes over to it."""
        page = self.leader.page
        page.goto(f"/improvement/ideas/new/?unit={unit}")
        page.fill("[name=problem]", IDEA)
        with page.expect_navigation():
            page.locator("form.raise button:not([type=button])").first.click()
        page.goto(f"/units/{unit}/board/")
        meeting = str(page.locator('main a[href^="/meetings/"]').first.get_attribute("href"))
        page.goto(meeting)
        page.locator('form[action$="/start/"] button').click()
        page.wait_for_selector("#form-next")
        self.wall.page.wait_for_selector(".wall-point", timeout=10_000)
        self.look(self.wall)

    def pair(self) -> None:
        """The phone asks with the code; the leader lets the one with that number in."""
        page, phone = self.leader.page, self.phone.page
        page.locator('form[action$="/pairing/"] button').click()
        page.wait_for_selector("svg.qr")
        self.look(self.leader)
        phone.goto("/improvement/remote/")
        self.look(self.phone)
        phone.fill("[name=code]", page.inner_text(".pairing-code").lower())
        self.press("main form button")
        self.look(self.phone)
        self.press("main form button")
        number = phone.wait_for_selector(".remote-number").inner_text()
        self.look(self.phone)
        page.wait_for_selector(f".ds-alert h2:has-text('{number}')", timeout=10_000)
        self.look(self.leader)
        page.locator("button[value=admit]").click()
        phone.wait_for_selector("#remote-next", timeout=10_000)
        self.look(self.phone)

    def lead(self) -> None:
        """Count, go on to the ideas, say yes, pass the lead on; the wall and the leader's screen follow."""
        page, phone, wall = self.leader.page, self.phone.page, self.wall.page
        phone.fill("#head-count", "7")
        self.press("#remote-heads button:not([type=button])")
        self.go_to("Nye forslag")
        while IDEA not in phone.inner_text("#idea-title"):
            self.press(".remote-pair form:last-child button")
        self.look(self.phone)
        wall.wait_for_selector(f"#idea-title:has-text('{IDEA}')", timeout=10_000)
        self.look(self.wall)
        self.press("button[value=accept]")
        phone.wait_for_selector("#remote-plan")
        wall.wait_for_selector(".wall-idea strong", timeout=10_000)
        page.wait_for_selector("#plan-owner", timeout=10_000)
        phone.locator("#fold-more summary").click()
        phone.select_option("#new-leader", label="Yusuf Abdi Warsame")
        self.press("#remote-lead button")
        page.wait_for_selector(".page-head >> text=Yusuf Abdi Warsame", timeout=10_000)
        assert "Yusuf" not in wall.inner_text("main")

    def finish(self) -> None:
        """On to the last point and close: the wall shows the board again, the phone is no remote any more."""
        phone = self.phone.page
        self.go_to("Takk")
        self.look(self.phone)
        self.press("#remote-close button")
        phone.wait_for_selector('a[href="/improvement/remote/"]')
        assert phone.locator("#remote-next, #remote-close").count() == 0
        self.look(self.phone)
        self.wall.page.wait_for_selector("[data-wall-section]:not([hidden])", timeout=10_000)
        self.leader.page.wait_for_selector('a[href$="/minutes/"]', timeout=10_000)
        with self.leader.page.expect_navigation():
            self.leader.page.locator('a[href$="/minutes/"]').first.click()
        assert IDEA in self.leader.page.inner_text("main")
        self.look(self.leader)

    def go_to(self, point: str) -> None:
        """Press «next» until the point whose name begins so is open."""
        while not self.phone.page.inner_text("#point").startswith(point):
            self.press("#remote-next button")

    def press(self, button: str) -> None:
        """Press a button of the phone and wait for the page it leads to."""
        with self.phone.page.expect_navigation():
            self.phone.page.locator(button).click()


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_meeting_is_run_from_a_phone_while_the_wall_follows(tmp_path, chromium, axe, language):
    with running_demo(tmp_path / "data") as address:
        room = Room(chromium, address, axe, language)
        unit = room.hang_up_the_wall()
        room.step_through_the_board()
        room.start(unit)
        room.pair()
        room.lead()
        room.finish()
        room.close()

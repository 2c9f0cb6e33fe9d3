"""The main job of the product, by two people with a browser each: from a care worker's idea to freed hours agreed."""

from datetime import datetime, timedelta

from tests.journeys.accessibility import sideways, violations
from tests.journeys.product import Visitor

# Their names in every municipality that the journey is made in; which unit they work in does not matter.
NURSE, LEADER = "Mona Eriksen", "Kari Nordmo"
PROBLEM = "Vi leter etter nøklene til medisinskapet hver morgen"
PROPOSAL = "Ett merket nøkkelskap ved døra"


class Journey:
    """The steps, each ending with a look at the page for accessibility."""

    def __init__(self, nurse: Visitor, leader: Visitor, axe: str, language: str) -> None:
        self.nurse, self.leader, self.axe, self.language = nurse, leader, axe, language
        self.problems: list[str] = []

    def look(self, visitor: Visitor) -> None:
        """Check the page that the visitor has open."""
        page = visitor.page
        assert page.get_attribute("html", "lang") == self.language
        self.problems += violations(page, self.axe) + sideways(page)

    def send(self, visitor: Visitor, form: str) -> None:
        """Send the form and wait for the page it leads to."""
        with visitor.page.expect_navigation():
            visitor.page.locator(f"{form} button:not([type=button])").last.click()
        self.look(visitor)

    def go_through(self) -> None:
        """The whole loop, once both are signed in and the unit has a meeting planned."""
        self.open_the_board()
        self.raise_idea()
        self.decide_in_a_meeting()
        self.try_and_evaluate()
        self.agree_on_the_time()
        self.see_the_hours()
        assert self.problems == []
        assert [*self.nurse.console_errors, *self.leader.console_errors] == []

    def open_the_board(self) -> None:
        """The leader opens the board from the home page."""
        self.leader.page.goto("/")
        self.look(self.leader)
        self.leader.page.locator('main a[href$="/board/"]').first.click()
        self.leader.page.wait_for_selector("#board")
        self.look(self.leader)

    def raise_idea(self) -> None:
        """The nurse raises an idea on the phone; it stands on the leader's open board without a reload."""
        page = self.nurse.page
        page.locator('a[href*="/ideas/new/"]').first.click()
        page.wait_for_selector("[name=problem]")
        self.look(self.nurse)
        page.fill("[name=problem]", PROBLEM)
        page.fill("[name=proposal]", PROPOSAL)
        self.send(self.nurse, "form.raise")
        self.leader.page.wait_for_selector(f'[data-key="new"] >> text={PROPOSAL}', timeout=10_000)

    def decide_in_a_meeting(self) -> None:
        """The leader starts the weekly meeting, says yes to the idea and plans it with the nurse as owner."""
        page = self.leader.page
        page.locator('a[href*="/meetings/"]').first.click()
        self.look(self.leader)
        self.send(self.leader, 'form[action$="/start/"]')
        page.fill("[name=head_count]", "7")
        self.send(self.leader, "#form-attendance")
        while not page.locator('form[action$="/acceptance/"]').count():
            self.send(self.leader, "#form-next")
        while PROPOSAL not in page.inner_text("#idea-title"):
            page.locator('a[href*="?idea="]').last.click()
            page.wait_for_load_state()
        self.send(self.leader, 'form[action$="/acceptance/"]')
        page.select_option("[name=owner]", label=NURSE)
        page.fill("[name=due_on]", (datetime.now().astimezone() + timedelta(days=14)).date().isoformat())
        self.send(self.leader, 'form[action$="/plan/"]')
        while page.locator("#form-next").count():
            self.send(self.leader, "#form-next")
        page.fill("#thanks-text", "Takk til morgenvakta")
        self.send(self.leader, "#form-thanks")
        self.send(self.leader, "#form-closure")

    def open_idea(self, visitor: Visitor) -> None:
        """Find the idea by searching for it."""
        visitor.page.goto("/improvement/ideas/")
        visitor.page.fill("main [type=search]", "NØKKELSKAP")
        visitor.page.press("main [type=search]", "Enter")
        visitor.page.wait_for_load_state()
        self.look(visitor)
        visitor.page.locator(f"main a:has-text('{PROPOSAL}')").first.click()
        visitor.page.wait_for_load_state()

    def try_and_evaluate(self) -> None:
        """The nurse starts a trial, writes down the result and evaluates; the leader makes it the standard."""
        self.open_idea(self.nurse)
        self._move("trial", {"look_at": "Minutter leting"})
        self._move("result", {"result": "Ingen lette denne uka."})
        page = self.nurse.page
        page.locator('a[href*="/evaluation/"]').first.click()
        page.wait_for_selector("[name=learned]")
        self.look(self.nurse)
        page.fill("[name=learned]", "Fast plass virker når den er merket.")
        page.check('[name=worked][value="yes"]', force=True)
        page.check('[name=decision][value="keep"]', force=True)
        self.send(self.nurse, "main form.form")
        self.open_idea(self.leader)
        self.send(self.leader, 'form[action*="/standard/"]')

    def _move(self, name: str, answers: dict[str, str]) -> None:
        page = self.nurse.page
        page.locator(f'a[href*="/{name}/"]').first.click()
        page.wait_for_selector("main form.form")
        self.look(self.nurse)
        for field, answer in answers.items():
            page.fill(f"[name={field}]", answer)
        self.send(self.nurse, "main form.form")

    def agree_on_the_time(self) -> None:
        """The leader writes down the freed time and the agreement; both sign."""
        page = self.leader.page
        page.locator('a[href^="/benefits/ideas/"][href*="/new/"]').first.click()
        page.wait_for_selector("[name=minutes]")
        for field, answer in {"minutes": "7,5", "persons": "6", "times_per_week": "7"}.items():
            page.fill(f"[name={field}]", answer)
        page.wait_for_selector("text=0,14")
        self.look(self.leader)
        self.send(self.leader, "main form.form")
        page.locator('a[href$="/agreement/"]').first.click()
        page.wait_for_selector("[name=use_of_time]")
        self.look(self.leader)
        page.fill("[name=use_of_time]", "Mer tid til frokost sammen med brukerne")
        page.select_option("[name=staff_representative]", label=NURSE)
        self.send(self.leader, "main form.form")
        self._sign(self.leader)
        self.nurse.page.reload()
        self._sign(self.nurse)

    def _sign(self, visitor: Visitor) -> None:
        visitor.page.wait_for_selector('form[action$="/signature/"]')
        self.look(visitor)
        self.send(visitor, 'form[action$="/signature/"]')

    def see_the_hours(self) -> None:
        """The freed hours and their use stand on the board, and the nurse has been told what became of the idea."""
        page = self.leader.page
        page.goto("/")
        page.locator('main a[href$="/board/"]').first.click()
        done = page.locator('[data-key="done"] .card', has_text=PROPOSAL)
        done.wait_for()
        done.scroll_into_view_if_needed()
        text = done.text_content() or ""
        assert "5,3" in text and "frokost" in text
        self.nurse.page.goto("/news/")
        self.look(self.nurse)
        assert self.nurse.page.locator(f"main >> text={PROPOSAL}").count() >= 1

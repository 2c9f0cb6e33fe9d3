"""A leader moves an Excel list of 5,000 rows in, tidies it, and the department holds its first meeting with it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.factories.lists import excel
from tests.journeys.imported import Imported, imported_municipality
from tests.journeys.main_loop import LEADER, NURSE, Journey
from tests.journeys.product import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.both_databases
ROWS, BAD, OUTDATED = 5_000, 60, 1_200
HEADINGS = ["Nr", "Hva plager oss", "Forslag", "Status", "Ansvarlig", "Frist", "Registrert", "Meldt av", "Begrunnelse"]
FIRST_DAY = date(2023, 1, 2)


def messy_list(*, is_mended: bool) -> bytes:
    """A list as it grew over three years: a title on top, days in three forms, words of its own; some rows wrong."""
    rows: list[list[object]] = [["Forbedringslista vår, sist endra av Kari"], [], HEADINGS]
    for number in range(ROWS):
        day = FIRST_DAY + timedelta(days=number % 1000)
        written = [day, f"{day.day}.{day.month}.{day.year}", f"{day.day}. {_month(day)} {day.year}"][number % 3]
        # Most of it was done long ago, as in every list that has lived for years.
        status = "Ny" if number < OUTDATED else {0: "Ny", 1: "Pågår", 2: "Grønn"}.get(number % 40, "Utført")
        problem = f"{'Utdatert skjema' if number < OUTDATED else 'Vi leter etter utstyr'} nummer {number}"
        owner, author = (LEADER if status == "Pågår" else ""), NURSE
        if number < BAD and not is_mended:
            written, author = "03/04/2024", "Ukjent Person"
        rows.append([number + 1, problem, "Fast plass", status, owner, "", written, author, ""])
    return excel(rows, [["Gammelt"]], names=("Ideer", "Arkiv"), hidden=1)


def _month(day: date) -> str:
    months = "januar februar mars april mai juni juli august september oktober november desember"
    return months.split()[day.month - 1]


class Moving:
    """What the leader does, with a look at every page."""

    def __init__(self, journey: Journey, folder: Path) -> None:
        self._journey, self._leader, self._folder = journey, journey.leader, folder
        self._page = journey.leader.page

    def choose(self, name: str, content: bytes) -> None:
        """From the list of ideas to the file, and on to its columns."""
        file = self._folder / name
        file.write_bytes(content)
        self._page.goto("/improvement/ideas/")
        self._journey.look(self._leader)
        self._page.locator('main a[href$="/import/ideas/"]').first.click()
        self._journey.look(self._leader)
        self._page.set_input_files("[name=file]", file)
        self._journey.send(self._leader, "main form[enctype]")
        assert f"{ROWS:,}".replace(",", "") in self._page.inner_text("main").replace("\xa0", "").replace(" ", "")

    def explain(self) -> None:
        """The columns are understood but for one, and one word means nothing to anybody else."""
        page = self._page
        assert page.locator("#column-1").input_value() == "problem"
        page.select_option("#column-6", "raised_on")
        self._journey.send(self._leader, "main form:has(.list-columns)")
        page.locator("#unit").select_option(index=1)
        label = page.locator("label", has_text="Grønn")
        page.select_option(f"#{label.get_attribute('for')}", "accepted")
        self._journey.send(self._leader, "main form:has(.list-columns)")

    def see_what_is_wrong(self) -> None:
        """Every bad row is there, a page at a time and as a file."""
        page = self._page
        assert str(2 * BAD) in page.inner_text("main [role=alert]")
        assert "03/04/2024" in page.inner_text("main table")
        page.locator("a[rel=next]").click()
        self._journey.look(self._leader)
        with page.expect_download() as taken:
            page.locator('a[href*="/errors/"]').first.click()
        lines = taken.value.path().read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) == 2 * BAD + 1

    def bring_in(self) -> None:
        """Import, leave the page, and come back to it where the file was chosen."""
        page = self._page
        assert page.locator(".figure .number").first.inner_text().replace("\xa0", "") == str(ROWS)
        self._journey.send(self._leader, 'form[action$="/start/"]')
        page.goto("/")
        page.goto("/import/ideas/")
        page.locator('main a[href*="/import/lists/"]').first.click()
        page.wait_for_selector("#progress .figure", timeout=120_000)
        self._journey.look(self._leader)
        assert page.locator("#progress .number").first.inner_text().replace("\xa0", "") == str(ROWS)

    def tidy_up(self) -> None:
        """Search for what is outdated, and decline all of it with one reason."""
        page = self._page
        page.locator('#progress a[href="/improvement/ideas/"]').click()
        self._journey.look(self._leader)
        page.fill("main [type=search]", "utdatert skjema")
        page.select_option("[name=state]", "raised")
        page.press("main [type=search]", "Enter")
        page.wait_for_load_state()
        page.select_option("#many-move", "decline")
        with page.expect_navigation():
            page.locator('button[name="all"]').click()
        self._journey.look(self._leader)
        page.fill("[name=reason]", "Skjemaet finnes ikke lenger")
        self._journey.send(self._leader, "main form")
        found = page.locator("main [role=status]").count()
        assert found and "utdatert" in page.url

    def hold_the_first_meeting(self) -> None:
        """Start it, say yes to an idea of the list, and close it."""
        page = self._page
        self._journey.open_the_board()
        assert page.locator("[data-card], .card").count() > 100
        page.locator('a[href*="/meetings/"]').first.click()
        self._journey.send(self._leader, 'form[action$="/start/"]')
        page.fill("[name=head_count]", "6")
        self._journey.send(self._leader, "#form-attendance")
        while not page.locator('form[action$="/acceptance/"]').count():
            self._journey.send(self._leader, "#form-next")
        assert "nummer" in page.inner_text("main")
        self._journey.send(self._leader, 'form[action$="/acceptance/"]')
        while page.locator("#form-next").count():
            self._journey.send(self._leader, "#form-next")
        self._journey.send(self._leader, "#form-closure")
        assert "Avsluttet" in page.inner_text("main") or "Referat" in page.inner_text("main")


def test_a_list_of_5000_rows_becomes_the_board_of_the_first_meeting(chromium, axe, tmp_path, server_database):
    with imported_municipality(tmp_path, is_filled=True, **server_database) as (address, _password):
        leader = Visitor(chromium, address, viewport=DESKTOP)
        nurse = Visitor(chromium, address, viewport=PHONE)
        journey = Journey(nurse, leader, axe, "nb")
        people = Imported(journey, tmp_path)
        people.choose_a_password(leader, "kari.nordmo@storvik.example")
        moving = Moving(journey, tmp_path)
        moving.choose("forbedringsliste.xlsx", messy_list(is_mended=False))
        moving.explain()
        moving.see_what_is_wrong()
        moving.choose("forbedringsliste rettet.xlsx", messy_list(is_mended=True))
        moving.explain()
        moving.bring_in()
        moving.tidy_up()
        people.plan_the_first_meeting()
        moving.hold_the_first_meeting()
        assert journey.problems == []
        assert leader.console_errors == []
        leader.close()
        nurse.close()

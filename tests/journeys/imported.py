"""A municipality that starts empty and brings its units and people from files, as a new municipality does."""

import csv
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.main_loop import LEADER, NURSE, Journey
from tests.journeys.product import Visitor, running

UNITS, PEOPLE = 60, 2_000
ADMINISTRATOR = "it@storvik.example"


@contextmanager
def imported_municipality(folder: Path, *, is_filled: bool = False, **environment: str) -> Iterator[tuple[str, str]]:
    """A municipality, made and served by command. Yields its address and the administrator's password.

    It is empty, or with `is_filled` its units and people have been brought in by command already.
    """
    _command(folder, environment, "migrate")
    made = _command(
        folder, environment, "create-municipality", "Storvik kommune", "--administrator-email", ADMINISTRATOR, "--json"
    )
    write_files(folder)
    if is_filled:
        _command(folder, environment, "import-organisation", str(folder / "units.csv"), str(folder / "people.csv"))
    with running(folder / "data", "serve", **environment) as address:
        yield address, json.loads(made)["password"]


def _command(folder: Path, environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "laeringslean", *arguments, "--data", str(folder / "data")]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=True).stdout


def write_files(folder: Path) -> None:
    """Six service areas with nine units each, and people spread over the units, each with an address of their own."""
    areas = [[f"o{number}", f"Kommunalområde {number}", "kommunalområde", ""] for number in range(6)]
    units = [[f"e{number}", f"Enhet {number}", "enhet", f"o{number % 6}"] for number in range(UNITS - len(areas))]
    people = [
        [f"p{number}", f"Ansatt Nummer{number}", f"p{number}@storvik.example", f"e{number % len(units)}", "80", ""]
        for number in range(PEOPLE - 2)
    ]
    people += [
        ["mona", NURSE, "mona.eriksen@storvik.example", "e7", "75,5", ""],
        ["kari", LEADER, "kari.nordmo@storvik.example", "e7", "100", "avdelingsleder"],
    ]
    _write(folder / "units.csv", ["id", "navn", "type", "overordnet"], areas + units)
    _write(folder / "people.csv", ["id", "navn", "e-post", "enhet", "stillingsprosent", "rolle"], people)


def _write(file: Path, header: list[str], rows: list[list[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows([header, *rows])


class Imported:
    """What its first people do before the main loop can begin."""

    def __init__(self, journey: Journey, folder: Path) -> None:
        self._journey, self._folder = journey, folder

    def sign_in(self, visitor: Visitor, password: str) -> None:
        """The administrator signs in with the password that the command printed."""
        visitor.page.goto("/")
        visitor.page.fill("[name=email]", ADMINISTRATOR)
        visitor.page.fill("[name=password]", password)
        self._journey.send(visitor, "main form")

    def import_files(self, visitor: Visitor) -> None:
        """First the units, then the people: choose the file, say yes to what its columns mean, look, and save."""
        page = visitor.page
        for kind, number in (("units", UNITS), ("people", PEOPLE)):
            page.goto(f"/import/{kind}/")
            page.set_input_files("[name=file]", self._folder / f"{kind}.csv")
            self._journey.send(visitor, "main form[enctype]")
            self._journey.send(visitor, "main form:has(.list-columns)")
            if page.url.endswith("/words/"):
                self._journey.send(visitor, "main form:has(.list-columns)")
            assert page.locator(".figure .number").first.inner_text().replace("\xa0", "") == str(number)
            self._journey.send(visitor, 'form[action$="/start/"]')
            page.wait_for_selector("#progress .figure", timeout=60_000)
            self._journey.look(visitor)

    def choose_a_password(self, visitor: Visitor, email: str) -> None:
        """Somebody who was imported asks for a code, reads it in their e-mail, and is in."""
        page = visitor.page
        page.goto("/")
        page.locator('main a[href*="password"]').click()
        page.fill("[name=email]", email)
        self._journey.send(visitor, "main form")
        page.fill("[name=code]", self._code(email))
        page.fill("[name=new]", "fjorten blå støvler på rad")
        self._journey.send(visitor, "main form")
        if page.locator("[name=password]").count():
            page.fill("[name=email]", email)
            page.fill("[name=password]", "fjorten blå støvler på rad")
            self._journey.send(visitor, "main form")

    def _code(self, email: str) -> str:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for letter in (self._folder / "data/mail").glob("*"):
                text = letter.read_text(encoding="utf-8")
                if f"To: {email}" in text:
                    return re.findall(r"\d{4} \d{4}", text)[0]
            time.sleep(0.1)
        raise AssertionError(f"no letter to {email}")

    def plan_the_first_meeting(self) -> None:
        """The leader plans the unit's first board meeting for today."""
        leader = self._journey.leader
        leader.page.goto("/")
        leader.page.locator('main a[href$="/meetings/"]').first.click()
        self._journey.look(leader)
        leader.page.locator('a[href$="/meetings/new/"]').first.click()
        self._journey.look(leader)
        self._journey.send(leader, "main form.form")

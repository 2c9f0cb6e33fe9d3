"""The real product in its own process, as an operator starts it, and people using it in a real browser."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

PHONE: ViewportSize = {"width": 320, "height": 640}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


class NotStarted(RuntimeError):
    """The product did not come up; the message holds what it said."""


@contextmanager
def running_demo(data: Path, **environment: str) -> Iterator[str]:
    """`laeringslean demo` in the folder. Yields its address; stops it afterwards."""
    with running(data, "demo", **environment) as address:
        yield address


@contextmanager
def running(data: Path, command: str, **environment: str) -> Iterator[str]:
    """A serving command in the folder, on a free port. Yields its address; stops it afterwards."""
    log = data.parent / f"{data.name}.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "laeringslean", command, "--port", "0", "--data", str(data)],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, **environment},
        )
    try:
        yield _address(process, log)
    finally:
        process.terminate()
        process.wait(10)


def _address(process: subprocess.Popen[str], log: Path) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Listening on "):
            return line.removeprefix("Listening on ").strip()
    raise NotStarted(log.read_text())


class Visitor:
    """Somebody with a browser of their own."""

    def __init__(self, browser: Browser, base: str, *, viewport: ViewportSize, language: str = "nb") -> None:
        self.base = base
        self.context: BrowserContext = browser.new_context(
            base_url=base, viewport=viewport, locale={"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}[language]
        )
        self.context.add_cookies([{"name": "language", "value": language, "url": base}])
        self.page: Page = self.context.new_page()
        self.console_errors: list[str] = []
        self.page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append(message.text)

    def enter_as(self, external_id: str) -> None:
        """Enter the demo with one click as the demo person with this id."""
        self.page.goto("/demo/")
        self.page.locator(f'[data-person="{external_id}"] button').click()
        self.page.wait_for_load_state()

    def close(self) -> None:
        self.context.close()

"""Take the pictures of the documentation from the running product, so that they show what it looks like now.

    python tools/pictures.py [NAME…]     write docs/images/board.png and docs/manual/pictures/*.png

It runs the demo municipality and a headless Chromium. Each picture says who looks, at what size, and how they got
there; `tests/journeys/test_pictures.py` walks the same ways, so a page that has moved fails there.
"""

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import FilePayload, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SCREEN = (1280, 900)
PHONE = (390, 760)
sys.path.insert(0, str(ROOT))


@dataclass(frozen=True)
class Picture:
    """A picture: where it is kept under docs, which demo person looks, and the way from their first page
    (`size`: width and height of the window in CSS pixels)."""

    file: str
    person: str
    way: Callable[[Page], None]
    size: tuple[int, int] = SCREEN

    @property
    def viewport(self) -> ViewportSize:
        """The size as the browser takes it."""
        return ViewportSize(width=self.size[0], height=self.size[1])


def board(page: Page) -> None:
    """The board of the viewer's own department."""
    page.locator('main a[href$="/board/"]').first.click()
    page.wait_for_selector("#board")


def first_page(page: Page) -> None:
    """What the viewer sees on entering."""
    page.wait_for_selector("main h1")


def raise_idea(page: Page) -> None:
    """The form for a new idea, half filled in."""
    page.locator('main a[href*="/ideas/new/"]').first.click()
    page.fill("[name=problem]", "Vi leter etter bilnøkler hver morgen")
    page.fill("[name=proposal]", "Heng dem på en merket krok for hver rute")


def own_idea(page: Page) -> None:
    """The page of an idea that the viewer raised or took."""
    page.locator('main a[href*="/improvement/ideas/"]:not([href*="/new/"])').last.click()
    page.wait_for_selector("main h1")


def new_idea(page: Page) -> None:
    """The page of an idea that waits for an answer."""
    board(page)
    page.locator("section:has(#section-new) .card a").first.click()
    page.wait_for_selector("main h1")


def freed_time(page: Page) -> None:
    """The time that an idea frees, and the agreement about what it is used for."""
    page.locator('main a[href*="/benefits/ideas/"]').first.click()
    page.wait_for_selector("main h1")


def measures_of_the_loop(page: Page) -> None:
    """How the improvement work runs in the viewer's department."""
    page.locator('main a[href*="/units/"]:not([href*="/board/"])').first.click()
    page.locator('main a[href$="/loop/"]').click()
    page.wait_for_selector("main h1")


# The place of the new ideas on the agenda, counted from 0.
NEW_IDEAS = 3


def running_meeting(page: Page) -> None:
    """A board meeting that has come to the new ideas."""
    page.locator('main a[href*="/meetings/"]').first.click()
    start = page.locator('form[action$="/start/"] button')
    if start.count():
        start.click()
        page.wait_for_load_state()
    points = page.locator(".path li")
    while points.nth(NEW_IDEAS).get_attribute("aria-current") is None:
        page.locator("#form-next button").click()
        page.wait_for_load_state()


def unit_of(page: Page) -> str:
    """The key of the viewer's own department."""
    address = page.locator('main a[href$="/board/"]').first.get_attribute("href")
    assert address is not None
    return address.split("/")[2]


def sections(page: Page) -> None:
    """Where a leader makes the board the unit's own."""
    page.goto(f"/improvement/units/{unit_of(page)}/board/sections/")
    page.wait_for_selector("main h1")


def grid(page: Page) -> None:
    """Ideas placed by effort and impact."""
    page.goto(f"/improvement/units/{unit_of(page)}/grid/")
    page.wait_for_selector("main table")


def meetings(page: Page) -> None:
    """The unit's meetings, with attendance week by week."""
    page.goto(f"/improvement/units/{unit_of(page)}/meetings/")
    page.wait_for_selector("main h1")


def thanks(page: Page) -> None:
    """What the unit was thanked for, and has learned."""
    page.goto(f"/improvement/units/{unit_of(page)}/recognitions/")
    page.wait_for_selector("main h1")


def wall(page: Page) -> None:
    """The meeting on a large screen."""
    unit = unit_of(page)
    running_meeting(page)
    page.goto(f"/units/{unit}/wall/")
    page.wait_for_selector("main")


def remote(page: Page) -> None:
    """The meeting in the hand of whoever leads it."""
    running_meeting(page)
    page.goto(page.url.split("?")[0].rstrip("/") + "/remote/")
    page.wait_for_selector("main button")


def list_to_import(page: Page) -> None:
    """The columns of a list as the product has understood them."""
    page.goto("/import/ideas/")
    file = FilePayload(name="Forslag.csv", mimeType="text/csv", buffer=_LIST)
    page.set_input_files("input[type=file]", files=[file])
    page.locator("main form[enctype] button").click()
    page.wait_for_selector(".list-columns")


_LIST = """Dato;Hva er problemet?;Forslag;Status;Ansvarlig;Frist
12.01.2026;Vi leter etter nøkler;Merkede kroker;Pågår;Kari Nordmo;1.12.2026
3. februar 2026;Sårskrinet mangler tape;Fyll på hver fredag;Utført;;
09.03.26;Vi ringer kontoret om bil;Tavle i gangen;Ny;;
""".encode()

PICTURES = [
    Picture("images/board.png", "hjs-01", board, (1600, 1400)),
    Picture("manual/pictures/tavla.png", "hjs-01", board, (1600, 1000)),
    Picture("manual/pictures/forsiden.png", "hjs-03", first_page, PHONE),
    Picture("manual/pictures/meld-forslag.png", "hjs-03", raise_idea, PHONE),
    Picture("manual/pictures/forslaget.png", "hjs-03", own_idea),
    Picture("manual/pictures/svar.png", "hjs-01", new_idea),
    Picture("manual/pictures/gevinst.png", "hjs-03", freed_time),
    Picture("manual/pictures/tallene.png", "hjs-01", measures_of_the_loop),
    Picture("manual/pictures/tavlemotet.png", "hjs-01", running_meeting),
    Picture("manual/pictures/tilpass-tavla.png", "hjs-01", sections),
    Picture("manual/pictures/rutenett.png", "hjs-01", grid),
    Picture("manual/pictures/motene.png", "hjs-01", meetings),
    Picture("manual/pictures/takk.png", "hjs-03", thanks),
    Picture("manual/pictures/veggvisning.png", "hjs-01", wall, (1600, 900)),
    Picture("manual/pictures/fjernkontroll.png", "hjs-01", remote, PHONE),
    Picture("manual/pictures/liste.png", "hjs-01", list_to_import),
]


def save(page: Page, file: Path) -> None:
    """The window as it is, in so few colours that the file stays small."""
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    file.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(192, dither=Image.Dither.NONE).save(file, optimize=True)


def main(names: list[str]) -> int:
    """Take those whose file has one of the names, or all. Returns the exit code."""
    from run import find_chromium
    from tests.journeys.product import Visitor, running_demo

    wanted = [picture for picture in PICTURES if not names or Path(picture.file).stem in names]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        with running_demo(Path(folder) / "demo") as address:
            for picture in wanted:
                visitor = Visitor(browser, address, viewport=picture.viewport)
                visitor.enter_as(picture.person)
                picture.way(visitor.page)
                save(visitor.page, DOCS / picture.file)
                visitor.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Take the pictures of the documentation from the running product, so that they show what it looks like now.

    python tools/pictures.py        write docs/images/*.png, with the demo municipality and a headless Chromium
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs/images"
sys.path.insert(0, str(ROOT))


def board(page: Page) -> None:
    """The board of a department, as its leader sees it on a large screen."""
    page.set_viewport_size({"width": 1600, "height": 1400})
    page.locator('main a[href$="/board/"]').first.click()
    page.wait_for_selector("#board")


def save(page: Page, name: str) -> None:
    """The window as it is, in so few colours that the file stays small."""
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(192, dither=Image.Dither.NONE).save(PICTURES / name, optimize=True)


def main() -> int:
    """Take all of them. Returns the exit code."""
    from run import find_chromium
    from tests.journeys.product import DESKTOP, Visitor, running_demo

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        with running_demo(Path(folder) / "demo") as address:
            leader = Visitor(browser, address, viewport=DESKTOP)
            leader.enter_as("hjs-01")
            board(leader.page)
            save(leader.page, "board.png")
            leader.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

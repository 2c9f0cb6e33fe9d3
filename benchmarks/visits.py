"""The board in Chromium, visited for the first time: what comes over the line, when it is shown and when all is quiet;
beside the same page as static files, on a quick line and on a slow telephone."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser as Chromium
from playwright.async_api import CDPSession, Page, Request, async_playwright

from benchmarks.browsers import Browser
from benchmarks.measured import percentile
from benchmarks.product import Server, Sizes
from benchmarks.replica import serving_copies, written_down
from run import find_chromium

SWITCHES = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync"]
SWITCHES += ["disable-background-networking", "disable-component-update", "disable-dev-shm-usage"]
WINDOW = {"width": 1440, "height": 900}
# A telephone of the cheaper kind on a slow line.
SLOW_CPU = 4
SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.44e6 / 8,
    "uploadThroughput": 0.675e6 / 8,
}
_WATCH = """
    const seen = window.benchmark = { painted: 0, busyUntil: 0, all: 0 };
    const observe = (type, note) =>
        new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
    observe("largest-contentful-paint", (entry) => { seen.painted = entry.startTime; });
    observe("longtask", (entry) => { seen.busyUntil = Math.max(seen.busyUntil, entry.startTime + entry.duration); });
    const look = () => {
        if (document.querySelectorAll("li.card").length < CARDS) return setTimeout(look, 15);
        requestAnimationFrame(() => setTimeout(() => { seen.all = performance.now(); }));
    };
    look();
"""
_SEEN = """() => {
    const ready = performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd;
    const { painted, all, busyUntil } = window.benchmark;
    return { painted, quiet: Math.max(all, ready, busyUntil), cards: document.querySelectorAll("li.card").length };
}"""


@dataclass
class Visits:
    """First visits of one page: milliseconds until its largest part was painted and until all cards were there with
    nothing more to do; requests and bytes of the last visit."""

    name: str
    painted: list[float] = field(default_factory=list)
    quiet: list[float] = field(default_factory=list)
    requests: int = 0
    bytes: int = 0
    script_bytes: int = 0

    @property
    def painted_ms(self) -> float:
        """The middle of the visits."""
        return percentile(self.painted, 0.5)

    @property
    def quiet_ms(self) -> float:
        """The middle of the visits."""
        return percentile(self.quiet, 0.5)


@dataclass(frozen=True)
class _Place:
    """Something to visit: where it is, and what it must show."""

    visits: Visits
    port: int
    path: str
    cards: int
    slow: bool
    settle_seconds: float


async def measure(server: Server, seeded: dict[str, Any], sizes: Sizes) -> dict[str, Visits]:
    """Visit both boards and their copies in turns, each time with a fresh profile, first quickly, then slowly."""
    boards = {"small": sizes.small_board, "large": sizes.large_board}
    paths = {name: f"/units/{seeded['units'][name]}/board/" for name in boards}
    found: dict[str, Visits] = {}
    async with _chromium() as chromium:
        copies = await _copies(chromium, server, seeded, paths.values(), sizes.settle_seconds)
        async with serving_copies(copies) as port:
            for slow, times in ((False, sizes.visits), (True, sizes.slow_visits)):
                places = []
                seconds = sizes.settle_seconds * (SLOW_CPU if slow else 1)
                for name, cards in boards.items():
                    for kind, at in (("product", server.port), ("copy", port)):
                        visits = Visits(_title(cards, kind, slow))
                        found[f"{'slow ' if slow else ''}{name} {kind}"] = visits
                        places.append(_Place(visits, at, paths[name], cards, slow, seconds))
                for _ in range(times):
                    for place in places:
                        await _visit(chromium, place, seeded)
    return found


def _title(cards: int, kind: str, slow: bool) -> str:
    what = f"board, {cards} cards" if kind == "product" else f"limit: the same {cards} cards as static files"
    return f"{what}, slow telephone" if slow else what


@asynccontextmanager
async def _chromium() -> AsyncIterator[Chromium]:
    async with async_playwright() as playwright:
        switches = [f"--{switch}" for switch in SWITCHES]
        chromium = await playwright.chromium.launch(executable_path=find_chromium(), args=switches)
        try:
            yield chromium
        finally:
            await chromium.close()


@asynccontextmanager
async def _page(chromium: Chromium, port: int, seeded: dict[str, Any]) -> AsyncIterator[Page]:
    """A page in a profile of its own, signed in."""
    context = await chromium.new_context(viewport=WINDOW, locale="nb-NO")  # type: ignore[arg-type]
    cookie = {"name": seeded["cookie"], "value": seeded["sessions"][0], "url": f"http://localhost:{port}"}
    await context.add_cookies([cookie])  # type: ignore[list-item]
    try:
        yield await context.new_page()
    finally:
        await context.close()


async def _copies(
    chromium: Chromium, server: Server, seeded: dict[str, Any], paths: Iterable[str], seconds: float
) -> dict[str, bytes]:
    """The boards and everything that Chromium asks for to show them."""
    asked: dict[str, str] = {}

    def note(request: Request) -> None:
        asked[_path(request.url)] = request.resource_type

    async with _page(chromium, server.port, seeded) as page:
        page.on("request", note)
        for path in paths:
            answer = await page.goto(f"http://localhost:{server.port}{path}")
            assert answer is not None
            accepts = (await answer.request.all_headers())["accept-encoding"]
            await asyncio.sleep(seconds)
    browser = Browser(server.port, seeded["cookie"], seeded["sessions"][0], accepts)
    copies = await written_down(browser, [path for path, kind in asked.items() if kind != "eventsource"])
    browser.close()
    return copies


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


async def _visit(chromium: Chromium, place: _Place, seeded: dict[str, Any]) -> None:
    """One visit with nothing kept from earlier ones. RuntimeError when cards are missing."""
    async with _page(chromium, place.port, seeded) as page:
        session = await page.context.new_cdp_session(page)
        await session.send("Network.enable")
        line = _Line(session)
        if place.slow:
            await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
            await session.send("Network.emulateNetworkConditions", SLOW_LINE)
        await page.add_init_script(_WATCH.replace("CARDS", str(place.cards)))
        await page.goto(f"http://localhost:{place.port}{place.path}")
        await page.wait_for_function("window.benchmark.all > 0", timeout=60_000)
        await asyncio.sleep(place.settle_seconds)
        seen = await page.evaluate(_SEEN)
    if seen["cards"] != place.cards:
        raise RuntimeError(f"{place.visits.name}: {seen['cards']} cards")
    place.visits.painted.append(seen["painted"])
    place.visits.quiet.append(seen["quiet"])
    place.visits.requests, place.visits.bytes, place.visits.script_bytes = line.requests, line.bytes, line.script_bytes


class _Line:
    """Counts what a page asks for and what comes over the line, heads included."""

    def __init__(self, session: CDPSession) -> None:
        self.requests = self.bytes = self.script_bytes = 0
        self._kinds: dict[str, str] = {}
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)

    def _asked(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith(("data:", "blob:")):
            self.requests += 1
            self._kinds[event["requestId"]] = event.get("type", "")

    def _came(self, event: dict[str, Any]) -> None:
        if not event["encodedDataLength"] and event["requestId"] in self._kinds:
            self.requests -= 1  # The browser had it already, as when the icon of the page is also that of the tab.
        self.bytes += int(event["encodedDataLength"])
        if self._kinds.get(event["requestId"]) == "Script":
            self.script_bytes += int(event["encodedDataLength"])

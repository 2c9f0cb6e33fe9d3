"""What has no goal of its own: a board that its unit has arranged, the wall, a meeting's remote, and a list that comes
in while others work."""

import asyncio
import gzip
import time
from dataclasses import dataclass, field
from typing import Any

from benchmarks.browsers import Answer, Browser
from benchmarks.measured import Line
from benchmarks.product import Server, Sizes
from benchmarks.reads import EMPTY, many, misses
from benchmarks.writes import raised_in

PATIENCE = 120
SECONDS_BETWEEN_RAISES = 0.05


@dataclass
class Rooms:
    """One line for each kind of request, and the list that came in."""

    lines: dict[str, Line] = field(default_factory=dict)
    rows: int = 0
    import_seconds: float = 0.0
    # How long those waited who raised ideas meanwhile, in seconds: the longest is how long nobody else could write.
    waits: list[float] = field(default_factory=list)


async def measure(server: Server, seeded: dict[str, Any], sizes: Sizes) -> Rooms:
    """Read what is read often, in turns; then let a list come in."""
    rooms = Rooms(rows=sizes.imported_rows)
    unit = seeded["units"]["lanes"]
    paths = {
        "lanes": (f"board, {sizes.small_board} cards in lanes, in full", f"/units/{unit}/board/"),
        "wall": ("wall, renewed", f"/units/{unit}/wall/?part=wall"),
        "remote": ("remote of a meeting, renewed", f"/meetings/{seeded['meeting']}/remote/?part=remote"),
    }
    browser = Browser(server.port, seeded["cookie"], seeded["sessions"][0])
    for key, (title, path) in paths.items():
        rooms.lines[key] = Line(title)
        _check(await browser.get(path), path)
    rooms.lines["lanes changed"] = Line(f"board, {sizes.small_board} cards in lanes, first view after a change")
    for _ in range(sizes.rounds):
        for key, (_title, path) in paths.items():
            await many(server, rooms.lines[key], sizes.reads_a_round, lambda p=path: browser.get(p))
        await misses(server, seeded, "lanes", rooms.lines["lanes changed"], browser, sizes.misses_a_round)
    browser.close()
    await _let_a_list_in(server, seeded, rooms)
    return rooms


def _check(answer: Answer, path: str) -> None:
    if answer.status != 200:
        raise RuntimeError(f"{path} was answered with {answer.status}")


async def _let_a_list_in(server: Server, seeded: dict[str, Any], rooms: Rooms) -> None:
    importer = Browser(server.port, seeded["cookie"], seeded["importer"])
    worker = Browser(server.port, seeded["cookie"], seeded["sessions"][0])
    address = f"/import/lists/{seeded['list']}/"
    await worker.get(EMPTY)
    began = time.perf_counter()
    answer = await importer.post(f"{address}start/")
    if answer.status != 302:
        raise RuntimeError(f"the import was answered with {answer.status}")
    coming = asyncio.create_task(_until_it_is_in(importer, address, began))
    while not coming.done():
        raised = await raised_in(seeded["units"]["raises"])(worker)
        if raised.status != 302:
            raise RuntimeError(f"an idea was answered with {raised.status} while a list came in")
        rooms.waits.append(raised.seconds)
        await asyncio.sleep(SECONDS_BETWEEN_RAISES)
    rooms.import_seconds = await coming
    importer.close()
    worker.close()


async def _until_it_is_in(importer: Browser, address: str, began: float) -> float:
    while time.perf_counter() < began + PATIENCE:
        page = gzip.decompress((await importer.get(address)).body)
        if b'<progress id="how-far"' not in page:
            if b'class="figure realised"' not in page:
                raise RuntimeError("the list did not come in")
            return time.perf_counter() - began
        await asyncio.sleep(0.1)
    raise RuntimeError("the list takes too long to come in")

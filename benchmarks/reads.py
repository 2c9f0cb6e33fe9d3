"""Reading a board: in full, unchanged, and for the first time after a change; beside the empty view."""

import asyncio
import gzip
import time
from typing import Any

from benchmarks.browsers import Browser
from benchmarks.measured import Line, percentile
from benchmarks.product import Server, Sizes


async def measure(server: Server, seeded: dict[str, Any], sizes: Sizes) -> dict[str, Line]:
    """One line for each kind of request. The kinds take turns, so that a noisy moment hits all of them."""
    boards = {"small": sizes.small_board, "large": sizes.large_board}
    browser = Browser(server.port, seeded["cookie"], seeded["sessions"][0])
    stranger = Browser(server.port)
    lines = {"empty": Line("empty view")}
    for name, cards in boards.items():
        await _first_look(browser, seeded, name, cards)
        lines[f"{name} full"] = Line(f"board, {cards} cards, in full")
        lines[f"{name} unchanged"] = Line(f"board, {cards} cards, unchanged (304)")
        lines[f"{name} changed"] = Line(f"board, {cards} cards, first view after a change")
    for _ in range(sizes.rounds):
        await many(server, lines["empty"], sizes.reads_a_round, lambda: stranger.get(EMPTY))
        for name in boards:
            path = _path(seeded, name)
            etag = (await browser.get(path)).headers["etag"]
            await many(server, lines[f"{name} full"], sizes.reads_a_round, lambda p=path: browser.get(p))
            ask = lambda p=path, e=etag: browser.get(p, e)  # noqa: E731
            await many(server, lines[f"{name} unchanged"], sizes.reads_a_round, ask)
            await misses(server, seeded, name, lines[f"{name} changed"], browser, sizes.misses_a_round)
    browser.close()
    stranger.close()
    return {**lines, **await _by_readers(server, seeded, sizes)}


async def _by_readers(server: Server, seeded: dict[str, Any], sizes: Sizes) -> dict[str, Line]:
    """The empty view and the small board, each asked for by many at once, in turns."""
    names = {"empty many": "empty view", "small many": f"board, {sizes.small_board} cards, in full"}
    lines = {key: Line(f"{name}, {sizes.readers} readers") for key, name in names.items()}
    paths = {"empty many": EMPTY, "small many": _path(seeded, "small")}
    sessions = seeded["sessions"]
    browsers = [Browser(server.port, seeded["cookie"], sessions[n % len(sessions)]) for n in range(sizes.readers)]
    for turn in range(TURNS_OF_READERS + 1):
        for key, path in paths.items():
            # The first turn is for the connections, and for each reader's page to be put together once.
            line = lines[key] if turn else Line("")
            await _all_at_once(server, line, browsers, path, sizes.reads_of_readers)
    for browser in browsers:
        browser.close()
    return lines


async def _all_at_once(server: Server, line: Line, browsers: list[Browser], path: str, times: int) -> None:
    waiting = iter(range(times))

    async def work(browser: Browser) -> None:
        for _ in waiting:
            answer = await browser.get(path)
            line.seconds.append(answer.seconds)
            line.bytes = answer.bytes

    before, began = server.cpu_seconds(), time.perf_counter()
    await asyncio.gather(*(work(browser) for browser in browsers))
    line.rates.append(times / (time.perf_counter() - began))
    line.per_second = percentile(line.rates, 0.5)
    line.cpu.append((server.cpu_seconds() - before) / times)


EMPTY = "/benchmark/empty/"
TURNS_OF_READERS = 4


def _path(seeded: dict[str, Any], name: str) -> str:
    return f"/units/{seeded['units'][name]}/board/"


async def _first_look(browser: Browser, seeded: dict[str, Any], name: str, cards: int) -> None:
    """Make sure that it is the whole board that is measured."""
    answer = await browser.get(_path(seeded, name))
    shown = gzip.decompress(answer.body).count(b'<li class="card"')
    if answer.status != 200 or shown != cards:
        raise RuntimeError(f"board {name}: status {answer.status}, {shown} cards")


async def many(server: Server, line: Line, times: int, ask: Any) -> None:
    """Ask so many times; the processor time is the mean of them."""
    await ask()
    before = server.cpu_seconds()
    for _ in range(times):
        answer = await ask()
        line.seconds.append(answer.seconds)
    line.cpu.append((server.cpu_seconds() - before) / times)
    line.bytes = answer.bytes


async def misses(server: Server, seeded: dict[str, Any], name: str, line: Line, browser: Browser, times: int) -> None:
    """The first view after somebody wrote a comment; only the view is timed."""
    card = seeded["cards"][name][0]
    for number in range(times):
        await browser.post(f"/improvement/ideas/{card}/comments/", body=f"Enig ({number})")
        before = server.cpu_seconds()
        answer = await browser.get(_path(seeded, name))
        line.cpu.append(server.cpu_seconds() - before)
        line.seconds.append(answer.seconds)
        line.bytes = answer.bytes

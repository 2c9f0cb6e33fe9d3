"""Raising an idea and moving a card, through the pages that people use, durable on disk before the answer."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from benchmarks.browsers import Answer, Browser
from benchmarks.measured import Line
from benchmarks.product import Server, Sizes
from benchmarks.reads import EMPTY, many


async def measure(server: Server, seeded: dict[str, Any], sizes: Sizes) -> dict[str, Line]:
    """Raising and moving by one writer, then by many at once; between them the empty view."""
    one = Browser(server.port, seeded["cookie"], seeded["sessions"][0])
    lines = {
        "raise": Line("raise an idea, 1 writer"),
        "move": Line("move a card, 1 writer"),
        "empty": Line("empty view, between the writes"),
    }
    posts = {
        "raise": [raised_in(seeded["units"]["raises"])] * sizes.raises,
        "move": [_move(idea) for idea in seeded["ideas"]["moves"]],
    }
    for turn in range(sizes.rounds):
        for name, all_posts in posts.items():
            await _by_one(server, lines[name], all_posts[turn :: sizes.rounds], one)
        await many(server, lines["empty"], sizes.reads_a_round, lambda: one.get(EMPTY))
    one.close()
    browsers = [Browser(server.port, seeded["cookie"], session) for session in _rotated(seeded, sizes.writers)]
    everything = {
        "raise many": (
            f"raise an idea, {sizes.writers} writers",
            [raised_in(seeded["units"]["raises"])] * sizes.writes_of_writers,
        ),
        "move many": (f"move a card, {sizes.writers} writers", [_move(idea) for idea in seeded["ideas"]["writers"]]),
    }
    for name, (title, many_posts) in everything.items():
        lines[name] = await _by_many(server, Line(title), many_posts, browsers)
    for browser in browsers:
        browser.close()
    return lines


def _rotated(seeded: dict[str, Any], number: int) -> list[str]:
    sessions = seeded["sessions"]
    return [sessions[n % len(sessions)] for n in range(number)]


def raised_in(unit: str) -> Any:
    """What a browser does to raise an idea in the unit."""

    async def post(browser: Browser) -> Answer:
        return await browser.post(
            "/improvement/ideas/new/",
            unit=unit,
            kind="suggestion",
            problem="Vi leter etter nøklene til bilene hver morgen, og det går ti minutter før første besøk.",
            proposal="Heng nøklene på merkede kroker ved døra",
            author="named",
            client_key=str(uuid4()),
            anonymous_key=str(uuid4()),
        )

    return post


def _move(idea: str) -> Any:
    async def post(browser: Browser) -> Answer:
        return await browser.post(f"/improvement/ideas/{idea}/move/", move="acceptance", version="1")

    return post


async def _once(post: Any, browser: Browser) -> Answer:
    answer = await post(browser)
    if answer.status != 302:
        raise RuntimeError(f"a write was answered with {answer.status}")
    return answer


async def _by_one(server: Server, line: Line, posts: list[Any], browser: Browser) -> None:
    for post in posts:
        before = server.cpu_seconds()
        answer = await _once(post, browser)
        line.cpu.append(server.cpu_seconds() - before)
        line.seconds.append(answer.seconds)
        line.bytes = answer.bytes
    line.per_second = len(line.seconds) / sum(line.seconds) if line.seconds else 0


async def _by_many(server: Server, line: Line, posts: list[Any], browsers: list[Browser]) -> Line:
    waiting: Iterator[Any] = iter(posts)

    async def work(browser: Browser) -> None:
        for post in waiting:
            answer = await _once(post, browser)
            line.seconds.append(answer.seconds)
            line.bytes = answer.bytes

    before, began = server.cpu_seconds(), time.perf_counter()
    await asyncio.gather(*(work(browser) for browser in browsers))
    line.per_second = len(posts) / (time.perf_counter() - began)
    line.cpu.append((server.cpu_seconds() - before) / len(posts))
    return line

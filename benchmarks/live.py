"""A change told to open boards: from the moment the mover's request is sent until each board has heard of it."""

import asyncio
import time
from typing import Any

from benchmarks.browsers import Browser, follow
from benchmarks.measured import Line
from benchmarks.product import Server, Sizes


async def measure(server: Server, seeded: dict[str, Any], sizes: Sizes) -> tuple[Line, Line, int]:
    """The told changes, the moves themselves while being followed, and how many messages never came."""
    told = Line(f"change told to {sizes.followers} open boards")
    moved = Line(f"move a card while {sizes.followers} boards follow")
    unit, sent, heard = seeded["units"]["live"], {}, {}

    def hear(data: dict[str, Any], at: float) -> None:
        if data["subject"] in sent:
            told.seconds.append(at - sent[data["subject"]])
            heard[data["subject"]] = heard.get(data["subject"], 0) + 1

    streams = [
        asyncio.create_task(await follow(server.port, seeded["cookie"], session, unit, hear))
        for session in _sessions(seeded, sizes.followers)
    ]
    mover = Browser(server.port, seeded["cookie"], seeded["sessions"][0])
    await mover.get("/benchmark/empty/")
    before = server.cpu_seconds()
    for idea in seeded["ideas"]["live"][: sizes.live_moves]:
        sent[idea] = time.perf_counter()
        answer = await mover.post(f"/improvement/ideas/{idea}/move/", move="acceptance", version="1")
        if answer.status != 302:
            raise RuntimeError(f"a move was answered with {answer.status}")
        moved.seconds.append(answer.seconds)
        await _all_heard(heard, idea, sizes.followers)
    moved.cpu.append((server.cpu_seconds() - before) / sizes.live_moves)
    for stream in streams:
        stream.cancel()
    await asyncio.gather(*streams, return_exceptions=True)
    mover.close()
    return told, moved, sizes.followers * sizes.live_moves - sum(heard.values())


def _sessions(seeded: dict[str, Any], number: int) -> list[str]:
    """Sessions for the followers; nobody may hold many streams, so people take turns."""
    sessions = seeded["sessions"]
    return [sessions[n % len(sessions)] for n in range(number)]


async def _all_heard(heard: dict[str, int], idea: str, followers: int) -> None:
    deadline = time.perf_counter() + 2
    while heard.get(idea, 0) < followers and time.perf_counter() < deadline:
        await asyncio.sleep(0.001)

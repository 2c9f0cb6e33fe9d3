"""A change told to open boards: from the moment the mover's request is sent until each board has heard of it."""

import asyncio
import time
from typing import Any

from benchmarks.browsers import Browser, Follower
from benchmarks.measured import Line
from benchmarks.product import Server, Sizes

# Seconds after which a message counts as missed: far more than any takes, also on a machine with much else to do.
PATIENCE = 20


async def measure(server: Server, seeded: dict[str, Any], sizes: Sizes) -> tuple[Line, Line, int]:
    """The told changes, the moves themselves while being followed, and how many messages never came."""
    told = Line(f"change told to {sizes.followers} open boards")
    moved = Line(f"move a card while {sizes.followers} boards follow")
    followers = [Follower() for _ in range(sizes.followers)]
    for follower, session in zip(followers, _sessions(seeded, sizes.followers), strict=True):
        await follower.open(server.port, seeded["cookie"], session, seeded["units"]["live"])
    mover = Browser(server.port, seeded["cookie"], seeded["sessions"][0])
    await mover.get("/benchmark/empty/")
    sent: dict[str, float] = {}
    before = server.cpu_seconds()
    for idea in seeded["ideas"]["live"][: sizes.live_moves]:
        sent[idea] = time.perf_counter()
        answer = await mover.post(f"/improvement/ideas/{idea}/move/", move="acceptance", version="1")
        if answer.status != 302:
            raise RuntimeError(f"a move was answered with {answer.status}")
        moved.seconds.append(answer.seconds)
        await _all_heard(followers, len(sent))
    moved.cpu.append((server.cpu_seconds() - before) / sizes.live_moves)
    came = [message for follower in followers for message in follower.messages()]
    told.seconds = [at - sent[data["subject"]] for at, data in came if data["subject"] in sent]
    for follower in followers:
        follower.close()
    mover.close()
    return told, moved, sizes.followers * sizes.live_moves - len(told.seconds)


def _sessions(seeded: dict[str, Any], number: int) -> list[str]:
    """Sessions for the followers; nobody may hold many streams, so people take turns."""
    sessions = seeded["sessions"]
    return [sessions[n % len(sessions)] for n in range(number)]


async def _all_heard(followers: list[Follower], messages: int) -> None:
    deadline = time.perf_counter() + PATIENCE
    while any(follower.heard < messages for follower in followers) and time.perf_counter() < deadline:
        await asyncio.sleep(0.001)

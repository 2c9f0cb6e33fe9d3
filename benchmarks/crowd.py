"""A server that starts, what it takes when nobody uses it, and many open boards that all come back at once."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.browsers import Browser, Follower
from benchmarks.limits import bare_admission
from benchmarks.live import PATIENCE
from benchmarks.product import Server, Sizes, serving
from benchmarks.reads import EMPTY

# As many streams as one person may have, as the server counts them.
STREAMS_PER_PERSON = 6


@dataclass
class Crowd:
    """What was measured; times in seconds, memory in bytes."""

    # From starting the process to the first answered page, and to the first board in full; one number for each start.
    first_answers: list[float] = field(default_factory=list)
    first_boards: list[float] = field(default_factory=list)
    idle_bytes: list[float] = field(default_factory=list)
    clients: int = 0
    bytes_a_client: float = 0.0
    back_seconds: float = 0.0
    back_cpu: float = 0.0
    # Clients that did not hear of everything they had missed, or were not told how the board stands now.
    not_current: int = 0
    bare_seconds: list[float] = field(default_factory=list)


async def measure(data: Path, seeded: dict[str, Any], sizes: Sizes) -> Crowd:
    """Start the server several times on the seeded database; open many streams on the last one, and let all return."""
    crowd = Crowd(clients=sizes.clients)
    for turn in range(sizes.starts):
        with serving(data) as server:
            await _first_answers(server, seeded, crowd)
            if turn == sizes.starts - 1:
                await _come_and_come_back(server, seeded, crowd)
    return crowd


async def _first_answers(server: Server, seeded: dict[str, Any], crowd: Crowd) -> None:
    browser = Browser(server.port, seeded["cookie"], seeded["sessions"][0])
    await browser.get(EMPTY)
    crowd.first_answers.append(time.perf_counter() - server.started)
    await browser.get(f"/units/{seeded['units']['small']}/board/")
    crowd.first_boards.append(time.perf_counter() - server.started)
    browser.close()
    await asyncio.sleep(0.5)
    crowd.idle_bytes.append(server.memory_bytes())


async def _come_and_come_back(server: Server, seeded: dict[str, Any], crowd: Crowd) -> None:
    ideas, unit = seeded["ideas"]["crowd"], seeded["units"]["crowd"]
    sessions = [seeded["sessions"][n // STREAMS_PER_PERSON] for n in range(crowd.clients)]
    # One stream of each person first, so that what the server keeps about people is not counted with the streams.
    people = list(dict.fromkeys(sessions))
    followers = await _open(server, seeded, unit, people)
    before = server.memory_bytes()
    followers += await _open(
        server, seeded, unit, [session for n, session in enumerate(sessions) if n % STREAMS_PER_PERSON]
    )
    crowd.bytes_a_client = (server.memory_bytes() - before) / (crowd.clients - len(people))
    mover = Browser(server.port, seeded["cookie"], seeded["sessions"][0])
    # One move that all hear of, so that they know where they are, and the rest while nobody listens.
    await _move(mover, ideas[0])
    deadline = time.perf_counter() + PATIENCE
    while any(not follower.heard for follower in followers) and time.perf_counter() < deadline:
        await asyncio.sleep(0.01)
    since = followers[0].position
    for follower in followers:
        follower.close()
    await asyncio.sleep(0.2)
    for idea in ideas[1:]:
        await _move(mover, idea)
    mover.close()
    crowd.bare_seconds = [await bare_admission(crowd.clients) for _ in range(3)]
    followers = [Follower() for _ in sessions]
    busy, began = server.cpu_seconds(), time.perf_counter()
    await asyncio.gather(
        *(
            follower.come_back(server.port, seeded["cookie"], session, unit, since)
            for follower, session in zip(followers, sessions, strict=True)
        )
    )
    await asyncio.sleep(0.3)
    crowd.back_cpu = server.cpu_seconds() - busy
    told = [follower.messages() for follower in followers]
    crowd.back_seconds = max(messages[-1][0] for messages in told) - began
    newest = max(message["version"] for messages in told for _, message in messages)
    crowd.not_current = sum(
        not _is_current([message for _, message in told_one], ideas[1:], newest) for told_one in told
    )
    for follower in followers:
        follower.close()


def _is_current(messages: list[dict[str, Any]], missed: list[str], newest: int) -> bool:
    return set(missed) <= {message["subject"] for message in messages} and messages[-1]["version"] == newest


async def _open(server: Server, seeded: dict[str, Any], unit: str, sessions: list[str]) -> list[Follower]:
    followers = [Follower() for _ in sessions]
    await asyncio.gather(
        *(
            follower.open(server.port, seeded["cookie"], session, unit)
            for follower, session in zip(followers, sessions, strict=True)
        )
    )
    return followers


async def _move(mover: Browser, idea: str) -> None:
    answer = await mover.post(f"/improvement/ideas/{idea}/move/", move="acceptance", version="1")
    if answer.status != 302:
        raise RuntimeError(f"a move was answered with {answer.status}")

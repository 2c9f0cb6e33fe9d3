"""What this machine could do at best: raw SQLite commits, and a bare broadcast loop."""

import asyncio
import sqlite3
import time
from pathlib import Path

from laeringslean.foundation.database.safe_sqlite import use_safe_sqlite

use_safe_sqlite()


def raw_commits(folder: Path, seconds: float) -> list[float]:
    """Seconds per commit of one row changed and two written, WAL with synchronous FULL, as fast as they go."""
    file = folder / "limit.sqlite3"
    connection = sqlite3.connect(file, isolation_level=None)
    for statement in (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "CREATE TABLE board (id INTEGER PRIMARY KEY, version INTEGER)",
        "CREATE TABLE card (id INTEGER PRIMARY KEY, board INTEGER, title TEXT)",
        "CREATE TABLE event (id INTEGER PRIMARY KEY, kind TEXT, details TEXT)",
        "INSERT INTO board VALUES (1, 1)",
    ):
        connection.execute(statement)
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE board SET version = version + 1 WHERE id = 1")
        connection.execute("INSERT INTO card (board, title) VALUES (1, 'Et kort med en passe lang tittel')")
        connection.execute("INSERT INTO event (kind, details) VALUES ('card.raised', '{}')")
        connection.execute("COMMIT")
        taken.append(time.perf_counter() - began)
    connection.close()
    for name in ("limit.sqlite3", "limit.sqlite3-wal", "limit.sqlite3-shm"):
        (folder / name).unlink(missing_ok=True)
    return taken


class _Follower(asyncio.Protocol):
    """Notes when each message came."""

    def __init__(self, came: asyncio.Queue[float]) -> None:
        self._came = came

    def data_received(self, data: bytes) -> None:
        self._came.put_nowait(time.perf_counter())


class _Hub(asyncio.Protocol):
    """Writes whatever one client sends to all clients."""

    clients: set[asyncio.Transport] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self.clients.add(transport)  # type: ignore[arg-type]

    def data_received(self, data: bytes) -> None:
        for client in self.clients:
            client.write(data)

    def connection_lost(self, reason: Exception | None) -> None:
        self.clients.discard(self._transport)  # type: ignore[arg-type]


async def bare_loop(followers: int, messages: int) -> list[float]:
    """Seconds from a client's write until each of `followers` others has a message of the size of ours, by a loop that
    does nothing else. Server and clients share this process, as little else does."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Hub, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    came: asyncio.Queue[float] = asyncio.Queue()
    clients = [await loop.create_connection(lambda: _Follower(came), "127.0.0.1", port) for _ in range(followers + 1)]
    writer = clients[-1][0]
    taken: list[float] = []
    for _ in range(messages):
        await asyncio.sleep(0.005)
        sent = time.perf_counter()
        writer.write(b"id: 1\nevent: board\ndata: " + b"x" * 110 + b"\n\n")
        taken += [await came.get() - sent for _ in range(followers + 1)]
    for transport, _ in clients:
        transport.close()
    server.close()
    await server.wait_closed()
    return taken


async def bare_admission(clients: int) -> float:
    """Seconds until so many clients that connect at once have each an opening and a message of the size of ours, by a
    loop that asks nobody who they are."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Porter, "127.0.0.1", 0, backlog=2048)
    port = server.sockets[0].getsockname()[1]
    came: asyncio.Queue[float] = asyncio.Queue()

    async def come() -> asyncio.Transport:
        transport, _ = await loop.create_connection(lambda: _Follower(came), "127.0.0.1", port)
        transport.write(b"GET / HTTP/1.1\r\nCookie: " + b"x" * 150 + b"\r\n\r\n")
        return transport

    began = time.perf_counter()
    transports = await asyncio.gather(*(come() for _ in range(clients)))
    last = max([await came.get() for _ in range(clients)])
    for transport in transports:
        transport.close()
    server.close()
    await server.wait_closed()
    return last - began


class _Porter(asyncio.Protocol):
    """Answers whoever comes with an opening and a message."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        opening = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + b"x" * 160 + b"\r\n\r\n"
        self._transport.write(opening + b"id: 1\nevent: board\ndata: " + b"x" * 110 + b"\n\n")  # type: ignore[attr-defined]

"""Just enough of a browser to ask for pages, send forms and follow a board, on connections that stay open."""

import asyncio
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

# Django takes a form token that equals the cookie's secret, so a script need not read it off a page.
_TOKEN = secrets.token_hex(16)


@dataclass(frozen=True)
class Answer:
    """A response, with the seconds from the first byte sent to the last byte received."""

    status: int
    headers: dict[str, str]
    body: bytes
    header_bytes: int
    seconds: float

    @property
    def bytes(self) -> int:
        """Everything that came over the line."""
        return self.header_bytes + len(self.body)


class Browser:
    """One connection to the server, signed in with a session (or not, without one)."""

    def __init__(self, port: int, cookie: str = "", session: str = "", accepts: str = "gzip") -> None:
        self._port = port
        cookies = [f"csrftoken={_TOKEN}"] + ([f"{cookie}={session}"] if session else [])
        self._common = f"Host: localhost:{port}\r\nAccept-Encoding: {accepts}\r\nCookie: {'; '.join(cookies)}\r\n"
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, etag: str = "") -> Answer:
        """Ask for a page, conditionally with an ETag."""
        condition = f"If-None-Match: {etag}\r\n" if etag else ""
        return await self._ask(f"GET {path} HTTP/1.1\r\n{self._common}{condition}\r\n".encode())

    async def post(self, path: str, **fields: str) -> Answer:
        """Send a form."""
        body = urlencode(fields).encode()
        head = (
            f"POST {path} HTTP/1.1\r\n{self._common}X-CSRFToken: {_TOKEN}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return await self._ask(head.encode() + body)

    async def _ask(self, request: bytes) -> Answer:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        assert self._reader is not None
        began = time.perf_counter()
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").rstrip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await self._reader.readexactly(int(headers.get("content-length", 0)))
        seconds = time.perf_counter() - began
        return Answer(int(first.split()[1]), headers, body, len(head), seconds)

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()


class Follower(asyncio.Protocol):
    """An open live stream that notes when what came, and no more, as the clients of the bare loop do.

    Fifty of them share this process with the mover, so what each of them did with a message would delay the others.
    """

    def __init__(self) -> None:
        self._came: list[tuple[float, bytes]] = []
        self.heard = 0
        self._opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._came.append((time.perf_counter(), data))
        self.heard += data.count(b"\ndata: ")
        # The first message tells how the board stands.
        if self.heard and not self._opened.done():
            self._opened.set_result(None)

    def connection_lost(self, reason: Exception | None) -> None:
        if not self._opened.done():
            self._opened.set_exception(
                RuntimeError(f"no live stream: {b''.join(data for _, data in self._came)[:60]!r}")
            )

    async def open(self, port: int, cookie: str, session: str, unit: str) -> None:
        """Ask for a board's stream; returns when it has begun. RuntimeError when it is refused."""
        await self.come_back(port, cookie, session, unit, "")
        self._came.clear()
        self.heard = 0

    async def come_back(self, port: int, cookie: str, session: str, unit: str, since: str) -> None:
        """Ask for a board's stream and for what was missed since a message; that and the opening are kept."""
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", port)
        last = f"Last-Event-ID: {since}\r\n" if since else ""
        request = f"GET /live/boards/{unit}/ HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}={session}\r\n{last}"
        self._transport.write(f"{request}\r\n".encode())
        await self._opened

    @property
    def position(self) -> str:
        """What the last message was called, to come back with."""
        text = b"\n" + b"".join(data for _, data in self._came)
        return text.rpartition(b"\nid: ")[2].partition(b"\n")[0].decode()

    def messages(self) -> list[tuple[float, dict[str, Any]]]:
        """The messages since it was opened, each with when it had come."""
        found, text = [], b""
        for at, data in self._came:
            *lines, text = (text + data).split(b"\n")
            found += [(at, json.loads(line[6:])) for line in lines if line.startswith(b"data: ")]
        return found

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

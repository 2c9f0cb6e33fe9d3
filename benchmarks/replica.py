"""A page of the product as static files: its very answers, written down once and sent again by a server that does
nothing else. What a browser needs longer for the product's own page is what the product costs it."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from benchmarks.browsers import Answer, Browser

# For what was not written down, such as the live stream: nothing, and no wish to be asked again.
_NOTHING = b"HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n"
_PER_CONNECTION = {"connection", "content-length", "date", "keep-alive", "set-cookie", "transfer-encoding"}


async def written_down(browser: Browser, paths: Iterable[str]) -> dict[str, bytes]:
    """The answers to GET of these paths, ready to be sent again. RuntimeError when one is not there."""
    answers: dict[str, bytes] = {}
    for path in paths:
        answer = await browser.get(path)
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered with {answer.status}")
        answers[path] = _bytes_of(answer)
    return answers


def _bytes_of(answer: Answer) -> bytes:
    lines = [f"{name}: {value}" for name, value in answer.headers.items() if name not in _PER_CONNECTION]
    head = "\r\n".join(["HTTP/1.1 200 OK", *lines, f"content-length: {len(answer.body)}", "", ""])
    return head.encode("latin-1") + answer.body


class _Sender(asyncio.Protocol):
    """Answers each request on a connection with what was written down for its path."""

    def __init__(self, answers: dict[str, bytes]) -> None:
        self._answers = answers
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._heard = (self._heard + data).split(b"\r\n\r\n")
        for request in requests:
            path = request.split(b" ", 2)[1].decode("latin-1")
            self._transport.write(self._answers.get(path, _NOTHING))


@asynccontextmanager
async def serving_copies(answers: dict[str, bytes]) -> AsyncIterator[int]:
    """Serve what was written down; yields the port."""
    server = await asyncio.get_running_loop().create_server(lambda: _Sender(answers), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()

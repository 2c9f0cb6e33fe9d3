"""A real server for tests: in a thread of this process, and a browser's view of its live streams."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID


@contextmanager
def server_in_thread(listener: socket.socket | None = None) -> Iterator[str]:
    """The whole server on this test's own database. Yields its address; stops it afterwards."""
    from laeringslean.config.server import Server, bind

    ready = threading.Event()
    listener = listener or bind("127.0.0.1", 0)
    port = listener.getsockname()[1]
    server = Server(when_ready=ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


@dataclass
class Message:
    """One Server-Sent Event."""

    id: str = ""
    event: str = ""
    data: dict = field(default_factory=dict)


class Stream:
    """An open live stream, read as a browser reads it."""

    def __init__(
        self, address: str, unit_id: UUID | str, token: str, *, last_event_id: str = "", query: str = ""
    ) -> None:
        place = urlsplit(address)
        self._socket = socket.create_connection((place.hostname, place.port), timeout=10)
        lines = [f"GET /live/boards/{unit_id}/{query} HTTP/1.1", f"Host: {place.netloc}"]
        lines += [f"Cookie: session={token}"] if token else []
        lines += [f"Last-Event-ID: {last_event_id}"] if last_event_id else []
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self._file = self._socket.makefile("rb")
        self.status = int(self._file.readline().split()[1])
        self.headers = dict(self._header_lines())
        self.retry = 0
        self.heartbeats = 0
        self.last_event_id = last_event_id

    def _header_lines(self) -> Iterator[tuple[str, str]]:
        while line := self._file.readline().decode().strip():
            name, _, value = line.partition(":")
            yield name.lower(), value.strip()

    def read(self, seconds: float = 5) -> Message | None:
        """The next message, or None when the stream has ended. TimeoutError when nothing comes in time."""
        deadline = time.monotonic() + seconds
        message = Message()
        while True:
            self._socket.settimeout(max(0.001, deadline - time.monotonic()))
            line = self._file.readline()
            if not line:
                return None
            text = line.decode().rstrip("\n")
            if not text:
                if message.data:
                    return message
                continue
            self._take(message, text)

    def _take(self, message: Message, text: str) -> None:
        name, _, value = text.partition(":")
        value = value.removeprefix(" ")
        if name == "id":
            message.id = self.last_event_id = value
        elif name == "event":
            message.event = value
        elif name == "data":
            message.data = json.loads(value)
        elif name == "retry":
            self.retry = int(value)
        elif not name:
            self.heartbeats += 1

    def read_until(self, subject: UUID | str, seconds: float = 5) -> list[Message]:
        """Messages up to and including the one about the subject."""
        messages = []
        while not messages or messages[-1].data.get("subject") != str(subject):
            message = self.read(seconds)
            assert message is not None, "the stream ended"
            messages.append(message)
        return messages

    def close(self) -> None:
        """Go away."""
        self._file.close()
        self._socket.close()


def get(
    address: str, path: str, *, token: str = "", method: str = "GET", body: bytes | None = None, **headers: str
) -> http.client.HTTPResponse:
    """One request on a connection of its own; the answer has been read (`.content`)."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
    if token:
        headers["Cookie"] = f"session={token}"
    connection.request(
        method, path, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    response = connection.getresponse()
    response.content = response.read()
    connection.close()
    return response

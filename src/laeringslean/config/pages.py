"""The pages: Django's WSGI application in a few threads beside the event loop.

A thread is used from the first line of Python that serves a request to the last, and no longer: the body has been
read before, and the answer is sent after. So neither a slow sender nor a slow reader ever holds one.
Requests that may write have threads of their own: on SQLite they wait for each other, and whoever only reads need not
wait with them.

The address of a visitor is passed on only where signing in counts attempts. What the application never learns, it can
neither store nor log.
"""

import asyncio
import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

Environ = dict[str, Any]
WSGIApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_logger = logging.getLogger(__name__)

# The largest photo is 10 MB; forms come with it.
LARGEST_BODY = 12 * 1024 * 1024
SECONDS_FOR_BODY = 120.0
MOST_WAITING = 1000
_TELL_ADDRESS_BELOW = "/organisation/"
_LOOPBACK = {"127.0.0.1", "::1"}
_ADDRESS_HEADERS = {b"forwarded", b"x-forwarded-for", b"x-real-ip", b"x-client-ip", b"true-client-ip"}


class Answer(NamedTuple):
    """A finished response."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


Request = tuple[Environ, asyncio.Future[Answer]]


class Lane:
    """Requests that wait for one of a few threads, of which one works at a time unless a request takes long.

    The thread that has just worked goes on with the next request, because what it needs is still at hand; another one
    begins beside it when it has been `patience` seconds about the same one.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._waiting: deque[Request] = deque()
        self._idle: list[threading.Semaphore] = []
        # Who works, known by what wakes them, and since when; whoever is slow is not asked any more.
        self._at_work: threading.Semaphore | None = None
        self._since = 0.0

    def put(self, request: Request) -> bool:
        """Add a request. Returns whether it may have to wait for another one, so that somebody must `look_again`."""
        with self._lock:
            self._waiting.append(request)
            self._wake_one()
            return len(self._waiting) > 1 or self._at_work is not None

    def look_again(self) -> bool:
        """Let another thread begin if the one at work has become slow; whether requests still wait."""
        with self._lock:
            if self._waiting:
                self._wake_one()
            return bool(self._waiting)

    def take(self, me: threading.Semaphore) -> Request:
        """The next request for a thread that is done with its last; returns when it is that thread's turn."""
        while True:
            with self._lock:
                if self._at_work is me:
                    self._at_work = None
                if self._waiting and self._is_free():
                    self._at_work, self._since = me, time.monotonic()
                    return self._waiting.popleft()
                self._idle.append(me)
            me.acquire()

    def _is_free(self) -> bool:
        return self._at_work is None or time.monotonic() - self._since >= self._patience

    def _wake_one(self) -> None:
        if self._idle and self._is_free():
            self._idle.pop().release()


class Pages:
    """Serves HTTP requests with a WSGI application: GET and HEAD in `readers` threads, the rest in `writers`.

    The threads of either kind work one at a time until a request has taken `patience` seconds.
    """

    def __init__(self, application: WSGIApplication, *, readers: int, writers: int, patience: float = 0.0) -> None:
        self._application = application
        self._reading = self._lane("reading", readers, patience)
        self._writing = self._lane("writing", writers, patience)
        self._patience = patience
        self._watched: set[Lane] = set()
        self._busy = 0

    def _lane(self, name: str, threads: int, patience: float) -> Lane:
        lane = Lane(patience)
        for number in range(threads):
            threading.Thread(target=self._serve, args=[lane], name=f"{name}-{number}", daemon=True).start()
        return lane

    @property
    def busy(self) -> int:
        """Requests that are being served or wait for a thread."""
        return self._busy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            async with asyncio.timeout(SECONDS_FOR_BODY):
                body = await _body(scope, receive)
            answer = await self._in_a_thread(_environ(scope, body))
        except _Gone:
            return
        except TimeoutError:
            answer = _plain(408, b"Request Timeout")
        except _TooLarge:
            answer = _plain(413, b"Content Too Large")
        await _send(send, answer)

    async def _in_a_thread(self, environ: Environ) -> Answer:
        if self._busy >= MOST_WAITING:
            return _plain(503, b"Service Unavailable")
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._busy += 1
        try:
            lane = self._reading if environ["REQUEST_METHOD"] in ("GET", "HEAD") else self._writing
            if lane.put((environ, answer)) and self._patience:
                self._watch(lane)
            return await answer
        finally:
            self._busy -= 1

    def _watch(self, lane: Lane) -> None:
        """As long as requests wait, look now and then whether the one before them is a slow one."""
        if lane not in self._watched:
            self._watched.add(lane)
            asyncio.get_running_loop().call_later(self._patience, self._look_again, lane)

    def _look_again(self, lane: Lane) -> None:
        self._watched.remove(lane)
        if lane.look_again():
            self._watch(lane)

    def _serve(self, lane: Lane) -> None:
        me = threading.Semaphore(0)
        while True:
            environ, answer = lane.take(me)
            if answer.cancelled():
                continue
            try:
                result = _run(self._application, environ)
            except Exception:
                _logger.exception("a request failed outside the application")
                result = _plain(500, b"Internal Server Error")
            try:
                answer.get_loop().call_soon_threadsafe(_hand_over, answer, result)
            except RuntimeError:
                return  # The event loop has ended, and with it whoever waited.


def _hand_over(answer: asyncio.Future[Answer], result: Answer) -> None:
    if not answer.done():
        answer.set_result(result)


class _TooLarge(Exception):
    """The request's body is larger than anything we take."""


class _Gone(Exception):
    """The sender went away before the body was complete."""


async def _body(scope: Scope, receive: Receive) -> bytes:
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if length.isdigit() and int(length) > LARGEST_BODY:
        raise _TooLarge
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST_BODY:
            raise _TooLarge
        if not message.get("more_body"):
            return b"".join(parts)


def _environ(scope: Scope, body: bytes) -> Environ:
    host, port = scope.get("server") or ("localhost", 80)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        # A name with an underscore would pass for one with a hyphen.
        if b"_" in name or name in _ADDRESS_HEADERS:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in ("CONTENT_LENGTH", "CONTENT_TYPE"):
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}" if key in environ else text
    environ["CONTENT_LENGTH"] = str(len(body))
    if scope["path"].startswith(_TELL_ADDRESS_BELOW):
        environ["REMOTE_ADDR"] = _address(scope)
    return environ


def _address(scope: Scope) -> str:
    """Who asks; behind a proxy on this machine, whom the proxy says that it asks for. "" when unknown."""
    peer = (scope.get("client") or ("", 0))[0]
    said = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    if peer in _LOOPBACK and said:
        return said[-1].decode("latin-1").rpartition(",")[2].strip()
    return peer


def _run(application: WSGIApplication, environ: Environ) -> Answer:
    started: list[Any] = []
    written: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        started[:] = [int(status.split(" ", 1)[0]), headers]
        return written.append

    chunks = application(environ, start_response)
    try:
        written.extend(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    status, headers = started
    return Answer(
        status,
        [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        b"".join(written),
    )


def _plain(status: int, text: bytes) -> Answer:
    headers = [(b"content-type", b"text/plain"), (b"x-robots-tag", b"noindex"), (b"connection", b"close")]
    return Answer(status, headers, text)


async def _send(send: Send, answer: Answer) -> None:
    headers = answer.headers
    if answer.status not in (204, 304) and all(name != b"content-length" for name, _ in headers):
        headers = [*headers, (b"content-length", str(len(answer.body)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})

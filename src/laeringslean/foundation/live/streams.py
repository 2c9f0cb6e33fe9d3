"""The live streams as a small ASGI application: GET /live/boards/<unit>/ answers with Server-Sent Events.

A stream holds no thread and no database connection; after the opening it is an entry in the hub, and everything it is
sent is written to its transport directly.
"""

import asyncio
import logging
import random
import re
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple
from urllib.parse import parse_qs
from uuid import UUID

from django.db import close_old_connections
from django.http.cookie import parse_cookie
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from laeringslean.foundation.live import messages, outbox
from laeringslean.foundation.live.hub import Follower, Hub
from laeringslean.foundation.live.outbox import OutboxEvent, Position
from laeringslean.foundation.tenancy.scope import tenant_scope

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_logger = logging.getLogger(__name__)
_PATH = re.compile(r"/live/boards/([0-9a-f-]{36})/")
_TRANSPORT = "laeringslean.transport"

HEARTBEAT_SECONDS = 20.0
# A session that is closed, or a right that is taken away, ends its streams within this time.
RECHECK_SECONDS = 30.0
STREAMS_PER_PERSON = 6
# Events replayed to a browser that comes back; after more it is only told the board's version.
LONGEST_REPLAY = 500


class Knock(NamedTuple):
    """Somebody asks to follow a unit's board: all that is needed to decide, and to decide again later."""

    host: str
    cookies: tuple[tuple[str, str], ...]
    unit_id: UUID


class Admission(NamedTuple):
    """The answer to a knock: whose stream this is, in which municipality, and how new the board is (None: no board)."""

    tenant_id: int
    person_id: UUID
    board_version: int | None


class Refused(Exception):
    """The knock is refused with this HTTP status: 401 nobody is signed in, 404 no such board for them."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Replay(NamedTuple):
    """What a browser that comes back has missed, and how far that reaches (None: it is only told the version)."""

    events: list[OutboxEvent]
    reached: Position | None


Admit = Callable[[Knock], Admission]


class StreamProtocol(HttpToolsProtocol):
    """Uvicorn's own protocol, which also hands the transport to the application, and never logs a request."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whatever logging is set up: a line per request would hold the visitor's address.
        self.access_log = False

    def on_message_begin(self) -> None:
        """Called by the parser for each request."""
        super().on_message_begin()
        self.scope["extensions"] = {_TRANSPORT: self.transport}  # type: ignore[dict-item]


class LiveStreams:
    """The ASGI application. `admit` decides about a knock, in a thread of its own; it raises Refused."""

    def __init__(self, hub: Hub, admit: Admit) -> None:
        self._hub = hub
        self._admit = admit
        self._open: dict[Follower, tuple[Knock, float]] = {}
        self._door = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-door")
        self._keeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin heartbeats and rechecks; called in the event loop."""
        self._keeper = asyncio.get_running_loop().create_task(self._keep())

    def stop(self) -> None:
        """End every stream; called in the event loop."""
        if self._keeper is not None:
            self._keeper.cancel()
        self._hub.close_all()
        self._door.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        match = _PATH.fullmatch(scope["path"])
        if scope["method"] != "GET":
            return await _refuse(send, 405)
        try:
            unit_id = UUID(match[1]) if match else None
        except ValueError:
            unit_id = None
        if unit_id is None:
            return await _refuse(send, 404)
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        knock = Knock(headers.get(b"host", ""), tuple(parse_cookie(headers.get(b"cookie", "")).items()), unit_id)
        since = _since(headers, scope["query_string"])
        follower = Follower(unit_id, scope["extensions"][_TRANSPORT])
        scope["headers"] = []
        del headers, scope, match
        self._hub.add(follower)
        try:
            refusal = await self._begin(follower, knock, since)
            if refusal:
                return await _refuse(send, refusal)
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self._open.pop(follower, None)
            self._hub.remove(follower)

    async def _begin(self, follower: Follower, knock: Knock, since: Position | None) -> int | None:
        """Admit, catch up and open the stream; returns the status of a refusal."""
        loop = asyncio.get_running_loop()
        reached = self._hub.position
        try:
            admission, replay = await loop.run_in_executor(self._door, self._look_up, knock, since)
        except Refused as refused:
            return refused.status
        except Exception:
            _logger.exception("a live stream could not be opened")
            return 503
        if not self._hub.admit(follower, admission.person_id, STREAMS_PER_PERSON):
            return 429
        if replay.reached is not None:
            reached = max(reached, replay.reached)
        told = [messages.board_message(event) for event in replay.events if self._hub.is_news(event)]
        state = messages.message(
            reached, version=admission.board_version, kind="live.opened", subject=str(knock.unit_id)
        )
        # Not everybody at the same moment after a restart.
        wait = messages.retry(1000 + random.randrange(1000))
        follower.begin(messages.OPENING + wait + b"".join(told) + state, reached)
        self._open[follower] = (knock, loop.time() + RECHECK_SECONDS)
        return None

    def _look_up(self, knock: Knock, since: Position | None) -> tuple[Admission, Replay]:
        """In the door's thread: the admission, and what happened since."""
        close_old_connections()
        admission = self._admit(knock)
        if since is None:
            return admission, Replay([], None)
        with tenant_scope(admission.tenant_id):
            missed = outbox.read_unit_after(knock.unit_id, since, LONGEST_REPLAY + 1)
        reached = missed[-1].position if missed else since
        # A database that was put back from a backup has not come as far as the browser has.
        if len(missed) > LONGEST_REPLAY or reached > outbox.newest():
            return admission, Replay([], None)
        return admission, Replay(missed, reached)

    async def _keep(self) -> None:
        """Once a second: heartbeats to the silent, and another look at those admitted a while ago."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(1)
            now = loop.time()
            for follower in list(self._open):
                if follower.written_at + HEARTBEAT_SECONDS <= now:
                    follower.write(messages.HEARTBEAT)
            due = {follower: knock for follower, (knock, at) in self._open.items() if at <= now}
            if due:
                await self._recheck(due)

    async def _recheck(self, due: dict[Follower, Knock]) -> None:
        loop = asyncio.get_running_loop()
        refused = await loop.run_in_executor(self._door, self._no_longer_admitted, set(due.values()))
        for follower, knock in due.items():
            if knock in refused:
                follower.close()
            elif follower in self._open:
                self._open[follower] = (knock, loop.time() + RECHECK_SECONDS)

    def _no_longer_admitted(self, knocks: set[Knock]) -> set[Knock]:
        """In the door's thread. A fault of the database refuses nobody: nothing can be told meanwhile either."""
        refused = set()
        for knock in knocks:
            try:
                close_old_connections()
                self._admit(knock)
            except Refused:
                refused.add(knock)
            except Exception:
                _logger.exception("an open stream could not be checked")
                break
        return refused


def _since(headers: dict[bytes, str], query: bytes) -> Position | None:
    """Where the browser was: the header of a reconnect, else what the page gave (`?since=`)."""
    asked = headers.get(b"last-event-id") or parse_qs(query.decode("latin-1")).get("since", [""])[0]
    return Position.parse(asked)


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-length", b"0"), (b"cache-control", b"no-store"), (b"x-robots-tag", b"noindex")]
    if status in (429, 503):
        headers.append((b"retry-after", b"30"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})

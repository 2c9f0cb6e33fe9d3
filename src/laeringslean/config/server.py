"""The one process that a machine needs: pages, live streams, scheduler and the socket for commands, on one port."""

import asyncio
import contextlib
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator

import uvicorn
from django.core.wsgi import get_wsgi_application
from django.db import connection

from laeringslean.config.admission import admit, is_news
from laeringslean.config.pages import Pages
from laeringslean.config.router import router
from laeringslean.foundation.live.hub import Hub
from laeringslean.foundation.live.outbox import OutboxEvent
from laeringslean.foundation.live.relay import Relay
from laeringslean.foundation.live.streams import LiveStreams, StreamProtocol

# Its comings and goings are of no interest, only its warnings.
logging.getLogger("uvicorn.error").setLevel(logging.WARNING)

# Enough that a slow page holds nobody else up; more only take the interpreter lock from each other.
READERS, WRITERS = 2, 2
# Seconds that a request may take on SQLite before the next of its kind begins beside it: several times a usual one.
PATIENCE = 0.025
# Seconds after which a busy thread lets the next one have the interpreter: a fifth of Python's own, so that pages and
# streams stay quick beside a request that reckons for long.
SWITCH_SECONDS = 0.001
SECONDS_TO_FINISH = 2


class Server(uvicorn.Server):
    """Uvicorn with our relay and streams beside it. Ends with exit code 0 on SIGTERM and SIGINT."""

    def __init__(self, when_ready: Callable[[], None]) -> None:
        self._when_ready = when_ready
        self._hub = Hub(is_news)
        self._live = LiveStreams(self._hub, admit)
        patience = PATIENCE if connection.vendor == "sqlite" else 0.0
        self.pages = Pages(get_wsgi_application(), readers=READERS, writers=WRITERS, patience=patience)
        super().__init__(
            uvicorn.Config(
                router(self.pages, self._live),
                http=StreamProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=SECONDS_TO_FINISH,
            )
        )

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to stop."""
        sys.setswitchinterval(SWITCH_SECONDS)
        super().run(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the relay first, so that no event falls between it and the first stream."""
        loop = asyncio.get_running_loop()

        def deliver(events: list[OutboxEvent]) -> None:
            with contextlib.suppress(RuntimeError):  # The loop has ended; the browsers will ask the next server.
                loop.call_soon_threadsafe(self._hub.publish, events)

        self._relay = Relay(deliver)
        self._relay.start()
        self._hub.position = self._relay.position
        self._live.start()
        await super().startup(sockets)
        self._when_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, so that nothing is waited for but requests under way."""
        self._live.stop()
        await super().shutdown(sockets)
        await asyncio.get_running_loop().run_in_executor(None, self._relay.stop)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """As uvicorn's, but a signal to stop is not raised again: stopping when told is a success."""
        if threading.current_thread() is not threading.main_thread():
            yield  # Only the main thread hears signals; here whoever started the thread sets `should_exit`.
            return
        before = {sig: signal.signal(sig, self.handle_exit) for sig in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for sig, handler in before.items():
                signal.signal(sig, handler)


def bind(host: str, port: int) -> socket.socket:
    """A socket with the address; port 0 takes a free one. Nobody is listening yet. Raises OSError when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener

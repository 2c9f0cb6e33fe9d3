"""The bytes of Server-Sent Events."""

import json
from typing import Any

from laeringslean.foundation.live.outbox import OutboxEvent, Position

# No length is given: the answer ends when the connection does. That keeps one prepared message good for everyone.
OPENING = (
    b"HTTP/1.1 200 OK\r\n"
    b"Content-Type: text/event-stream; charset=utf-8\r\n"
    b"Cache-Control: no-store\r\n"
    b"X-Accel-Buffering: no\r\n"
    b"X-Content-Type-Options: nosniff\r\n"
    b"X-Robots-Tag: noindex\r\n"
    b"Connection: close\r\n\r\n"
)
HEARTBEAT = b":\n\n"


def retry(milliseconds: int) -> bytes:
    """How long the browser should wait before it connects again."""
    return f"retry: {milliseconds}\n\n".encode()


def board_message(event: OutboxEvent) -> bytes:
    """The message that tells of an event: `version` is the board's after it, or null when its cards are as before."""
    return message(event.position, version=event.board_version, kind=event.kind, subject=str(event.subject_id))


def message(position: Position, **data: Any) -> bytes:
    """One message of type `board`. `data` must be JSON; its text never holds a line break."""
    return f"id: {position}\nevent: board\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()

"""Who follows which unit's board. Lives in the event loop's thread alone, so it needs no lock."""

import asyncio
from collections import Counter
from collections.abc import Callable
from uuid import UUID

from laeringslean.foundation.live.messages import board_message
from laeringslean.foundation.live.outbox import OutboxEvent, Position

# Bytes that may wait for a reader before it is dropped; it comes back and catches up.
PATIENCE_WITH_READER = 64 * 1024


class Follower:
    """One open stream. Until `begin` its messages are kept back, so that the replay comes first."""

    __slots__ = ("_kept", "_reached", "_transport", "person_id", "unit_id", "written_at")

    def __init__(self, unit_id: UUID, transport: asyncio.Transport) -> None:
        self.unit_id = unit_id
        self.person_id: UUID | None = None
        self.written_at = 0.0
        self._transport = transport
        self._kept: list[tuple[Position, bytes]] | None = []
        # The opening may be ahead of the relay, which then still brings what the opening has told.
        self._reached: Position | None = None

    def begin(self, opening: bytes, reached: Position | None) -> None:
        """Write the opening, then what came in meanwhile after the position that the opening reached."""
        kept, self._kept, self._reached = self._kept or [], None, reached
        self.write(opening + self._untold(kept))

    def tell(self, messages: list[tuple[Position, bytes]], prepared: bytes) -> None:
        """Send messages in order, which are also given as one piece."""
        if self._kept is not None:
            self._kept += messages
        elif self._reached is None:
            self.write(prepared)
        elif untold := self._untold(messages):
            self._reached = None
            self.write(untold)

    def _untold(self, messages: list[tuple[Position, bytes]]) -> bytes:
        return b"".join(message for position, message in messages if self._reached is None or position > self._reached)

    def write(self, message: bytes) -> None:
        """Send bytes, or drop the reader when too many wait already."""
        if self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() > PATIENCE_WITH_READER:
            self._transport.abort()
            return
        self._transport.write(message)
        self.written_at = asyncio.get_running_loop().time()

    def close(self) -> None:
        """End the stream after what has been written."""
        self._transport.close()


class Hub:
    """All open streams of this process, by unit."""

    def __init__(self, is_news: Callable[[OutboxEvent], bool]) -> None:
        self._is_news = is_news
        self._followers: dict[UUID, set[Follower]] = {}
        self._streams_of: Counter[UUID] = Counter()
        # Everything up to here has been passed on.
        self.position = Position(0, 0)

    def __len__(self) -> int:
        return sum(map(len, self._followers.values()))

    def followers(self) -> list[Follower]:
        """All open streams."""
        return [follower for followers in self._followers.values() for follower in followers]

    def is_news(self, event: OutboxEvent) -> bool:
        """Whether the followers of the unit are told of the event."""
        return event.unit_id is not None and self._is_news(event)

    def publish(self, events: list[OutboxEvent]) -> None:
        """Tell every follower of the events' units; one prepared message per unit, written once to each."""
        messages: dict[UUID, list[tuple[Position, bytes]]] = {}
        for event in events:
            if event.unit_id in self._followers and self.is_news(event):
                messages.setdefault(event.unit_id, []).append((event.position, board_message(event)))
        self.position = events[-1].position
        for unit_id, of_unit in messages.items():
            prepared = b"".join(message for _, message in of_unit)
            for follower in self._followers[unit_id]:
                follower.tell(of_unit, prepared)

    def add(self, follower: Follower) -> None:
        """Take in a stream; it is told of everything published from now on."""
        self._followers.setdefault(follower.unit_id, set()).add(follower)

    def admit(self, follower: Follower, person_id: UUID, most: int) -> bool:
        """Note whose stream it is; False when this person already has `most` streams."""
        if self._streams_of[person_id] >= most:
            return False
        follower.person_id = person_id
        self._streams_of[person_id] += 1
        return True

    def remove(self, follower: Follower) -> None:
        """Forget a stream that has ended."""
        followers = self._followers.get(follower.unit_id, set())
        followers.discard(follower)
        if not followers:
            self._followers.pop(follower.unit_id, None)
        if follower.person_id is not None:
            self._streams_of[follower.person_id] -= 1
            if not self._streams_of[follower.person_id]:
                del self._streams_of[follower.person_id]

    def close_all(self) -> None:
        """End every stream."""
        for follower in self.followers():
            follower.close()

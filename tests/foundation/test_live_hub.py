from uuid import uuid4

import pytest

from laeringslean.foundation.live.hub import PATIENCE_WITH_READER, Follower, Hub
from laeringslean.foundation.live.outbox import OutboxEvent, Position
from tests import event_loop


class Transport:
    """What the hub writes to; `waiting` bytes have not been taken by the reader."""

    def __init__(self):
        self.written, self.waiting, self.state = b"", 0, "open"

    def write(self, data):
        self.written += data

    def get_write_buffer_size(self):
        return self.waiting

    def is_closing(self):
        return self.state != "open"

    def close(self):
        self.state = "closed"

    def abort(self):
        self.state = "aborted"

    @property
    def ids(self):
        return [line.removeprefix("id: ") for line in self.written.decode().split("\n") if line.startswith("id: ")]


UNIT = uuid4()


def event(sequence, unit_id=UNIT, kind="improvement.idea.accepted"):
    return OutboxEvent(Position(0, sequence), kind, uuid4(), unit_id, sequence, False)


def in_loop(test):
    async def run():
        test()

    event_loop.run(run())


@pytest.fixture
def hub():
    return Hub(is_news=lambda event: event.kind.startswith("improvement."))


def follow(hub, unit_id=UNIT, *, begun=True):
    transport = Transport()
    follower = Follower(unit_id, transport)
    hub.add(follower)
    if begun:
        follower.begin(b"", None)
    return follower, transport


def test_each_follower_of_the_unit_is_told_once_and_in_order(hub):
    def test():
        (_, one), (_, two), (_, elsewhere) = follow(hub), follow(hub), follow(hub, uuid4())
        hub.publish([event(1), event(2, uuid4()), event(3)])
        hub.publish([event(4)])
        assert one.ids == two.ids == ["1", "3", "4"]
        assert elsewhere.ids == []
        assert hub.position == Position(0, 4)

    in_loop(test)


def test_what_is_no_news_is_not_told_but_passed(hub):
    def test():
        _, transport = follow(hub)
        hub.publish([event(1, kind="organisation.role.granted")])
        assert transport.ids == []
        assert hub.position == Position(0, 1)

    in_loop(test)


def test_messages_before_the_opening_are_kept_and_those_replayed_are_not_told_twice(hub):
    def test():
        follower, transport = follow(hub, begun=False)
        hub.publish([event(5), event(6)])
        hub.publish([event(7)])
        assert transport.written == b""
        follower.begin(b"opening\n", Position(0, 6))
        assert transport.written.startswith(b"opening\n")
        assert transport.ids == ["7"]
        hub.publish([event(8)])
        assert transport.ids == ["7", "8"]

    in_loop(test)


def test_what_was_replayed_before_the_relay_came_to_it_is_not_told_again(hub):
    def test():
        follower, transport = follow(hub, begun=False)
        hub.publish([event(5)])
        follower.begin(b"opening\n", Position(0, 7))
        hub.publish([event(6)])
        hub.publish([event(7), event(8)])
        hub.publish([event(9)])
        assert transport.ids == ["8", "9"]

    in_loop(test)


def test_slow_reader_is_dropped_and_nobody_else(hub):
    def test():
        (_, slow), (_, quick) = follow(hub), follow(hub)
        slow.waiting = PATIENCE_WITH_READER + 1
        hub.publish([event(1)])
        assert (slow.state, slow.ids) == ("aborted", [])
        assert (quick.state, quick.ids) == ("open", ["1"])

    in_loop(test)


def test_nothing_is_written_to_a_reader_that_is_gone(hub):
    def test():
        _, transport = follow(hub)
        transport.state = "closed"
        hub.publish([event(1)])
        assert transport.written == b""

    in_loop(test)


def test_removed_follower_leaves_nothing_behind(hub):
    def test():
        person = uuid4()
        follower, transport = follow(hub)
        assert hub.admit(follower, person, most=1)
        another, _ = follow(hub)
        assert not hub.admit(another, person, most=1)
        hub.remove(another)
        hub.remove(follower)
        assert len(hub) == 0
        assert hub._followers == {}
        assert hub._streams_of == {}
        hub.publish([event(1)])
        assert transport.written == b""

    in_loop(test)

import json
import logging
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest

from laeringslean.config import pages
from tests.config import probe_urls
from tests.config.serving import get, server_in_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings):
    settings.ROOT_URLCONF = "tests.config.probe_urls"
    probe_urls.release.clear()
    with server_in_thread() as address:
        yield address
        probe_urls.release.set()


def raw(server):
    place = urlsplit(server)
    return socket.create_connection((place.hostname, place.port), timeout=10)


def echoed(server, path="/echo/", **options):
    return json.loads(get(server, path, **options).content)


def test_request_arrives_as_it_was_sent(server):
    told = echoed(server, "/echo/?q=%C3%A6", method="POST", body=b"a=1", Content_Type="text/plain", X_Own="yes")
    assert (told["method"], told["body"]) == ("POST", "a=1")
    meta = told["meta"]
    assert meta["QUERY_STRING"] == "q=%C3%A6"
    assert meta["CONTENT_TYPE"] == "text/plain"
    assert meta["CONTENT_LENGTH"] == "3"
    assert meta["HTTP_X_OWN"] == "yes"


def test_letters_in_the_path_are_understood(server):
    assert get(server, "/%C3%A6/").status == 200
    assert echoed(server, "/%65cho/")["meta"]["PATH_INFO"] == "/echo/"


def test_header_with_underscore_cannot_pass_for_one_with_hyphen(server):
    with raw(server) as client:
        client.sendall(
            b"GET /echo/ HTTP/1.1\r\nHost: localhost\r\nX_Forwarded_Proto: https\r\nConnection: close\r\n\r\n"
        )
        answer = client.makefile("rb").read()
    assert b"200 OK" in answer
    assert b"HTTP_X_FORWARDED_PROTO" not in answer


def test_application_never_learns_the_visitors_address(server):
    meta = echoed(server, X_Forwarded_For="192.0.2.7", X_Real_IP="192.0.2.7", Forwarded="for=192.0.2.7")["meta"]
    assert "REMOTE_ADDR" not in meta
    assert "192.0.2.7" not in json.dumps(meta)
    assert "127.0.0.1" not in {name: value for name, value in meta.items() if name.startswith(("REMOTE", "HTTP_X"))}


def test_address_is_told_where_signing_in_counts_attempts(server):
    assert echoed(server, "/organisation/echo/")["meta"]["REMOTE_ADDR"] == "127.0.0.1"
    told = echoed(server, "/organisation/echo/", X_Forwarded_For="198.51.100.1, 192.0.2.7")
    assert told["meta"]["REMOTE_ADDR"] == "192.0.2.7"


def test_head_has_no_body(server):
    response = get(server, "/large/", method="HEAD")
    assert (response.status, response.content) == (200, b"")


def test_too_large_a_body_is_refused_before_it_is_read(server):
    with raw(server) as client:
        client.sendall(
            b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % (pages.LARGEST_BODY + 1)
        )
        assert b" 413 " in client.recv(100)


def test_too_large_a_body_without_length_is_refused(monkeypatch, server):
    monkeypatch.setattr(pages, "LARGEST_BODY", 1000)
    with raw(server) as client:
        client.sendall(b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.sendall(b"800\r\n" + b"x" * 2048 + b"\r\n0\r\n\r\n")
        assert b" 413 " in client.recv(100)


def test_body_that_never_ends_is_given_up(monkeypatch, server):
    monkeypatch.setattr(pages, "SECONDS_FOR_BODY", 0.3)
    with raw(server) as client:
        client.sendall(b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc")
        assert b" 408 " in client.recv(100)


def test_slow_senders_hold_no_thread(server):
    clients = [raw(server) for _ in range(20)]
    for client in clients:
        client.sendall(b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc")
    assert get(server, "/echo/", method="POST", body=b"x").status == 200
    for client in clients:
        client.close()


def test_slow_readers_hold_no_thread(server):
    clients = [raw(server) for _ in range(10)]
    for client in clients:
        client.sendall(b"GET /large/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    began = time.monotonic()
    assert get(server, "/echo/").status == 200
    assert time.monotonic() - began < 5
    for client in clients:
        client.close()


def test_reading_goes_on_while_writing_is_stuck(server):
    writers = [threading.Thread(target=get, args=[server, "/stuck/"], kwargs={"method": "POST"}) for _ in range(6)]
    for writer in writers:
        writer.start()
    time.sleep(0.2)
    assert get(server, "/echo/").status == 200
    probe_urls.release.set()
    for writer in writers:
        writer.join(10)


def test_one_slow_page_holds_nobody_up(server):
    slow = threading.Thread(target=get, args=[server, "/slow/"])
    slow.start()
    time.sleep(0.1)
    began = time.monotonic()
    assert get(server, "/echo/").status == 200
    assert time.monotonic() - began < 0.8
    slow.join(10)


def test_fault_of_a_page_is_500_and_the_log_names_no_address(server, caplog):
    with caplog.at_level(logging.DEBUG):
        assert get(server, "/broken/", X_Forwarded_For="192.0.2.7").status == 500
        assert get(server, "/echo/").status == 200
    assert "the probe failed on purpose" in caplog.text
    assert "192.0.2.7" not in caplog.text
    assert "127.0.0.1" not in caplog.text


def test_nothing_is_logged_of_an_ordinary_request(server, caplog):
    with caplog.at_level(logging.INFO):
        get(server, "/echo/")
    assert caplog.text == ""


@pytest.mark.parametrize(
    "rubbish",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET " + b"a" * 70_000,
        b"\r\n" * 100,
        b"GET /echo/ HTTP/1.1\r\n",
    ],
)
def test_broken_clients_do_no_harm(server, rubbish):
    for _ in range(5):
        client = raw(server)
        client.sendall(rubbish)
        client.close()
    assert get(server, "/echo/").status == 200


# Threads that take turns


class Workers:
    """Three threads at a lane. A request is an event to wait for; notes who was at work when it was begun."""

    def __init__(self, patience):
        self.lane = pages.Lane(patience)
        self.begun, self.together, self._busy = [], [], 0
        for name in "abc":
            threading.Thread(target=self._work, args=[name], daemon=True).start()

    def _work(self, name):
        me = threading.Semaphore(0)
        while True:
            may_end, done = self.lane.take(me)
            self._busy += 1
            self.begun.append(name)
            self.together.append(self._busy)
            may_end.wait(10)
            self._busy -= 1
            done.set()

    def ask(self):
        """Put a request; returns what ends it and what tells that it has ended."""
        request = (threading.Event(), threading.Event())
        self.lane.put(request)
        return request

    def look_until(self, begun):
        """Look again, as the server does, until so many requests have begun or a second is over."""
        end = time.monotonic() + 1
        while len(self.begun) < begun and time.monotonic() < end:
            self.lane.look_again()
            time.sleep(0.005)
        return len(self.begun)


def _finish(*requests):
    for may_end, _done in requests:
        may_end.set()
    for _may_end, done in requests:
        assert done.wait(10)


def test_quick_pages_are_made_one_after_the_other():
    workers = Workers(patience=60)
    _finish(*[workers.ask() for _ in range(20)])
    assert set(workers.together) == {1}


def test_the_thread_that_has_just_worked_goes_on():
    workers = Workers(patience=60)
    time.sleep(0.1)
    for _ in range(5):
        _finish(workers.ask())
        time.sleep(0.05)
    assert len(set(workers.begun)) == 1


def test_nobody_waits_for_a_slow_page_longer_than_patience_lasts():
    workers = Workers(patience=0.03)
    slow = [workers.ask() for _ in range(3)]
    assert workers.look_until(3) == 3
    assert workers.together == [1, 2, 3]
    _finish(*slow)


def test_while_one_page_is_slow_the_others_still_take_turns():
    workers = Workers(patience=0.2)
    slow = workers.ask()
    assert workers.look_until(1) == 1
    time.sleep(0.25)
    first, second = workers.ask(), workers.ask()
    assert workers.look_until(2) == 2
    # What was slow has lost its turn, and ending does not take it from the other.
    _finish(slow)
    time.sleep(0.02)
    assert len(workers.begun) == 2
    _finish(first, second)


def test_without_patience_nobody_waits():
    workers = Workers(patience=0)
    requests = [workers.ask() for _ in range(3)]
    assert workers.look_until(3) == 3
    _finish(*requests)


def test_many_short_requests_are_all_served():
    for patience in (0, 0.001, 60):
        workers = Workers(patience)
        requests = []
        for _ in range(500):
            requests.append(workers.ask())
            requests[-1][0].set()
        _finish(*requests)


def test_a_slow_page_holds_up_neither_the_next_nor_the_one_after(server):
    probe_urls.release.clear()
    stuck = threading.Thread(target=get, args=[server, "/stuck/"])
    stuck.start()
    time.sleep(0.1)
    began = time.monotonic()
    others = [threading.Thread(target=get, args=[server, "/echo/"]) for _ in range(10)]
    for other in others:
        other.start()
    for other in others:
        other.join(10)
    assert time.monotonic() - began < 5
    probe_urls.release.set()
    stuck.join(10)

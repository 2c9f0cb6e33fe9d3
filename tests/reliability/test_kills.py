"""A real server is killed with SIGKILL again and again while people work on it."""

import threading
import time
from collections import Counter
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from laeringslean.foundation.models import Event
from laeringslean.foundation.tenancy.scope import current_tenant_id, tenant_scope
from laeringslean.improvement.actions import boards
from laeringslean.improvement.models import Idea
from laeringslean.method.actions.versions import publish_standard
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.models import Unit
from tests.config.running import ServerProcess
from tests.config.serving import Stream
from tests.factories.organisation import make_person, make_unit, open_session
from tests.reliability.retrying import Sender, run_all

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = 3
SECONDS_BETWEEN = 1.2


class Killed:
    """A server that is killed and started again on the same port, `KILLS` times; then it runs on.

    `are_ready` is asked with the number of kills so far, and the next one waits until it says yes.
    """

    def __init__(self, environment):
        self._environment = environment
        self.are_ready = lambda kills: True
        self.server = ServerProcess(environment)
        self.port = self.server.port
        self.address = self.server.address
        self.over = threading.Event()

    def run(self):
        for kills in range(KILLS):
            time.sleep(SECONDS_BETWEEN)
            while not self.are_ready(kills):
                time.sleep(0.05)
            self.server.stop("kill")
            self.server.process.stdout.close()
            self.server = ServerProcess(self._environment, port=self.port)
        time.sleep(SECONDS_BETWEEN)
        self.over.set()


@pytest.fixture
def killed(server_environment, board):
    served = Killed(server_environment)
    yield served
    served.over.set()
    served.server.stop("kill")
    served.server.process.stdout.close()


@pytest.fixture
def board(tenant):
    publish_standard(by=None)
    unit = make_unit("Hjemmetjenesten Sør")
    boards.ensure(unit.id)
    return unit


def work_until(over, sender, path, fields, acknowledged):
    """Send one form after the other until the killing is over; the names of those acknowledged go into the list."""
    while not over.is_set():
        name = str(uuid4())
        if sender.send(path, fields(name), time.monotonic() + 30):
            acknowledged.append(name)
    sender.close()


def idea_fields(unit):
    """Fills in the form of a new idea, under keys of its own."""

    def fields(name):
        keys = {"client_key": str(uuid4()), "anonymous_key": str(uuid4())}
        return {"unit": str(unit.id), "kind": "suggestion", "problem": name, "author": "named", **keys}

    return fields


def unit_fields(name):
    """Fills in the form of a new unit, under a request key."""
    return {"name": name, "kind": "unit", "parent": "", "request_key": str(uuid4())}


def test_what_was_acknowledged_is_there_once(killed, board):
    employees = [open_session(make_person(unit=board)) for _ in range(4)]
    administrators = [open_session(make_person(role=Role.ADMINISTRATOR)) for _ in range(2)]
    ideas, units, senders = [], [], []

    def work(token, path, fields, acknowledged):
        senders.append(Sender(killed.port, token))
        work_until(killed.over, senders[-1], path, fields, acknowledged)

    # On a busy machine a new server takes a while to get going, and shall be killed at work.
    killed.are_ready = lambda kills: len(ideas) > 10 * kills + 10 and len(units) > 5 * kills + 5

    raising = [partial(work, token, "/improvement/ideas/new/", idea_fields(board), ideas) for token in employees]
    adding = [partial(work, token, "/organisation/units/new/", unit_fields, units) for token in administrators]
    run_all([killed.run, *raising, *adding])

    stored_ideas = Counter(Idea.objects.values_list("problem", flat=True))
    stored_units = Counter(Unit.objects.exclude(pk=board.pk).values_list("name", flat=True))
    assert len(ideas) > 20
    assert len(units) > 10
    assert sum(sender.retries for sender in senders) >= KILLS
    assert [name for name in ideas if name not in stored_ideas] == []
    assert [name for name in units if name not in stored_units] == []
    assert set(stored_ideas.values()) == set(stored_units.values()) == {1}
    # Each change and its event are there together.
    assert Event.objects.filter(kind="improvement.idea.raised").count() == Idea.objects.count()


class Follower:
    """A browser with the board open: comes back after every cut with the last id that it saw."""

    def __init__(self, killed, board, token):
        self._open = partial(Stream, killed.address, board.id, token)
        self._stream = self._open()
        self._stream.read()
        self.cuts = 0
        self.is_following = True
        self.subjects = []

    def follow(self, until_it_hears_of):
        """Read until it has heard of the idea whose id the function gives (None: not yet known)."""
        deadline = time.monotonic() + 80
        while time.monotonic() < deadline:
            if self.subjects and self.subjects[-1] == until_it_hears_of():
                return
            try:
                message = self._stream.read(1)
            except TimeoutError:
                continue
            except OSError:
                message = None
            if message is None:
                self._return()
            elif message.data["kind"] == "improvement.idea.raised":
                self.subjects.append(message.data["subject"])

    def _return(self):
        last = self._stream.last_event_id
        self.is_following = False
        self.cuts += 1
        self._open_again(last)
        # Browsers wait a second or two before they come back, and things happen meanwhile.
        self._stream.close()
        time.sleep(0.5)
        self._open_again(last)
        self.is_following = True

    def _open_again(self, last):
        while True:
            time.sleep(0.05)
            try:
                self._stream = self._open(last_event_id=last)
            except (OSError, IndexError):
                continue  # Nobody listens, or nobody answers yet.
            return


def test_open_boards_miss_nothing_and_hear_nothing_twice(killed, board):
    followers = [Follower(killed, board, open_session(make_person(unit=board))) for _ in range(5)]
    killed.are_ready = lambda kills: all(each.is_following and each.cuts >= kills for each in followers)
    sender = Sender(killed.port, open_session(make_person(unit=board)))
    tenant_id = current_tenant_id()
    last = []

    def raise_ideas():
        names = []
        work_until(killed.over, sender, "/improvement/ideas/new/", idea_fields(board), names)
        with tenant_scope(tenant_id):
            last.append(str(Idea.objects.get(problem=names[-1]).id))
        connection.close()

    follow = [partial(follower.follow, lambda: last[0] if last else None) for follower in followers]
    run_all([killed.run, raise_ideas, *follow])

    raised = Event.objects.filter(kind="improvement.idea.raised").order_by("transaction_id", "sequence")
    expected = [str(subject) for subject in raised.values_list("subject_id", flat=True)]
    assert len(expected) > 20
    for follower in followers:
        assert follower.cuts >= KILLS
        told = Counter(follower.subjects)
        assert [subject for subject in expected if subject not in told] == [], "missed"
        assert [subject for subject, times in told.items() if times > 1] == [], "told twice"
        assert follower.subjects == expected, "told in another order"

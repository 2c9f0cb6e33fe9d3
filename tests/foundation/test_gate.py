import threading
import time

import pytest
from django.db import connection, transaction

from laeringslean.foundation.database.gate import FifoGate, action, sqlite_gate, write_transaction
from laeringslean.foundation.models import Tenant


def in_threads(works):
    """Run the functions at once, each in a thread; returns what they raised."""
    faults = []

    def guarded(work):
        try:
            work()
        except BaseException as fault:  # noqa: BLE001  whatever it was, the test must see it
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return faults


def test_gate_lets_the_longest_waiting_in_first():
    gate = FifoGate()
    order = []

    def enter(number):
        with gate.held():
            order.append(number)

    gate.enter()
    threads = []
    for number in range(12):
        threads.append(threading.Thread(target=enter, args=[number]))
        threads[-1].start()
        while len(gate._waiting) <= number:
            time.sleep(0.001)
    gate.leave()
    for thread in threads:
        thread.join(5)
    assert order == list(range(12))


def test_nobody_slips_in_between_leaving_and_waking():
    gate = FifoGate()
    inside = 0
    most = 0

    def work():
        nonlocal inside, most
        for _ in range(200):
            with gate.held():
                inside += 1
                most = max(most, inside)
                inside -= 1

    assert in_threads([work] * 8) == []
    assert most == 1


def test_holder_may_enter_again_and_leaves_once():
    gate = FifoGate()
    entered = threading.Event()
    other = threading.Thread(target=lambda: (gate.enter(), entered.set(), gate.leave()))
    with gate.held():
        with gate.held():
            other.start()
        assert not entered.wait(0.05)
    assert entered.wait(5)


def test_gate_is_left_when_the_work_fails():
    gate = FifoGate()
    with pytest.raises(ValueError), gate.held():
        raise ValueError
    done = []
    thread = threading.Thread(target=lambda: (gate.enter(), done.append(1), gate.leave()))
    thread.start()
    thread.join(5)
    assert done == [1]


@pytest.mark.django_db(transaction=True)
def test_failed_change_leaves_nothing_and_frees_the_gate():
    with pytest.raises(ValueError), write_transaction():
        Tenant.objects.create(name="Never")
        raise ValueError
    assert not Tenant.objects.filter(name="Never").exists()
    assert sqlite_gate._holder is None


@pytest.mark.django_db(transaction=True)
def test_inner_change_that_fails_is_undone_alone():
    with write_transaction():
        Tenant.objects.create(name="Outer")
        with pytest.raises(ValueError), write_transaction():
            Tenant.objects.create(name="Inner")
            raise ValueError
    assert set(Tenant.objects.filter(name__in=["Outer", "Inner"]).values_list("name", flat=True)) == {"Outer"}


@pytest.mark.django_db(transaction=True)
def test_action_is_one_change_and_keeps_its_name():
    @action
    def rename(*, name: str) -> str:
        """Rename."""
        Tenant.objects.create(name=name)
        assert connection.in_atomic_block
        return name

    assert rename(name="A") == "A"
    assert (rename.__name__, rename.__doc__) == ("rename", "Rename.")


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_at_once_never_meet_a_locked_database():
    start = Tenant.objects.count()

    def write():
        for _ in range(4):
            with write_transaction():
                count = Tenant.objects.count()
                Tenant.objects.create(name=f"{threading.get_ident()} {count}")

    assert in_threads([write] * 50) == []
    assert Tenant.objects.count() == start + 200


@pytest.mark.only_sqlite
@pytest.mark.django_db(transaction=True)
def test_without_the_gate_writers_that_read_first_do_meet_it():
    """The control of the test above: Django's plain deferred transactions, as many writers, no gate."""
    faults = []

    def write():
        connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], "transaction_mode": None}
        connection.close()
        for _ in range(4):
            with transaction.atomic():
                Tenant.objects.count()
                time.sleep(0.002)
                Tenant.objects.create(name="x")

    before = connection.settings_dict["OPTIONS"]
    try:
        faults = in_threads([write] * 8)
    finally:
        connection.settings_dict["OPTIONS"] = before
        connection.close()
    assert any("locked" in str(fault) for fault in faults)

"""Files that wait between preview and go-ahead."""

import os
import time

import pytest

from laeringslean.config import housekeeping
from laeringslean.foundation import uploads

pytestmark = pytest.mark.django_db


def test_a_kept_file_is_read_as_often_as_wanted_until_it_is_forgotten():
    name = uploads.put(b"innhold")
    assert uploads.read(name) == uploads.read(name) == b"innhold"
    uploads.forget(name)
    assert uploads.read(name) is None
    uploads.forget(name)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "noe-annet", "0" * 31])
def test_nothing_but_what_was_kept_can_be_named(name):
    assert uploads.read(name) is None
    uploads.forget(name)


@pytest.mark.parametrize("clear", [lambda: uploads.put(b"nytt"), housekeeping.prune])
def test_what_nobody_came_back_for_is_cleared_away(clear):
    name = uploads.put(b"gammelt")
    path = uploads._folder() / name
    os.utime(path, (0, time.time() - uploads.KEPT_SECONDS - 1))
    clear()
    assert uploads.read(name) is None

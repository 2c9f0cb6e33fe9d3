"""Files that wait between preview and go-ahead."""

import os
import time

import pytest

from laeringslean.config import housekeeping
from laeringslean.foundation import uploads
from laeringslean.foundation.keys import uuid4

pytestmark = pytest.mark.django_db


def test_a_kept_file_is_given_back_once_and_only_to_whoever_kept_it():
    me = uuid4()
    token = uploads.keep(b"innhold", by=me)
    assert uploads.take(token, by=uuid4()) is None
    assert uploads.take("noe-annet", by=me) is None
    assert uploads.take(f"{token}x", by=me) is None
    assert uploads.take(token, by=me) == b"innhold"
    assert uploads.take(token, by=me) is None


@pytest.mark.parametrize("clear", [lambda: uploads.keep(b"nytt", by=uuid4()), housekeeping.prune])
def test_what_nobody_came_back_for_is_cleared_away(clear):
    me = uuid4()
    forgotten = uploads.keep(b"gammelt", by=me)
    [path] = [path for path in uploads._folder().iterdir() if path.read_bytes() == b"gammelt"]
    os.utime(path, (0, time.time() - uploads.KEPT_SECONDS - 1))
    clear()
    assert not path.exists()
    assert uploads.take(forgotten, by=me) is None

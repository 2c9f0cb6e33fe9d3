"""The ways to the pictures of the documentation still lead somewhere."""

import pytest

from tests.journeys.product import Visitor, running_demo
from tools.pictures import PICTURES


@pytest.fixture(scope="module")
def own_demo(tmp_path_factory):
    """A demo of its own, since some of the ways change something."""
    with running_demo(tmp_path_factory.mktemp("pictures") / "data") as address:
        yield address


@pytest.mark.parametrize("picture", PICTURES, ids=[picture.file for picture in PICTURES])
def test_the_way_to_a_picture_can_be_walked(own_demo, chromium, picture):
    visitor = Visitor(chromium, own_demo, viewport=picture.viewport)
    visitor.enter_as(picture.person)
    picture.way(visitor.page)
    assert visitor.console_errors == []
    visitor.close()

from collections.abc import Iterator

import pytest

from tests.journeys.product import running_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running demo municipality on SQLite that journeys may only read from."""
    with running_demo(tmp_path_factory.mktemp("demo") / "data") as address:
        yield address

import pytest

from tests.config.running import ServerProcess


@pytest.fixture
def server_environment(test_run):
    """The environment in which a process works on this test's own database (with `django_db(transaction=True)`)."""
    return {"DATABASE_URL": test_run.database.url, "LAERINGSLEAN_DATA": str(test_run.data)}


@pytest.fixture
def server_process(server_environment, transactional_db):
    """`laeringslean serve` in a process of its own, on this test's database."""
    with ServerProcess(server_environment) as server:
        yield server

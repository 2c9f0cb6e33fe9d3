"""What every test stands on: the database of the run, a browser, and the reference data beside the project."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.database.run import TestRun, join

ROOT = Path(__file__).resolve().parent.parent
RUN = join()


def _set_up_django(run: TestRun) -> None:
    """Load the settings for this process's own database and folder, and leave the environment as it was.

    Done here and not through pytest's ini-file, because the settings read the environment when they are loaded.
    Afterwards nothing is left that a server started by a test could take for its own.
    """
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        raise SystemExit("DJANGO_SETTINGS_MODULE is set: unset it, the tests choose their settings themselves")
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "LAERINGSLEAN_DATA", "LAERINGSLEAN_DEMO"):
        os.environ.pop(name, None)
    mine = {
        "DJANGO_SETTINGS_MODULE": "laeringslean.config.settings",
        "LAERINGSLEAN_DATA": str(run.data),
        "DATABASE_URL": run.database.url,
    }
    os.environ.update(mine)
    import django

    django.setup()
    for name in mine:
        del os.environ[name]


_set_up_django(RUN)


def _stop_in_order(*_: object) -> None:
    """Told to stop, the tests first stop the servers and browsers that they have started, as on Ctrl-C."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGTERM, _stop_in_order)

pytest_plugins = ["tests.factories.fixtures"]


# The database


@pytest.fixture(scope="session")
def test_run() -> TestRun:
    """The run that this process belongs to: its `kind` of database, its `data` folder, its `database`."""
    return RUN


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Instead of pytest-django's: a copy of the migrated template, which the connection already points at."""
    from django.db import connections
    from django.test import TransactionTestCase

    with RUN.alone():
        RUN.database.make_template()
    RUN.database.restore()

    def restore_instead_of_flushing(self: TransactionTestCase) -> None:
        # Django would empty every table, which the app role may not and the append-only events do not allow.
        connections.close_all()
        RUN.database.restore()

    TransactionTestCase._fixture_teardown = restore_instead_of_flushing
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def server_database() -> dict[str, str]:
    """The environment that gives a real server (`laeringslean demo`) an empty database of this run's kind."""
    return RUN.database.for_a_server()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that use a browser, and leave out those that are not for this run."""
    chosen, left_out = [], []
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            # The browser tests of a file share what they start, so they stay in one process of a parallel run.
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
        (chosen if _is_for_this_run(item) else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = chosen


def _is_for_this_run(item: pytest.Item) -> bool:
    marks = {mark.name for mark in item.iter_markers()}
    if "shared_data" in getattr(item, "fixturenames", ()) and not SHARED.is_there:
        return False
    if RUN.kind == "sqlite":
        return "only_postgresql" not in marks
    return "only_sqlite" not in marks and ("browser" not in marks or "both_databases" in marks)


# The browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A running headless Chromium (Playwright's `Browser`); make a context of your own in it."""
    from playwright.sync_api import sync_playwright

    from run import find_chromium

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    switches = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync"]
    switches += ["disable-background-networking", "disable-component-update", "disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=[f"--{switch}" for switch in switches]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, to be run in a page."""
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


# Reference data beside the project


class SharedData:
    """Reference data that is not in the repository: `../shared`, or where LAERINGSLEAN_SHARED says."""

    def __init__(self) -> None:
        self.folder = Path(os.environ.get("LAERINGSLEAN_SHARED", ROOT.parent / "shared")).resolve()

    @property
    def is_there(self) -> bool:
        """Whether the folder has reference data."""
        return (self.folder / "data").is_dir()


SHARED = SharedData()


class SharedDataOfTest:
    """The reference data for one test, which counts the vectors that it used."""

    def __init__(self, node: pytest.Item) -> None:
        self._node = node

    def path(self, name: str) -> Path:
        """A file below `data`, e.g. `spc/datasets.json`."""
        return SHARED.folder / "data" / name

    def used(self, vectors: int = 1) -> None:
        """Count vectors that this test has compared with; the run tells the sum."""
        self._node.user_properties.append(("vectors", vectors))


@pytest.fixture
def shared_data(request: pytest.FixtureRequest) -> SharedDataOfTest:
    """Reference data; where there is none, the tests that ask for it are left out and the run says so."""
    return SharedDataOfTest(request.node)


# What the run tells


def pytest_report_header() -> list[str]:
    """Which database and which reference data."""
    place = SHARED.folder if SHARED.is_there else f"none at {SHARED.folder}"
    return [f"database: {RUN.database_title}", f"reference data: {place}"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many vectors were used, and how the earlier parts of `run.py test` ended."""
    if SHARED.is_there:
        reports = [report for reports in terminalreporter.stats.values() for report in reports]
        properties = [
            pair for report in reports if getattr(report, "when", "") == "call" for pair in report.user_properties
        ]
        vectors = sum(number for name, number in properties if name == "vectors")
        terminalreporter.write_line(f"reference data: {vectors} vectors used")
    else:
        terminalreporter.write_line("reference data: none here, so the tests against it were left out")
    for line in filter(None, os.environ.get("LAERINGSLEAN_TEST_EARLIER", "").split("\n")):
        terminalreporter.write_line(line)

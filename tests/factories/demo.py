"""The demo municipality, built once for a test module and left out of the database again afterwards.

Take it into a module's conftest (or the module itself): `from tests.factories.demo import demo_municipality`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from laeringslean.config.demo.builder import DemoSummary
    from tests.database.run import TestRun

# A Wednesday; the demo is built as on this day, so that what it holds is the same whenever the tests run.
DEMO_DAY = date(2027, 3, 10)


def demo_noon() -> datetime:
    """Noon on the day of the demo, for `set_clock`."""
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(DEMO_DAY, time(12)))


@pytest.fixture(scope="module")
def demo_municipality(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, test_run: TestRun
) -> Iterator[DemoSummary]:
    """What was made; its rows are committed, so enter `tenant_scope(demo_municipality.tenant_id)` to see them."""
    from django.db import connections

    from laeringslean.config.demo.builder import build_demo

    with django_db_blocker.unblock():
        summary = build_demo(today=DEMO_DAY)
    yield summary
    with django_db_blocker.unblock():
        connections.close_all()
        test_run.database.restore()

from datetime import UTC, date, datetime

import pytest

from laeringslean.foundation import clock


def test_now_is_aware_and_in_utc():
    assert clock.now().utcoffset().total_seconds() == 0


def test_set_clock_holds_within_the_block_only():
    moment = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    with clock.set_clock(moment):
        assert clock.now() == moment
    assert clock.now() > moment


def test_today_is_the_date_in_the_municipality_and_not_in_utc():
    with clock.set_clock(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)


def test_set_clock_refuses_a_moment_without_time_zone():
    with pytest.raises(ValueError), clock.set_clock(datetime(2026, 3, 2)):  # noqa: DTZ001  that is the point
        pass

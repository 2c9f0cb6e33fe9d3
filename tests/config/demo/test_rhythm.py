"""A board's week, counted back from its next meeting."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from laeringslean.config.demo.rhythm import Rhythm

FORTNIGHT = [date(2027, 3, 8) + timedelta(days=n) for n in range(14)]
WEDNESDAY, SATURDAY = date(2027, 3, 10), date(2027, 3, 13)


def local(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def rhythm(today: date = WEDNESDAY, ahead: int = 0, *, works_weekends: bool = False) -> Rhythm:
    return Rhythm(today, ahead, time(14, 15), works_weekends=works_weekends)


@pytest.mark.parametrize("ahead", range(5))
@pytest.mark.parametrize("today", FORTNIGHT, ids=str)
def test_next_meeting_is_a_workday_within_a_week_and_the_last_one_has_been(today: date, ahead: int):
    week = rhythm(today, ahead)

    assert week.meeting_day(0).weekday() < 5
    assert today <= week.meeting_day(0) < today + timedelta(days=7)
    assert week.meeting_day(1) == week.meeting_day(0) - timedelta(days=7)
    assert week.meeting_day(1) < today


def test_next_meeting_is_today_on_a_workday():
    assert rhythm().meeting_day(0) == WEDNESDAY


def test_next_meeting_is_on_monday_when_today_is_saturday():
    assert rhythm(SATURDAY).meeting_day(0) == date(2027, 3, 15)


def test_moment_in_a_meeting_counts_seconds_from_its_start():
    assert rhythm().in_meeting(1, 90) == local(date(2027, 3, 3), time(14, 16, 30))


def test_day_after_a_meeting_is_in_the_morning():
    assert rhythm().after_meeting(2, 1) == local(date(2027, 2, 25), time(9, 20))


def test_same_day_comes_after_the_meeting():
    assert rhythm().after_meeting(2, 0, minutes=5) == local(date(2027, 2, 24), time(15, 20))


def test_day_at_a_weekend_is_the_friday_before_unless_the_unit_works_then():
    assert rhythm().after_meeting(2, 3).date() == date(2027, 2, 26)
    assert rhythm(works_weekends=True).after_meeting(2, 3).date() == date(2027, 2, 27)


@pytest.mark.parametrize("ahead", range(5))
@pytest.mark.parametrize("today", FORTNIGHT, ids=str)
def test_everything_lies_before_today(today: date, ahead: int):
    for works_weekends in (False, True):
        week = rhythm(today, ahead, works_weekends=works_weekends)
        for days in range(7):
            assert week.after_meeting(1, days, minutes=30) < local(today, time(0))

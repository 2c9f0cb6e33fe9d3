"""The week of one board: on which day and at what time its meetings are, counted back from the next one."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from laeringslean.config.demo.holidays import is_day_off

WEEK = timedelta(days=7)
SATURDAY = 5
# What is done between meetings is done some time after this.
_WORKING_HOURS_BEGIN = time(9, 20)


class Rhythm:
    """When things happened in a unit. Week 0 is the next meeting (today or later), week 1 the last, and so on.

    `workdays_ahead` is how many workdays from today the next meeting is; `at` is the time of day it begins. Units
    that rest at weekends have nothing happening there. Everything but the next meeting lies before `today`.
    """

    def __init__(
        self, today: date, workdays_ahead: int, at: time, *, works_weekends: bool, is_school: bool = False
    ) -> None:
        self.today = today
        self.at = at
        self._works_weekends = works_weekends
        self._is_school = is_school
        self._next = _workday(today, workdays_ahead)

    def meeting_day(self, week: int) -> date:
        """The day of a week's meeting; negative weeks lie ahead."""
        return self._next - week * WEEK

    def is_off(self, week: int) -> bool:
        """Whether a week's meeting day is a holiday, or in the summer."""
        return is_day_off(self.meeting_day(week), school=self._is_school, all_year=self._works_weekends)

    def in_meeting(self, week: int, seconds: int) -> datetime:
        """So many seconds after the start of a week's meeting."""
        return _moment(self.meeting_day(week), self.at) + timedelta(seconds=seconds)

    def after_meeting(self, week: int, days: int, minutes: int = 0) -> datetime:
        """A moment so many days after a week's meeting, and always after the meeting itself.

        Days that would lie ahead become yesterday. `minutes` keeps apart what happens on the same day.
        """
        day = min(self.meeting_day(week) + timedelta(days=days), self.today - timedelta(days=1))
        if not self._works_weekends and day.weekday() >= SATURDAY:
            day -= timedelta(days=day.weekday() - SATURDAY + 1)
        moment = _moment(day, _WORKING_HOURS_BEGIN) + timedelta(minutes=minutes)
        return max(moment, self.in_meeting(week, 3600 + 60 * minutes))


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def _workday(today: date, ahead: int) -> date:
    """The workday so many workdays after today; from a weekend it is counted from Monday."""
    day = today
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    for _ in range(ahead):
        day += timedelta(days=3 if day.weekday() == SATURDAY - 1 else 1)
    return day

"""Days as people write them: every form that can be read, and no guess where there are two."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laeringslean.foundation.lists.days import NotADay, read_day

MONTHS = "januar februar mars april mai juni juli august september oktober november desember".split()  # noqa: SIM905
DAYS = st.dates(date(1980, 1, 1), date(2079, 12, 31))


@given(DAYS)
def test_every_way_to_write_a_day_means_that_day(day):
    serial = (day - date(1899, 12, 30)).days
    for text in (
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        day.strftime("%d.%m.%Y"),
        day.strftime("%d.%m.%y"),
        f"{day.day}. {MONTHS[day.month - 1]} {day.year}",
        f"{day.day} {MONTHS[day.month - 1][:3].upper()} {day.year}",
        day.strftime("%Y%m%d"),
        day.strftime("%Y-%m-%d 14:30"),
        day.strftime("%d.%m.%Y kl. 08:15"),
        f"onsdag {day.day}. {MONTHS[day.month - 1]} {day.year}",
        str(serial),
    ):
        assert read_day(text) == day, text


@given(DAYS, st.sampled_from("/-"))
def test_a_day_with_slashes_is_read_right_or_not_at_all(day, mark):
    text = f"{day.day}{mark}{day.month}{mark}{day.year}"
    if day.day > 12 or day.day == day.month:
        assert read_day(text) == day
    else:
        with pytest.raises(NotADay):
            read_day(text)


@given(st.text(max_size=30))
def test_whatever_stands_there_is_a_day_or_said_not_to_be(text):
    try:
        assert isinstance(read_day(text), date)
    except NotADay as reason:
        assert str(reason)


@given(DAYS)
def test_a_week_begins_on_its_monday(day):
    year, week, weekday = day.isocalendar()
    assert read_day(f"uke {week} {year}") == day - timedelta(days=weekday - 1)


@pytest.mark.parametrize(
    "text",
    ["31.02.2026", "29.2.2025", "3.2", "februar 2026", "uke 54 2026", "1904:45000", "12", "99999", "03-02-26", "snart"],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(NotADay):
        read_day(text)


def test_two_figures_are_of_the_nearest_century():
    assert (read_day("03.02.26").year, read_day("03.02.99").year) == (2026, 1999)

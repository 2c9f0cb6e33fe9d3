"""The days on which a unit does not meet at its board: public holidays, Christmas, Easter week and the summer."""

from datetime import date, timedelta

_CHRISTMAS = ((12, 21), (1, 2))
_SUMMER = ((7, 4), (8, 7))
_SCHOOL_SUMMER = ((6, 20), (8, 16))
_FIXED = {(5, 1), (5, 17)}
# Days from Easter Sunday: from Monday of Easter week to Easter Monday, Ascension Day, Whit Monday.
_MOVABLE = {*range(-6, 2), 39, 50}
# ISO weeks in which the schools here rest.
_SCHOOL_WEEKS = {8, 40}


def is_day_off(day: date, *, school: bool = False, all_year: bool = False) -> bool:
    """Whether nobody meets on this day. Schools rest longer; a unit open `all_year` meets every other summer week."""
    here = (day.month, day.day)
    if here in _FIXED or here >= _CHRISTMAS[0] or here <= _CHRISTMAS[1] or (day - easter(day.year)).days in _MOVABLE:
        return True
    week = day.isocalendar().week
    if school:
        return _SCHOOL_SUMMER[0] <= here <= _SCHOOL_SUMMER[1] or week in _SCHOOL_WEEKS
    return _SUMMER[0] <= here <= _SUMMER[1] and not (all_year and week % 2)


def easter(year: int) -> date:
    """Easter Sunday of a year from 1900 to 2099, by Gauss's rule."""
    moon = (19 * (year % 19) + 24) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    days = moon + weekday
    if (moon, weekday) == (29, 6) or (moon, weekday, year % 19 > 10) == (28, 6, True):
        days -= 7
    return date(year, 3, 22) + timedelta(days=days)

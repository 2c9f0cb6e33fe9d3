"""Days as people in Norway write them in lists. What could be two different days is never guessed at."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "januar january jan",
            "februar february feb",
            "mars march mar",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "desember december des dec",
        ],
        1,
    )
    for name in names.split()
}
_WEEKDAYS = (
    r"(?:(?:man|tirs?|tys?|ons|tors?|fre|l[øo]r|lau|s[øo]n|sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)"
    r"(?:dag|day)?\.?,?\s+(?:den\s+)?)?"
)
_CLOCK = r"(?:[ T,]+(?:kl\.?\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_CLOCK}")
_DAY_FIRST = re.compile(rf"{_WEEKDAYS}(\d{{1,2}})\s*\.\s*(\d{{1,2}})\s*\.\s*(\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE)
_SLASHES = re.compile(rf"(\d{{1,2}})([/-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}")
_NAMED = re.compile(rf"{_WEEKDAYS}(\d{{1,2}})\.?\s*([a-zæøå]+)\.?,?\s+(\d{{4}}){_CLOCK}", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WEEK = re.compile(r"(?:uke|veke|week|w)\s*\.?(\d{1,2})[\s,/-]+(\d{4})|(\d{4})[\s-]*(?:w|uke|veke)\s*(\d{1,2})", re.I)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST_OF_EXCEL = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1950, 2100


class NotADay(Exception):
    """The text names no day, or could name two; the message says what to write instead."""


def read_day(text: str) -> date:
    """The day that a cell names.

    Understands 3.2.2026, 03.02.26, 3. februar 2026, 2026-02-03, 20260203, «uke 6 2026» (its Monday), each with or
    without a weekday or a time of day, and the bare numbers that Excel keeps days as. With slashes or dashes only what
    cannot be read both ways. Raises NotADay.
    """
    written = " ".join(text.split())
    if found := _ISO.fullmatch(written) or _COMPACT.fullmatch(written):
        return _day(found[1], found[2], found[3], text)
    if found := _DAY_FIRST.fullmatch(written):
        return _day(_year(found[3]), found[2], found[1], text)
    if found := _NAMED.fullmatch(written):
        return _day(found[3], _MONTHS.get(found[2].lower(), 0), found[1], text)
    if found := _SLASHES.fullmatch(written):
        return _of_slashes(found, text)
    if found := _WEEK.fullmatch(written):
        return _monday(int(found[2] or found[3]), int(found[1] or found[4]), text)
    if _SERIAL.fullmatch(written):
        return _checked(_FIRST_OF_EXCEL + timedelta(days=int(written[:5])), text)
    raise NotADay(_("“%(text)s” is not a day we can read. Write it as 31.01.2026.") % {"text": text[:40]})


def _year(written: str) -> int:
    """Two figures are of this century up to 79, and of the last one after that."""
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 80 else 1900)


def _of_slashes(found: re.Match[str], text: str) -> date:
    """3/2/2026 is February to some and March to others; 13/2/2026 and 2/2/2026 are the same to everybody."""
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    if len(found[4]) == 2 and first <= 31 and second <= 12 and found[2] == "-":
        # 03-02-26 could begin with its year as well.
        raise _two_ways(text)
    if first == second or first > 12:
        return _day(year, second, first, text)
    if second > 12:
        return _day(year, first, second, text)
    raise _two_ways(text)


def _two_ways(text: str) -> NotADay:
    return NotADay(_("“%(text)s” can be read as two different days. Write it as 31.01.2026.") % {"text": text[:40]})


def _monday(year: int, week: int, text: str) -> date:
    try:
        return _checked(date.fromisocalendar(year, week, 1), text)
    except ValueError:
        raise NotADay(_("There is no week %(week)s in %(year)s.") % {"week": week, "year": year}) from None


def _day(year: int | str, month: int | str, day: int | str, text: str) -> date:
    try:
        return _checked(date(int(year), int(month), int(day)), text)
    except ValueError:
        raise NotADay(_("“%(text)s” is not in the calendar.") % {"text": text[:40]}) from None


def _checked(day: date, text: str) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise NotADay(_("The year of “%(text)s” cannot be right.") % {"text": text[:40]})
    return day

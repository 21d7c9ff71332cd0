"""Which days does a text such as `2026-01` or `last week` mean?

A single day is read as files' days are (`search.language.days`); a month, a year and what is
counted from today are read here.
"""

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from search.language.ascii_digits import with_ascii_digits
from search.language.month_names import month_of
from search.messages import Message, message

if TYPE_CHECKING:
    from search.language.days import DayReading

Period = tuple[date, date]

_NUMERIC = re.compile(
    r"(?P<year>\d{4})"
    r"(?:(?:[-/.]|年 ?|년 )(?P<month>\d{1,2})[月월]?(?:[-/.](?P<day>\d{1,2}))?)?[年년]?$"
    r"|(?P<month_first>\d{1,2})[-/.](?P<year_last>\d{4})$",
    re.ASCII,
)
_CALENDAR = re.compile(r"(this|last) (day|week|month|year)$")
_UNIT = "(d|w|m|y|day|week|month|year)s?"
# Without a word before it four digits are a year: `2026 year`.
_PAST = re.compile(
    rf"(?:(?:last|past) (\d{{1,5}}) ?|(\d{{1,3}} ?|\d{{4,5}})|past ){_UNIT}$", re.ASCII
)
_AGO = re.compile(rf"(\d{{1,5}}|an?) {_UNIT} ago$", re.ASCII)
_NOW_LESS = re.compile(rf"(?:now|today) ?- ?(\d{{1,5}}) ?(?:{_UNIT})?$", re.ASCII)
# To the begin of which unit a time of Elasticsearch is cut.
_CUT = re.compile(r"(?<=[a-z])/(?:[dwmy]|day|week|month|year)s?(?![a-z])")
_QUARTER = re.compile(r"(\d{4})[- ]?q([1-4])$|q([1-4])[- ]?(\d{4})$", re.ASCII)
_WEEK = re.compile(r"(\d{4})[- ]?w(\d\d)$", re.ASCII)
_NAMED = re.compile(r"(?P<month>[^\W\d_][^\d\s]{1,20}?)\.?(?: de| of)? (?P<year>\d{4})$")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?!\d)", re.ASCII)
_EITHER_FIRST = re.compile(r"(\d\d?)[-/](\d\d?)[-/](\d{4})", re.ASCII)
#: A day that no month has: 2026-01-32.
_PAST_31 = re.compile(r"\d{4}[-/.]\d{1,2}[-/.](?:3[2-9]|[4-9]\d)\s*$", re.ASCII)
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)", re.ASCII)
#: Word -> days from today.
_NEAR_DAYS = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1}
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def parse_period(text: str, today: date | None = None) -> Period | None:
    """Return the first and the last day that `text` names, or None if it names none, or several.

    It can be `2026`, `2026-01`, `January 2026`, `2026-Q1`, `2026-W02`, a day in any form that has
    one reading, `today`, `now`, `yesterday`, `tomorrow`, `monday` (the latest one), `this week`,
    `last month`, `last 7 days` (today included; also `7 days`, `7d`, `past week`), `2 weeks ago`
    and `now-7d`. A week begins on Monday. A day that its month does not have is the month's last.
    """
    now = today or date.today()
    written = " ".join(with_ascii_digits(text).split())
    words = " ".join(written.lower().replace("_", " ").replace(",", " ").split())
    if words.startswith("now"):
        words = _CUT.sub("", words)
    try:
        if period := _absolute(words) or _relative(words, now):
            return period
    except (ValueError, OverflowError):  # no such day, or one before the year 1
        return None
    reading = _read(written)
    return (reading.day, reading.day) if reading and reading.day else None


def _read(text: str) -> "DayReading | None":
    """Return how a text is read as a day; None if it has no number, as most words have none."""
    if not any(map(str.isnumeric, text)):
        return None
    # Imported with the first number: the patterns of days take milliseconds to compile.
    from search.language.days import read_whole_day

    return read_whole_day(text)


def is_past_month_end(text: str, read: date) -> bool:
    """Tell whether a text that was read as the last day of a month names a later one."""
    written = _COMPACT.sub(r"\1-\2-\3", with_ascii_digits(text))
    numbers = [int(digits) for digits in _NUMBER.findall(written)]
    is_last = read.day == calendar.monthrange(read.year, read.month)[1]
    # What counts from today names no year, and a number of minutes may be higher than the day.
    is_another = read.year in numbers and read.day not in numbers
    is_past = _PAST_31.search(written) or any(read.day < number <= 31 for number in numbers)
    return is_last and is_another and bool(is_past)


def said_of_month_end(text: str, read: date) -> Message | None:
    """Return a note if a text that names a later day was read as the last of its month."""
    if not is_past_month_end(text, read):
        return None
    return message(
        "Read “{text}” as {day}, the last day of its month.", text=text, day=read.isoformat()
    )


def day_and_month(text: str) -> tuple[date, ...]:
    """Return the two days as which a text can be read: 01/12/2026; none if it is not of that form.

    The first is the one of Europe, where the day comes before the month.
    """
    match = _EITHER_FIRST.fullmatch(text)
    if not match or not is_undecidable(text):
        return ()
    one, other, year = map(int, match.groups())
    return date(year, other, one), date(year, one, other)


def is_undecidable(text: str) -> bool:
    """Tell whether a text can be read as more than one day: 01/02/2026."""
    reading = _read(text)
    return reading is not None and reading.is_undecidable


def _absolute(words: str) -> Period | None:
    if match := _NUMERIC.match(words):
        year = int(match["year"] or match["year_last"])
        month, day = match["month"] or match["month_first"], match["day"]
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        return _month(year, int(month)) if day is None else _day(year, int(month), int(day))
    if match := _QUARTER.match(words):
        year, number = (int(digits) for digits in (match[1] or match[4], match[2] or match[3]))
        return _month(year, 3 * number - 2)[0], _month(year, 3 * number)[1]
    if match := _WEEK.match(words):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday, monday + timedelta(days=6)
    if (match := _NAMED.match(words)) and (named := month_of(match["month"])):
        return _month(int(match["year"]), named)
    return None


def _month(year: int, month: int) -> Period:
    return date(year, month, 1), _day(year, month, 31)[1]


def _day(year: int, month: int, day: int) -> Period:
    """Return a day twice, the month's last where the month has fewer than 31."""
    if 1 <= month <= 12 and year:
        day = min(day, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def _relative(words: str, now: date) -> Period | None:
    if words in _NEAR_DAYS:
        day = now + timedelta(days=_NEAR_DAYS[words])
        return day, day
    if words.removeprefix("last ") in _WEEKDAYS:
        weekday = _WEEKDAYS.index(words.removeprefix("last "))
        back = (now.weekday() - weekday) % 7
        day = now - timedelta(days=back or (7 if words.startswith("last ") else 0))
        return day, day
    if match := _CALENDAR.match(words):
        return _unit_around(_back(now, match[1] == "last", match[2]), match[2])
    if (match := _PAST.match(words)) and (count := int(match[1] or match[2] or 1)):
        return _back(now, count, match[3]) + timedelta(days=1), now
    if match := _AGO.match(words) or _NOW_LESS.match(words):
        day = _back(now, 1 if match[1].startswith("a") else int(match[1]), match[2] or "d")
        return day, day
    return None


def _back(day: date, count: int, unit: str) -> date:
    """Return the day `count` units before; the last of the month if it has no such day."""
    if unit[0] in "dw":
        return day - timedelta(days=count * (7 if unit[0] == "w" else 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit[0] == "y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _unit_around(day: date, unit: str) -> Period:
    """Return the first and the last day of the unit that contains this day."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        last = calendar.monthrange(day.year, day.month)[1]
        return day.replace(day=1), day.replace(day=last)
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day

"""Which days does a text such as `2026-01` or `last week` mean?"""

import calendar
import re
from datetime import date, timedelta

Period = tuple[date, date]

_NUMERIC = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$", re.ASCII)
_CALENDAR = re.compile(r"(this|last) (day|week|month|year)$")
_PAST = re.compile(r"(?:last|past) (\d{1,5}) (day|week|month|year)s?$", re.ASCII)
_AGO = re.compile(r"(\d{1,5}|an?) (day|week|month|year)s? ago$", re.ASCII)
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})\.? )?(?P<month>[a-z]{3,9})\.?(?: (?P<day2>\d{1,2}))? (?P<year>\d{4})$",
    re.ASCII,
)
# Not from the calendar module, whose names follow the locale of the process.
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def parse_period(text: str, today: date | None = None) -> Period | None:
    """Return the first and the last day that `text` names, or None if it names no day.

    It can be `2026`, `2026-01`, `2026-01-03`, `January 2026`, `3 January 2026`, `today`,
    `yesterday`, `monday` (the latest one), `this week`, `last month`, `last 7 days` (today
    included) and `2 weeks ago`. A week begins on Monday.
    """
    now = today or date.today()
    words = " ".join(text.lower().replace("_", " ").replace(",", " ").split())
    try:
        return _absolute(words) or _relative(words, now)
    except (ValueError, OverflowError):  # no such day, or one before the year 1
        return None


def _absolute(words: str) -> Period | None:
    if match := _NUMERIC.match(words):
        year, month, day = (int(part) if part else None for part in match.groups())
    elif (match := _NAMED.match(words)) and match["month"] in _MONTHS:
        year, month = int(match["year"]), _MONTHS[match["month"]]
        if match["day"] and match["day2"]:
            return None
        number = match["day"] or match["day2"]
        day = int(number) if number else None
    else:
        return None
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def _relative(words: str, now: date) -> Period | None:
    if words in ("today", "yesterday"):
        day = now - timedelta(days=words == "yesterday")
        return day, day
    if words.removeprefix("last ") in _WEEKDAYS:
        weekday = _WEEKDAYS.index(words.removeprefix("last "))
        back = (now.weekday() - weekday) % 7
        day = now - timedelta(days=back or (7 if words.startswith("last ") else 0))
        return day, day
    if match := _CALENDAR.match(words):
        return _unit_around(_back(now, match[1] == "last", match[2]), match[2])
    if (match := _PAST.match(words)) and int(match[1]):
        return _back(now, int(match[1]), match[2]) + timedelta(days=1), now
    if match := _AGO.match(words):
        day = _back(now, 1 if match[1].startswith("a") else int(match[1]), match[2])
        return day, day
    return None


def _back(day: date, count: int, unit: str) -> date:
    """Return the day so many units before; the last day of the month if that has no such day."""
    if unit in ("day", "week"):
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
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

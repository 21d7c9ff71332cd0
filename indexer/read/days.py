"""On which day is an item dated?"""

import re
from datetime import date
from functools import lru_cache

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<name>[A-Za-z]{3,9})\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_WEEKDAY = r"(?:[A-Za-z]{3,9}\.?,?\s+)?"
_FORMS = tuple(
    re.compile(form + r"(?![0-9])")
    for form in (
        rf"{_YEAR}(?P<sign>[-/.])(?P<month>[0-9]{{1,2}})(?P=sign)(?P<day>[0-9]{{1,2}})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        rf"{_WEEKDAY}{_DAY}\s+{_MONTH},?\s+{_YEAR}",  # also the form of RFC 2822
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    )
)
_IN_FILE_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
#: Characters in which a day must be written.
_MAX_CHARACTERS = 64
#: Days that are remembered: many items have the same one.
_CACHED_DAYS = 4096
#: First year that is believed: programs often write an unset date as a day of year 1.
_FIRST_YEAR = 1000


def read_day(text: str) -> date | None:
    """Return the calendar day at the beginning of a text, None if there is none.

    A time and time zone behind it are ignored: the day is the one that the author wrote.
    "2026-01-03T23:30:00-05:00" -> 2026-01-03, "Sat, 3 January 2026" -> 2026-01-03.
    """
    return _read_day(text.strip()[:_MAX_CHARACTERS])


def day_in_name(name: str) -> date | None:
    """Return the day that a file's name begins with, as Jekyll's do."""
    found = _IN_FILE_NAME.match(name)
    return read_day(found[0]) if found else None


@lru_cache(_CACHED_DAYS)
def _read_day(text: str) -> date | None:
    for form in _FORMS:
        if found := form.match(text):
            return _day(found.groupdict())
    return None


def _day(parts: dict[str, str | None]) -> date | None:
    name = parts.get("name")
    if name:
        month = next((m for m, short in enumerate(_MONTHS, 1) if name[:3].lower() == short), 0)
    else:
        month = int(parts["month"] or 0)
    year = int(parts["year"] or 0)
    try:
        return date(year, month, int(parts["day"] or 0)) if year >= _FIRST_YEAR else None
    except ValueError:
        return None

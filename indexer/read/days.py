"""On which day is an item dated?"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

from indexer.ledger import Reason, Repairs
from indexer.read.field_values import folded, name
from indexer.read.keys import (
    DAYS_IN_MAPPINGS,
    MODIFIED,
    OFTEN_NO_DAY,
    PATHS,
    PUBLISHED,
    PUBLISHED_ELSEWHERE,
)
from search.language.days import UNDECIDABLE, read_day

#: Years of today in the Iranian and the Islamic calendar: 1404 is 2025, and so is 1447.
_YEARS_OF_OTHER_CALENDARS = range(1380, 1451)

_PARTS = ("year", "month", "day")

# The day at the beginning of a name: 2026-01-09-storm, 2026_1_9, 2026.01.09, 20260109,
# 2026年1月9日, 31-12-2026, 9-jan-2026, 2026 01 09, January 9th, 2026, Fri 9 Jan 2026; or over three
# names: 2026/01/09/storm, 2026/jan/09/storm, 2026/01-jan/09-storm.
_MONTH_NAME = r"[^\W\d_]{3,12}"
_ORDINAL = r"(?:st|nd|rd|th|\.|er|º)?"
#: A word before a day with the month's name: the day of the week.
_WORD = r"(?:\(?[^\W\d_]{2,14}\)?[.,]{0,2}[ _-]+)?"
_IN_PATH = re.compile(
    r"(?<![^/])(?:"
    r"([0-9]{4})[-_/]([0-9]{1,2})[-_/]([0-9]{1,2})"
    r"|([0-9]{4})\.([0-9]{2})\.([0-9]{2})"
    r"|((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:[0-9]{2}){0,3}"
    r"|([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})(?=日)"
    rf"|([0-9]{{4}})[-_/]({_MONTH_NAME})[-_/]([0-9]{{1,2}})"
    rf"|([0-9]{{1,2}})[-_.]((?:[0-9]{{1,2}}|{_MONTH_NAME}))[-_.]([0-9]{{4}})"
    rf"|([0-9]{{4}})/[0-9]{{1,2}}[-_. ]{{1,3}}({_MONTH_NAME})/([0-9]{{1,2}})"
    rf"|{_WORD}([0-9]{{1,2}}){_ORDINAL}[ _-](?:of |de )?"
    rf"({_MONTH_NAME})\.?,?[ _-](?:de )?([0-9]{{4}})"
    rf"|{_WORD}({_MONTH_NAME})\.?[ _-]([0-9]{{1,2}}){_ORDINAL},?[ _-]([0-9]{{4}})"
    rf"|([0-9]{{4}}),? ({_MONTH_NAME})\.? ([0-9]{{1,2}}){_ORDINAL}"
    r"|((?:19|20)[0-9]{2}) ([0-9]{2}) ([0-9]{2})"
    r"|((?:19|20)[0-9]{2}-?W[0-9]{2}-?[1-7])"
    r")(?![0-9])"
)
# The day at the end of a path, perhaps with a time or the day of the week: strike-2026-01-09.md,
# strike (20260109).html, strike 2026-01-09 (Friday).md, strike-31.12.2026.md.
_AT_END = re.compile(
    r"[-_. (\[](?:((?:19|20)[0-9]{2})([-_.]?)([0-9]{2})\2([0-9]{2})"
    r"|([0-9]{2})([-_.])([0-9]{2})\6((?:19|20)[0-9]{2}))"
    r"(?:[-_T ][0-9]{2}[-_:]?[0-9]{2}(?:[-_:]?[0-9]{2})?Z?)?[)\]]?"
    r"(?:[ _-]\([^\W\d_]{2,14}\.?\)|,? [^\W\d_]{2,14})?(?:\.[A-Za-z]{1,9})?"
    r"(?:/(?:_?index(?:\.[A-Za-z]{2,9}){0,2})?)?$"
)


def read_dated(values: Mapping[str, object], item_id: str, repairs: Repairs) -> date | None:
    """Return the day that the front matter says, else one in the file's path; None if none does.

    Values are by folded key. The ledger says if the day is that of a path, and which dates
    before the one that counts cannot be read.
    """
    problems: list[str] = []
    if found := _day_in(values, (*PUBLISHED, *PUBLISHED_ELSEWHERE), problems):
        return _said(*found, problems, repairs)
    if "year" in values and (found := _day_in({"year": values}, ("year",), [])):
        return _said(*found, problems, repairs)  # each part under a key of its own
    for where, path in _paths(values, item_id):
        day, undecided = _in_path(path)
        if day and day.year not in _YEARS_OF_OTHER_CALENDARS:
            problem = problems[0] if problems else "It has no date"
            repairs.add(Reason.DATE_FROM_NAME, f"{problem}; {where} gives {day}.")
            return day
        if undecided:
            problems.append(f"{undecided!r} in {where} {UNDECIDABLE}")
    if found := _day_in(values, MODIFIED, problems):
        return _said(*found, problems, repairs)
    reason = Reason.BAD_DATE if problems else Reason.NO_DATE
    problem = problems[0] if problems else "It has no date"
    repairs.add(reason, f"{problem}; the item has no day.")
    return None


def _said(key: str, day: date, problems: list[str], repairs: Repairs) -> date:
    """Return the day of a key; say the problem of one before it."""
    if problems:
        repairs.add(Reason.BAD_DATE, f"{problems[0]}; the key {repairs.key(key)} gives {day}.")
    return day


def _in_path(path: str) -> tuple[date | None, str]:
    """Return the day in the path of a file or page, and "", or None and what may be several days.

    The last one counts if there are several days. A day stands at the beginning of a name, or its
    parts are names: `a/2011-02-12-storm.md`, `2011/02/12/storm/`. Where no name begins so, it may
    end the path: `storm-2011-02-12.md`.
    """
    path = unicodedata.normalize("NFC", path)  # as macOS names files, accents stand apart
    rows = ["-".join(filter(None, found.groups())) for found in _IN_PATH.finditer(path)][::-1]
    if found := _AT_END.search(path):
        rows.append("-".join(found.group(1, 3, 4) if found[1] else found.group(5, 7, 8)))
    undecided = ""
    for written in rows:
        day, problem = read_day(written)
        if day:
            return day, ""
        if problem == UNDECIDABLE:
            undecided = undecided or written
    return None, undecided


def _day_in(
    values: Mapping[str, object], keys: tuple[str, ...], problems: list[str]
) -> tuple[str, date] | None:
    """Return the first key that has a day, and the day; note the problems of those before it."""
    for key in keys:
        if key not in values:
            continue
        value = _in_parts(_of_mapping(values[key]))
        text = str(value) if value and isinstance(value, dict) else name(value)
        day, problem = read_day(text)
        if day and day.year in _YEARS_OF_OTHER_CALENDARS:
            day, problem = None, "may be of the Iranian or the Islamic calendar"
        if day:
            return key, day
        # Jekyll's `published: false` is not a date.
        if key not in OFTEN_NO_DAY and text.strip().lower() not in ("", "true", "false"):
            problems.append(f"Its date {text[:40]!r} {problem}")
    return None


def _of_mapping(value: object) -> object:
    """Return the member of a mapping that is its day, any other value as it is."""
    if isinstance(value, Mapping):
        members = folded(value)
        return next((members[key] for key in DAYS_IN_MAPPINGS if key in members), value)
    return value


def _in_parts(value: object) -> object:
    """Return year, month and day in a list or a mapping as one text, any other value as it is."""
    if isinstance(value, Mapping):
        members = folded(value)
        if all(key in members for key in _PARTS):
            value = [members[key] for key in _PARTS]
    if isinstance(value, list) and len(value) == len(_PARTS):
        parts = [str(part).strip() for part in value]
        if all(map(str.isdecimal, parts)) and len(parts[0]) == 4:
            return "-".join(parts)
    return value


def _paths(values: Mapping[str, object], item_id: str) -> Iterator[tuple[str, str]]:
    yield "the file's path", item_id
    for key in PATHS:
        address = name(values.get(key))
        try:
            yield f"the key {key!r}", urlsplit(address).path
        except ValueError:
            continue

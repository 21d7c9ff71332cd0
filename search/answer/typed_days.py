"""Which days, or numbers of outlets, does the begin of one at the cursor stand for?"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from search.answer.at_cursor import Typing
from search.answer.day_words import days_in_words

#: Numbers of outlets that are offered where no digit is typed; after a digit it and those of two.
OUTLET_NUMBERS = (1, 2, 3, 4, 5, 10, 20, 50)
#: Months of an archive that are named.
MAX_MONTHS = 120


def days(first: date | None, last: date | None, typing: Typing) -> Iterator[tuple[str, str]]:
    """Yield the days that begin so in an archive of these, and how a query writes them.

    Years, the months of a year or the days of a month, the newest first; or days in words.
    Where a span ends, they are of the kind that it begins with, and not before that.
    """
    if not first or not last:
        return
    if typing.text[:1].isalpha():
        for words in days_in_words(typing.text, _months(first, last)[:MAX_MONTHS]):
            yield words, f'"{words}"' if " " in words else words
        return
    begin = typing.prefix.removesuffix("..") if typing.prefix.endswith("..") else ""
    for period in _periods(first, last, typing.text, begin):
        is_there = first.isoformat() <= period.ljust(10, "~") and period <= last.isoformat()
        if is_there and period.startswith(typing.text) and begin <= period.ljust(10, "~"):
            yield period, period


def numbers(typing: Typing) -> Iterator[str]:
    """Yield the numbers that begin so, which a span does not end before."""
    least = int(typing.prefix[:-2].rpartition(":")[2]) if typing.prefix.endswith("..") else 0
    begun = [typing.text, *(f"{typing.text}{digit}" for digit in range(10))]
    for number in begun if typing.text else map(str, OUTLET_NUMBERS):
        if len(number) <= len("50") and int(number) >= least:
            yield number


def _periods(first: date, last: date, start: str, begin: str) -> list[str]:
    """Return the periods of the kind that is typed, newest first."""
    if not start and len(begin) == len("2026-01"):
        return [f"{month:%Y-%m}" for month in _months(first, last)]
    if not start and len(begin) == len("2026-01-01"):
        start = begin[:8]
    if len(start) <= len("2026"):
        return [f"{year:04}" for year in range(last.year, first.year - 1, -1)]
    if len(start) < len("2026-01"):
        return [f"{start[:4]}-{month:02}" for month in range(12, 0, -1)]
    year, month = int(start[:4]), int(start[5:7])
    length = monthrange(year, month)[1] if 1 <= month <= 12 and year else 0
    return [f"{start[:7]}-{day:02}" for day in range(length, 0, -1)]


def _months(first: date, last: date) -> list[date]:
    """Return the first days of the months of an archive, newest first."""
    count = 12 * last.year + last.month - 12 * first.year - first.month + 1
    numbers = (12 * last.year + last.month - 1 - back for back in range(min(count, MAX_MONTHS)))
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]

"""Which days of a query that are written in words begin so? `las` begins `last week`."""

from collections.abc import Iterator, Sequence
from datetime import date

#: What counts from today, the likeliest first.
FROM_TODAY = (
    *("today", "yesterday", "this week", "last week", "this month", "last month"),
    *("last 7 days", "last 30 days", "this year", "last year"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def days_in_words(begin: str, months: Sequence[date] = ()) -> Iterator[str]:
    """Yield what counts from today, then the months of some days, that begin so.

    >>> list(days_in_words("Ja", [date(2026, 1, 1)])), list(days_in_words("last w"))
    (['January 2026'], ['last week'])
    """
    begin = " ".join(begin.lower().split())
    named = (f"{MONTHS[month.month - 1]} {month.year}" for month in months)
    for words in (*FROM_TODAY, *named):
        if words.lower().startswith(begin):
            yield words


def is_begun(words: str) -> bool:
    """Tell whether a day in words may begin so, whatever the year."""
    begin = words.lower()
    return any(own.startswith(begin) for own in FROM_TODAY) or any(
        f"{month} ".lower().startswith(begin) or begin.startswith(f"{month} ".lower())
        for month in MONTHS
    )

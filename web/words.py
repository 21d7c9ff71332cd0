"""How are numbers, days and the archive's values put into words?"""

import re
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask
from markupsafe import Markup

from search.facets import FACETS, IN_ORDER_OF_TIME, PLURAL, SINGULAR
from search.periods import period_of

#: Facet -> (word for one value, word for several).
FACET_WORDS = {facet: (SINGULAR[facet], PLURAL[facet]) for facet in FACETS}
SORT_WORDS = {
    "relevance": "Relevance",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "outlets": "Most outlets first",
}
FIELD_WORDS = {"title": "in the title", "headlines": "in headlines", "text": "in the text"}
#: Kind of a part of a score -> what it is beside what was asked for.
PART_WORDS = {
    "asked": "",
    "form": "in just this form",
    "together": "side by side",
    "added": "a word of the best items",
}
#: Facet -> the orders of its values in words.
ORDER_WORDS = {
    facet: {"count": "Most frequent first"}
    | {"name": "In order of time" if facet in IN_ORDER_OF_TIME else "In alphabetical order"}
    for facet in FACETS
}
#: Names of the months; not those of `calendar`, which follow the locale and are slow to ask for.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
#: Characters that are shown of a feed's address.
_FEED_CHARACTERS = 48
#: Feeds whose words are kept.
_KEPT_FEEDS = 1_000


def init_app(app: Flask) -> None:
    """Register the words, and the filters that make words."""
    app.jinja_env.globals.update(
        FACET_PARAMS=tuple(FACETS.values()),
        FACET_WORDS=FACET_WORDS,
        FACETS=FACETS,
        ORDER_WORDS=ORDER_WORDS,
        SORT_WORDS=SORT_WORDS,
        today=date.today,
    )
    app.jinja_env.filters.update(
        counted=counted,
        dated=dated,
        day_words=day_words,
        number=number,
        size_words=size_words,
        time_words=time_words,
        value_words=value_words,
    )


def number(value: int) -> str:
    """Return 1234 as 1,234."""
    return f"{value:,}"


def counted(value: int, one: str, many: str | None = None) -> str:
    """Return 1 as "1 hit", 1234 as "1,234 hits"."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def size_words(bytes: int) -> str:
    """Return 12_345_678 as "12 MB", 1_234 as "1.2 kB"."""
    size, unit = (bytes / 1e6, "MB") if bytes >= 999_500 else (bytes / 1e3, "kB")
    return f"{size:,.0f} {unit}" if size >= 9.95 else f"{max(size, 0.1):.1f} {unit}"


def day_words(day: date) -> str:
    """Return a day as "3 January 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def days_words(first: date, last: date) -> str:
    """Return a span of days as "29 December 2025 to 4 January 2026", as briefly as it can be."""
    if first == last:
        return day_words(first)
    begin = f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    if first.year == last.year:
        begin = str(first.day) if first.month == last.month else begin.rpartition(" ")[0]
    return f"{begin} to {day_words(last)}"


def span_words(by: str, first: date, last: date) -> str:
    """Return periods of a unit as "January 2026", "1996 to 2026"; of parts of periods the days."""
    is_whole = period_of(by, first)[0] == first and period_of(by, last)[1] == last
    if by in ("day", "week") or not is_whole:
        return days_words(first, last)
    if by != "month":
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    begin, end = month_words(first.isoformat()), month_words(last.isoformat())
    return begin if begin == end else f"{begin} to {end}"


def dated(day: date | None) -> Markup:
    """Return a day in words, and for programs."""
    if day is None:
        return Markup("<span>Undated</span>")
    return Markup(f'<time datetime="{day.isoformat()}">{day_words(day)}</time>')


def time_words(time: datetime) -> str:
    """Return a time as "3 January 2026, 14:05 UTC"."""
    return f"{day_words(time)}, {time:%H:%M %Z}"


def month_words(month: str) -> str:
    """Return "2026-01" as "January 2026"."""
    return f"{MONTHS[int(month[5:7]) - 1]} {month[:4]}"


def value_words(value: str, facet: str) -> str:
    """Return a facet's value as it is shown: "2026-01" of the facet month as "January 2026"."""
    if facet == "month" and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        return month_words(value)
    if facet == "feed":
        return _feed_words(value)
    return value


@lru_cache(_KEPT_FEEDS)
def _feed_words(url: str) -> str:
    """Return a feed's address without scheme, `www.` and query: `news.example/rss`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    name = parts.netloc.removeprefix("www.") + parts.path.rstrip("/") if parts.netloc else url
    return name if len(name) <= _FEED_CHARACTERS else name[: _FEED_CHARACTERS - 1] + "…"

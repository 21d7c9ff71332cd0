"""How are numbers, days and the archive's values put into words, in the language of the page?"""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from babel import Locale
from flask import Flask
from markupsafe import Markup

from search.facets import FACETS, IN_ORDER_OF_TIME
from search.periods import period_of
from web.languages import tag_of
from web.translation import (
    N_,
    NN_,
    SOURCE_LANGUAGE,
    decimal,
    gettext,
    language,
    ngettext,
    number,
    written_day,
)

#: Facet -> (word for one value, word for several), in English: `gettext` says them.
FACET_WORDS = {
    "sources": (N_("outlet"), N_("outlets")),
    "tags": (N_("tag"), N_("tags")),
    "categories": (N_("category"), N_("categories")),
    "feed": (N_("feed"), N_("feeds")),
    "year": (N_("year"), N_("years")),
    "month": (N_("month"), N_("months")),
}
#: The same words when counted.
COUNTED_FACET_WORDS = (
    NN_("{count} outlet", "{count} outlets"),
    NN_("{count} tag", "{count} tags"),
    NN_("{count} category", "{count} categories"),
    NN_("{count} feed", "{count} feeds"),
    NN_("{count} year", "{count} years"),
    NN_("{count} month", "{count} months"),
)
#: What orders, fields, parts of a score and units are called, in English: `gettext` says them.
SORT_WORDS = {
    "relevance": N_("Relevance"),
    "newest": N_("Newest first"),
    "oldest": N_("Oldest first"),
    "outlets": N_("Most outlets first"),
    "size": N_("Largest stories first"),
}
#: Text field that has what was asked for, or kind of another part of a score -> what it is.
PART_WORDS = {
    "title": N_("in the title"),
    "headlines": N_("in headlines"),
    "text": N_("in the text"),
    "form": N_("in just this form"),
    "together": N_("side by side"),
    "added": N_("a word of the best items"),
}
#: Facet -> the orders of its values in words.
ORDER_WORDS = {
    facet: {"count": N_("Most frequent first")}
    | {"name": N_("In order of time") if facet in IN_ORDER_OF_TIME else N_("In alphabetical order")}
    for facet in FACETS
}
#: Unit of a timeline -> what it is called on a switch.
UNIT_WORDS = {
    "day": N_("Day"),
    "week": N_("Week"),
    "month": N_("Month"),
    "year": N_("Year"),
    "decade": N_("Decade"),
    "century": N_("Century"),
}
#: Parameter -> those of its choices that the page offers, as its menus call them.
CHOICE_WORDS = {
    "sort": SORT_WORDS,
    "by": UNIT_WORDS,
    "match": {"all": N_("all words"), "most": N_("most words"), "any": N_("any word")},
    "group": {"story": N_("Show them by story"), "none": N_("Show each item")},
}
#: Units in the middle of a sentence that the catalogs have not as facets.
UNITS_IN_SENTENCES = (N_("day"), N_("week"), N_("decade"), N_("century"))
#: Days and spans of days whose words are kept.
_KEPT_DAYS = 4_000
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
        UNIT_WORDS=UNIT_WORDS,
        today=date.today,
    )
    app.jinja_env.filters.update(
        counted=counted,
        dated=dated,
        dated_span=dated_span,
        decimal=decimal,
        language_name=language_name,
        day_words=day_words,
        number=number,
        percentage=percentage,
        size_words=size_words,
        time_words=time_words,
        value_words=value_words,
    )


def counted(value: int, one: str, many: str | None = None) -> str:
    """Return 1 as "1 hit", 1234 as "1,234 hits"."""
    return ngettext(f"{{count}} {one}", f"{{count}} {many or one + 's'}", value)


def percentage(share: float, digits: str = ".1f") -> str:
    """Return a share of 100, with one digit behind the point or as `digits` tells: "12.5%"."""
    return gettext("{number}%", number=decimal(format(share, digits)))


def size_words(bytes: int) -> str:
    """Return 12_345_678 as "12 MB", 1_234 as "1.2 kB"."""
    size, unit = (bytes / 1e6, "MB") if bytes >= 999_500 else (bytes / 1e3, "kB")
    if size >= 9.95:
        return f"{number(round(size))} {unit}"
    return f"{decimal(f'{max(size, 0.1):.1f}')} {unit}"


def day_words(day: date) -> str:
    """Return a day as "3 January 2026"."""
    return written_day(day)


def days_words(first: date, last: date) -> str:
    """Return a span of days as "29 December 2025 to 4 January 2026", as briefly as it can be."""
    return _days_words(first, last, lambda _, words: words)


def _days_words(first: date, last: date, shown: Callable[[date, str], str]) -> str:
    """Return a span of days; `shown` makes of a day in words, or of its number, what is put in."""
    end = shown(last, day_words(last))
    if first == last:
        return end
    if first.year != last.year:
        return gettext("{first} to {last}", first=shown(first, day_words(first)), last=end)
    day = shown(first, str(first.day))
    if first.month == last.month:
        return gettext("{day} to {last}", day=day, last=end)
    name = language().months[first.month - 1]
    return gettext("{day} {month} to {last}", day=day, month=name, last=end)


def span_words(by: str, first: date, last: date) -> str:
    """Return periods of a unit as "January 2026", "1996 to 2026"; of parts of periods the days."""
    is_whole = period_of(by, first)[0] == first and period_of(by, last)[1] == last
    if by in ("day", "week") or not is_whole:
        return days_words(first, last)
    begin, end = str(first.year), str(last.year)
    if by == "month":
        begin, end = month_words(first.isoformat()), month_words(last.isoformat())
    return begin if begin == end else gettext("{first} to {last}", first=begin, last=end)


def dated(day: date | None) -> Markup:
    """Return a day in words, and for programs."""
    if day is None:
        return Markup(f"<span>{gettext('Undated')}</span>")
    return Markup(_timed(day, day_words(day)))


def dated_span(first: date, last: date) -> Markup:
    """Return a span of days as `days_words` does, and for programs."""
    return Markup(_days_words(first, last, _timed))


def _timed(day: date, words: str) -> str:
    return f"<time datetime={day.isoformat()}>{words}</time>"


def time_words(time: datetime) -> str:
    """Return a time as "3 January 2026, 14:05 UTC"."""
    return f"{day_words(time)}, {time:%H:%M %Z}"


def month_words(month: str) -> str:
    """Return "2026-01" as "January 2026"."""
    return f"{language().months[int(month[5:7]) - 1]} {month[:4]}"


def language_name(archive_language: str) -> str:
    """Return the name of an archive's language (a Snowball name): "English".

    >>> language_name("english"), language_name("dutch_porter")
    ('English', 'Dutch porter')
    """
    name = archive_language.replace("_", " ").capitalize()
    if language().tag == SOURCE_LANGUAGE:
        return name
    if archive_language == "none":
        return gettext("None")
    return str(Locale(language().tag).languages.get(tag_of(archive_language), name))


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

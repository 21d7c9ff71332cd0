"""Which days of a chosen month have hits? Rows below the month, each with its exact count.

A page without a chosen month has none of them, and asks nothing more of the archive.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from markupsafe import Markup

from search import Page, SearchRequest
from web.archives import archive
from web.html import href, safe
from web.page_links import search_url
from web.search_links import Links
from web.translation import gettext, number
from web.words import counted, day_words, month_words

#: Chosen months whose days are listed, the first ones: each is asked of the archive.
MONTHS_WITH_DAYS = 3
_DAYS_OF_A_MONTH = 31
#: Bytes that the addresses of these days take at most; what is over is shown without a link.
MAX_DAY_LINKS_BYTES = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """A day with hits: how many, and the address of the search for this day alone.

    For the day that is chosen it is the address of the search for all days; None where the page has
    too many and too long addresses already.
    """

    day: date
    count: int
    url: str | None
    is_chosen: bool


def month_days(page: Page, links: Links) -> dict[str, tuple[MonthDay, ...]]:
    """Return the days with hits of each month that the search of a page is limited to.

    They are those of the search for any days: so a reader can go from one day to another.
    """
    search = page.request
    chosen = search.month[:MONTHS_WITH_DAYS]
    any_day = search_url(search.with_days(None, None)) if chosen else ""
    most = MAX_DAY_LINKS_BYTES // (len(any_day) + len("&since=2026-01-01&until=2026-01-01"))
    days = {month: list(_days(search, month, links, any_day)) for month in chosen}
    linked = set(islice((own.day for rows in days.values() for own in rows), most))
    return {
        month: tuple(own if own.day in linked else replace(own, url=None) for own in rows)
        for month, rows in days.items()
    }


def _days(search: SearchRequest, month: str, links: Links, any_day: str) -> Iterator[MonthDay]:
    asked = search.with_days(None, None).with_included("month", (month,))
    asked = asked.with_limits(per_page=1, by="day", bars=_DAYS_OF_A_MONTH, facets=())
    timeline = archive().search(asked).timeline
    for bar in timeline.bars if timeline and timeline.by == "day" else ():
        if not bar.count:
            continue
        is_chosen = search.since == search.until == bar.first
        url = any_day if is_chosen else links.days(bar.first, bar.first)
        yield MonthDay(day=bar.first, count=bar.count, url=url, is_chosen=is_chosen)


def day_rows(days: Iterable[MonthDay], month: str) -> Markup:
    """Return the days of a month as a list of links: "5 (12)", named "5 January 2026, 12 hits"."""
    rows = [_row(own) for own in days]
    if not rows:
        return Markup("")
    name = gettext("Days of {month}", month=month_words(month))
    return Markup(f'<ol class="month-days" aria-label="{safe(name)}">{"".join(rows)}</ol>')


def _row(own: MonthDay) -> str:
    shown = f"{own.day.day} <span class=count>{number(own.count)}</span>"
    if own.url is None:
        return f"<li><span>{shown}</span></li>"
    name = f"{day_words(own.day)}, {counted(own.count, 'hit')}"
    current = ' aria-current="true"' if own.is_chosen else ""
    link = f'<a href="{href(own.url)}"{current} aria-label="{safe(name)}">{shown}</a>'
    return f"<li>{link}</li>"

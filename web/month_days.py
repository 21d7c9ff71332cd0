"""Which days of a chosen month have hits? Rows below the month, each with its exact count.

A page without a chosen month has none of them, and asks nothing more of the archive.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from markupsafe import Markup

from search import Page, SearchRequest
from search.frozen import frozen
from web.archives import archive
from web.escaping import href, safe
from web.page_links import search_url
from web.steps import BAR_DAYS
from web.translation import gettext, number
from web.words import counted, day_words, month_words

#: Chosen months whose days are listed, the first ones: each is asked of the archive.
MONTHS_WITH_DAYS = 3
_DAYS_OF_A_MONTH = 31


@frozen(kw_only=True)
class MonthDay:
    """A day with hits: how many; for the day that is chosen, the address of the search for all."""

    day: date
    count: int
    url: str = ""


def month_days(page: Page) -> dict[str, tuple[MonthDay, ...]]:
    """Return the days with hits of each month that the search of a page is limited to.

    They are those of the search for any days: so a reader can go from one day to another.
    """
    search = page.request
    chosen = search.month[:MONTHS_WITH_DAYS]
    any_day = search_url(search.with_days(None, None)) if chosen else ""
    return {month: tuple(_days(search, month, any_day)) for month in chosen}


def _days(search: SearchRequest, month: str, any_day: str) -> Iterator[MonthDay]:
    asked = search.with_days(None, None).with_included("month", (month,))
    asked = asked.with_limits(per_page=1, by="day", bars=_DAYS_OF_A_MONTH, facets=())
    timeline = archive().search(asked).timeline
    for bar in timeline.bars if timeline and timeline.by == "day" else ():
        if not bar.count:
            continue
        is_chosen = search.since == search.until == bar.first
        yield MonthDay(day=bar.first, count=bar.count, url=any_day if is_chosen else "")


def day_rows(days: Iterable[MonthDay], month: str) -> Markup:
    """Return the days of a month as a list of buttons: "5 12", named "5 January 2026, 12 hits"."""
    rows = [_row(own) for own in days]
    if not rows:
        return Markup("")
    name = gettext("Days of {month}", month=month_words(month))
    return Markup(f'<ol class="month-days" aria-label="{safe(name)}">{"".join(rows)}</ol>')


def _row(own: MonthDay) -> str:
    shown = f"{own.day.day} <span class=count>{number(own.count)}</span>"
    name = safe(f"{day_words(own.day)}, {counted(own.count, 'hit')}")
    if own.url:
        return f'<li><a href="{href(own.url)}" aria-current=true aria-label="{name}">{shown}</a>\n'
    return f'<li><button name={BAR_DAYS} value={own.day} aria-label="{name}">{shown}</button>\n'

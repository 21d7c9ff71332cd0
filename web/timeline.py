"""What does the timeline of a page show, and where do its links lead?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from search import ArchiveInfo, Bar, Page, SearchRequest, Timeline
from search.frozen import frozen
from search.periods import UNITS, USUAL_BARS, period_number, period_of
from web.axis import DayLabel, day_labels, ticks
from web.page_links import search_url
from web.search_links import Links
from web.steps import SHARE
from web.translation import gettext
from web.words import UNIT_WORDS, counted, span_words

#: Bars that a page draws at most, whatever is asked for.
MAX_PAGE_BARS = USUAL_BARS
#: Units of the periods to which a chosen span can be widened.
_WIDER_UNITS = ("month", "year", "decade")
_ONE_DAY = timedelta(days=1)


@frozen(kw_only=True)
class Column:
    """A bar in words, with its share of what the archive holds; None where it holds nothing.

    `value` is what is drawn, a count or a share in percent. `is_step` tells whether its days alone
    are another search, which finds something.
    """

    bar: Bar
    name: str
    share: float | None
    value: float
    is_step: bool


@frozen(kw_only=True)
class ChartLink:
    """A link of the chart, None where it leads to what is shown."""

    text: str
    url: str | None


@frozen(kw_only=True)
class ChartChoice:
    """A button of the chart: what its form sends, None where that is what is shown."""

    text: str
    value: str | None


@frozen(kw_only=True)
class Chart:
    """A timeline to be drawn.

    `units` and `measures` are what can be chosen, `wider` the spans to zoom out to, `outside` the
    hits far off. Buttons lead on from the `search` (`web.steps`).
    """

    by: str
    share: bool
    days: str
    columns: tuple[Column, ...]
    ticks: list[float]
    labels: tuple[DayLabel, ...]
    units: tuple[ChartLink | ChartChoice, ...] = ()
    measures: tuple[ChartLink | ChartChoice, ...] = ()
    wider: tuple[ChartLink, ...] = ()
    outside: tuple[ChartLink, ...] = ()
    search: SearchRequest
    undated: int = 0

    @property
    def days_from_first(self) -> list[int]:
        """How many days after the first bar each bar begins, and the last one ends."""
        days = [*(column.bar.first for column in self.columns), self.columns[-1].bar.last]
        return [(day - days[0]).days for day in days]

    @property
    def is_of_all(self) -> bool:
        """Whether the hits are all that the archive holds: to compare them with it says nothing."""
        return all(column.bar.count == column.bar.held for column in self.columns)

    @property
    def has_gaps(self) -> bool:
        """Whether the archive holds nothing of one of the periods."""
        return any(not column.bar.held for column in self.columns)


def bounded(search: SearchRequest) -> SearchRequest:
    """Return a search with as many bars as a page draws at most."""
    return search.with_limits(bars=min(search.bars, MAX_PAGE_BARS))


def chart(page: Page, links: Links, info: ArchiveInfo) -> Chart | None:
    """Return the chart of a page's timeline; None if there is nothing to draw."""
    timeline, search = page.timeline, page.request
    if timeline is None or not timeline.bars:
        return None
    columns = tuple(_columns(timeline, links))
    units = tuple(_units(search, timeline))
    return replace(
        _drawn(timeline, links, columns, search.share),
        units=units if len(units) > 1 else (),
        measures=tuple(_measures(search, columns)),
        wider=tuple(_wider(search, info)),
        outside=tuple(_outside(search, timeline)),
    )


def outlet_chart(timeline: Timeline | None, links: Links) -> Chart | None:
    """Return the chart of the items of an outlet; None if there is nothing to draw."""
    if timeline is None or not timeline.bars:
        return None
    return _drawn(timeline, links, tuple(_columns(timeline, links)), share=False)


def _drawn(timeline: Timeline, links: Links, columns: tuple[Column, ...], share: bool) -> Chart:
    highest = max(column.value for column in columns)
    return Chart(
        by=timeline.by,
        share=share,
        days=span_words(timeline.by, timeline.bars[0].first, timeline.bars[-1].last),
        columns=columns,
        ticks=ticks(highest, least_step=0 if share else 1),
        labels=tuple(day_labels(timeline.by, [bar.first for bar in timeline.bars])),
        search=links.search,
        undated=timeline.undated,
    )


def _columns(timeline: Timeline, links: Links) -> Iterator[Column]:
    search = links.search
    for bar in timeline.bars:
        share = 100 * bar.count / bar.held if bar.held else None
        yield Column(
            bar=bar,
            name=span_words(timeline.by, bar.first, bar.last),
            share=share,
            value=(share or 0.0) if search.share else bar.count,
            is_step=bool(bar.count) and (search.since, search.until) != (bar.first, bar.last),
        )


def _units(search: SearchRequest, timeline: Timeline) -> Iterator[ChartChoice]:
    """Yield the units by which the days that are drawn make several bars, but not too many."""
    first, last = timeline.bars[0].first, timeline.bars[-1].last
    for unit in UNITS:
        bars = period_number(unit, last) - period_number(unit, first) + 1
        if unit == timeline.by:
            yield ChartChoice(text=gettext(UNIT_WORDS[unit]), value=None)
        elif 1 < bars <= search.bars:
            yield ChartChoice(text=gettext(UNIT_WORDS[unit]), value=unit)


def _measures(search: SearchRequest, columns: tuple[Column, ...]) -> Iterator[ChartChoice]:
    """Yield what bars can show; nothing if a search finds all that there is, 100% each day."""
    if search.share or any(column.bar.count < column.bar.held for column in columns):
        for text, value in ((gettext("Count"), "count"), (gettext("Share"), SHARE)):
            is_shown = search.share == (value == SHARE)
            yield ChartChoice(text=text, value=None if is_shown else value)


def _wider(search: SearchRequest, info: ArchiveInfo) -> Iterator[ChartLink]:
    """Yield wider spans than the chosen one, the narrowest first, all days last."""
    since, until = search.since, search.until
    if not since and not until:
        return
    if since and until and info.first_day and info.last_day:
        seen = {(max(since, info.first_day), min(until, info.last_day))}
        seen.add((info.first_day, info.last_day))
        for unit in _WIDER_UNITS:
            first, last = period_of(unit, since)
            within = (max(first, info.first_day), min(last, info.last_day))
            if last >= until and within not in seen and within[0] <= within[1]:
                seen.add(within)
                yield ChartLink(
                    text=span_words(unit, first, last),
                    url=search_url(search.with_days(first, last).with_timeline(share=search.share)),
                )
    widest = search.with_days(None, None).with_timeline(share=search.share)
    yield ChartLink(text=gettext("All days"), url=search_url(widest))


def _outside(search: SearchRequest, timeline: Timeline) -> Iterator[ChartLink]:
    """Yield the searches for the hits of earlier and of later days."""
    first, last = timeline.bars[0].first, timeline.bars[-1].last
    own = search.with_timeline(share=search.share)
    if timeline.before:
        url = search_url(own.with_days(search.since, first - _ONE_DAY))
        yield ChartLink(text=counted(timeline.before, "earlier item"), url=url)
    if timeline.after:
        url = search_url(own.with_days(last + _ONE_DAY, search.until))
        yield ChartLink(text=counted(timeline.after, "later item"), url=url)

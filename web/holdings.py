"""Which pages show what the archive holds? All of it, its outlets, one outlet, one day."""

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response as AnyResponse

from search import Bar, HeldOutlet, RequestInvalid, SearchRequest
from search.facets import OUTLET_ORDERS
from search.frozen import frozen
from search.limits import one_day
from search.request import MAX_NAME_CHARACTERS
from web.archives import archive
from web.empty import empty_page
from web.headings import list_heading
from web.held_files import of_files
from web.page_links import held_url, search_url
from web.parameters import read_for_page, read_order
from web.search_links import Links
from web.timeline import outlet_chart
from web.translation import N_, gettext, language, said
from web.words import counted

blueprint = Blueprint("holdings", __name__)

#: Outlets on one page of their list, and of those that share items with one; the most of these that
#: are listed. Stories on one page of a day.
OUTLETS_PER_PAGE = 100
OTHERS_PER_PAGE = 50
MAX_LISTED_OTHERS = 100_000
STORIES_PER_PAGE = 20
#: Years of the calendar, those without items among them.
MAX_YEARS = 150
#: Order of outlets -> its words.
OUTLET_ORDER_WORDS = {
    "items": N_("Most items first"),
    "headlines": N_("Most headlines first"),
    "name": N_("In alphabetical order"),
    "days": N_("Most days first"),
    "first": N_("Longest held first"),
}


@frozen(kw_only=True)
class Asked:
    """What an address asks for: the day of the archive, a page, a month; and what is said of it."""

    search: SearchRequest
    notes: tuple[str, ...]

    @property
    def month(self) -> str:
        """The month, "" if none is asked for."""
        return self.search.month[0] if self.search.month else ""

    def offset(self, size: int) -> int:
        """Return how many come before the page, of pages of a size."""
        return (self.search.page - 1) * size

    @property
    def all_items(self) -> SearchRequest:
        """The search for everything, as of the same day."""
        return SearchRequest(as_of=self.search.as_of)

    def url(self, endpoint: str, page: int = 1, **values: str) -> str:
        """Return the address of a page of these, as of the same day."""
        return held_url(endpoint, self.search, page, **values)


@blueprint.get("/archive")
def holdings() -> str:
    """Show what the archive holds: months, and one of them by day and outlet."""
    asked = _asked("month")
    held = archive().holdings(asked.month, asked.search.as_of)
    if not held.items:
        return empty_page(asked.all_items, "holdings.holdings", asked.notes)
    counts = {entry.value: entry.count for entry in held.months}
    everything = asked.all_items
    return render_template(
        "archive.html",
        asked=asked,
        search=everything,
        notes=(*asked.notes, *map(said, held.notes)),
        held=held,
        counts=counts,
        nearest=nearest_months(held.month, counts),
        years=years_of(counts),
        month_names=list(zip(language().months, language().short_months, strict=True)),
        rows=[(own, Links(everything.only("sources", own.name))) for own in held.largest],
        runs=_runs(held.timeline.bars if held.timeline else ()),
        links=Links(everything),
        # The day of the archive that is asked for knows neither.
        updated=None if asked.search.as_of else archive().updated,
        ledger=() if asked.search.as_of else of_files(),
    )


@blueprint.get("/outlets")
def outlets() -> str:
    """Show the outlets, OUTLETS_PER_PAGE on a page."""
    asked = _asked("page", others=("prefix", "order"))
    if not archive().info(asked.search.as_of).items:
        return empty_page(asked.all_items, "holdings.outlets", asked.notes)
    notes = asked.notes
    prefix, order = (
        request.args.get("prefix", "").strip(),
        read_order(OUTLET_ORDERS[0]),
    )
    if len(prefix) > MAX_NAME_CHARACTERS:
        prefix = prefix[:MAX_NAME_CHARACTERS]
        notes += (
            gettext(
                "Of what a word shall begin with, {most} characters count.",
                most=MAX_NAME_CHARACTERS,
            ),
        )
    if order not in OUTLET_ORDERS:
        order = OUTLET_ORDERS[0]
        notes += (
            gettext("There is no such order of outlets, so those with most items come first."),
        )
    listed = archive().outlets(
        prefix,
        order,
        offset=asked.offset(OUTLETS_PER_PAGE),
        limit=OUTLETS_PER_PAGE,
        as_of=asked.search.as_of,
    )

    def page_url(page: int, by: str = order) -> str:
        own = {"prefix": prefix, "order": "" if by == OUTLET_ORDERS[0] else by}
        return asked.url("holdings.outlets", page, **own)

    return render_template(
        "outlets.html",
        asked=asked,
        search=asked.all_items,
        notes=(*notes, *map(said, listed.notes)),
        listed=listed,
        heading=list_heading(
            counted(listed.total, "outlet"), listed.total, asked.search.page, OUTLETS_PER_PAGE
        ),
        pages=-(-listed.total // OUTLETS_PER_PAGE),
        page_url=page_url,
        prefix=prefix,
        order=order,
        orders=OUTLET_ORDER_WORDS,
        has_headlines=all(own.headlines is not None for own in listed.outlets),
        sparkline=sparkline,
    )


@blueprint.get("/outlet/<id:name>")
def outlet(name: str) -> str:
    """Show what the archive holds of an outlet, and with whom it shares items.

    Those others are on pages of OTHERS_PER_PAGE; all but them is on the first page.
    """
    asked = _asked("page")
    first, page = asked.offset(OTHERS_PER_PAGE), asked.search.page
    most = min(first + OTHERS_PER_PAGE, MAX_LISTED_OTHERS)
    profile = archive().outlet(name, asked.search.as_of, others=most)
    count = min(profile.other_count, MAX_LISTED_OTHERS)
    own = asked.all_items.only("sources", profile.outlet.name)
    links = Links(own)
    return render_template(
        "outlet.html",
        asked=asked,
        search=asked.all_items,
        notes=(*asked.notes, *map(said, profile.notes)),
        profile=profile,
        own=own,
        links=links,
        chart=outlet_chart(profile.timeline, links),
        others=profile.others[first:],
        shown=list_heading(counted(count, "outlet"), count, page, OTHERS_PER_PAGE),
        pages=-(-count // OTHERS_PER_PAGE),
        page_url=lambda number: asked.url("holdings.outlet", number, name=profile.outlet.name),
        shared_url=lambda other: _shared_url(own, other),
    )


@blueprint.get("/day/<day>")
def day(day: str) -> str | AnyResponse:
    """Show the stories of a day, STORIES_PER_PAGE on a page; a month leads to its calendar."""
    asked = _asked("page")
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", day):
        return redirect(held_url("holdings.holdings", asked.search, month=day))
    wanted = named_day(day)
    if wanted.isoformat() != day:
        return to_day(wanted)
    held = archive().day(
        wanted,
        offset=asked.offset(STORIES_PER_PAGE),
        limit=STORIES_PER_PAGE,
        as_of=asked.search.as_of,
    )
    return render_template(
        "day.html",
        asked=asked,
        search=asked.all_items,
        notes=(*asked.notes, *map(said, held.notes)),
        held=held,
        links=Links(asked.all_items),
        url=search_url(asked.all_items.with_days(held.day, held.day)),
        heading=list_heading(
            counted(held.story_count, "story", "stories"),
            held.story_count,
            asked.search.page,
            STORIES_PER_PAGE,
        ),
        pages=-(-held.story_count // STORIES_PER_PAGE),
        page_url=lambda page: asked.url("holdings.day", page, day=held.day.isoformat()),
    )


def named_day(written: str) -> date:
    """Return the day that an address names, or answer 404 if it names none, or several."""
    try:
        return one_day(written)
    except RequestInvalid:
        abort(404, gettext("There is no such day. Write the address as /day/2026-01-03."))


def to_day(day: date) -> AnyResponse:
    """Lead to the address of a day: it may be named in other forms, but has one page."""
    others = urlencode(list(request.args.items(multi=True)))
    url = url_for(request.endpoint or "", day=day.isoformat())
    return redirect(f"{url}?{others}" if others else url)


def sparkline(outlet: HeldOutlet, height: int) -> str:
    """Return the counts of an outlet as the path of a drawing, each column one wide."""
    top = max(outlet.counts, default=0)
    return "".join(
        f"M{index} {height}v-{max(height * count / top, 1):.2g}h.8V{height}"
        for index, count in enumerate(outlet.counts)
        if count
    )


def _runs(bars: Sequence[Bar]) -> list[tuple[int, int]]:
    """Return (index, days) of each cell in a row of days: one for a day, one for a whole gap."""
    runs: list[tuple[int, int]] = []
    for index, bar in enumerate(bars):
        if runs and not bar.held and not bars[index - 1].held:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((index, 1))
    return runs


def years_of(months: Iterable[str]) -> list[str]:
    """Return the years of some months, the last first, with those between: gaps are to be seen.

    Where most years are gaps, only those that the archive has.
    """
    held = sorted({month[:4] for month in months})
    if held and (last := int(held[-1])) - int(held[0]) < MAX_YEARS:
        held = [f"{year:04}" for year in range(int(held[0]), last + 1)]
    return held[::-1]


def nearest_months(month: str, months: Iterable[str]) -> list[str]:
    """Return the months before and after one that an archive has not, as far as there are such.

    >>> nearest_months("2026-02", ["2025-12", "2026-01", "2026-05"])
    ['2026-01', '2026-05']
    """
    ordered = sorted(months)
    place = bisect(ordered, month)
    return ordered[max(place - 1, 0) : place + 1]


def _shared_url(own: SearchRequest, other: str) -> str | None:
    """Return the search for an outlet's items that another has, too; None if none can say it."""
    return None if '"' in other else search_url(own.with_query(f'source:"{other}"'))


def _asked(*known: str, others: tuple[str, ...] = ()) -> Asked:
    """Return what the address asks for; what cannot be read is left out, and it is said.

    A page knows the day of the archive, and these parameters of a search, and others.
    """
    names = ("as_of", *known)
    search, notes = read_for_page(*others, known=names)
    return Asked(search=search, notes=notes)

"""How often does each outlet carry each of several searches, period by period?

A page shows one outlet over time, or one period by outlet: the whole has three dimensions, and is
a table of one row for each number, as CSV and JSON.
"""

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, jsonify, render_template, request

from search import OutletsOverTime, SearchRequest
from search.export.table import Cell
from search.frozen import frozen
from search.names import name_key
from web.api import OFFSET, VALUES
from web.api import blueprint as api
from web.archives import archive
from web.comparing import ToCompare, asked_by_page, asked_by_program
from web.news import refuse_unsaid
from web.page_links import search_url
from web.parameters import refuse_repaired_days
from web.streams import streamed_table
from web.translation import gettext, said
from web.words import span_words

blueprint = Blueprint("compare_outlets", __name__)

#: Outlets that a page lets choose; outlets of the table for spreadsheets.
MOST_CHOICES = 50
MOST_TABLE_OUTLETS = 100_000
#: Notes above the table.
MOST_OUTLET_NOTES = 8
_HEADER = ("search", "outlet", "first", "last", "items", "held", "share")


@frozen(kw_only=True)
class CrossedRow:
    """A period of an outlet, or an outlet of a period: what is held, and hits of each search.

    `cells` are (count, share, address of its items); none where nothing is held.
    """

    name: str
    held: int
    held_url: str
    cells: tuple[tuple[int, float, str], ...]


@blueprint.get("/compare/outlets")
def compare_outlets() -> str:
    """Show several searches in one outlet by period, or in one period by outlet."""
    asked = asked_by_page("outlet", "period")
    notes = list(asked.notes)
    found = None
    if asked.is_ready and not asked.by_outlet:
        found = archive().compare_outlets(asked.queries, asked.limits, limit=MOST_CHOICES)
        notes += map(said, found.notes)
    bars = found.timeline.bars if found and found.timeline else ()
    names = [own.outlet for own in found.outlets] if found else []
    period, outlet = request.args.get("period", ""), request.args.get("outlet", "")
    spans = [(bar.first.isoformat(), bar.last.isoformat()) for bar in bars]
    at_period = next((n for n, own in enumerate(spans) if own[0] <= period <= own[1]), None)
    keys = [name_key(name) for name in names]
    if period and at_period is None:
        notes.append(gettext("The table has no such period, so it is of an outlet."))
    if outlet and name_key(outlet) not in keys:
        notes.append(gettext("The table has no such outlet, so it is of the largest."))
        outlet = ""
    number = keys.index(name_key(outlet)) if outlet else 0
    rows: list[CrossedRow] = []
    if found and names and bars:
        if at_period is None:
            at = [(number, bar) for bar in range(len(bars))]
        else:
            at = [(own, at_period) for own in range(len(names))]
        is_period = at_period is not None
        rows = [_row(found, asked, own, bar, by_outlet=is_period) for own, bar in at]
    return render_template(
        "compare_outlets.html",
        asked=asked,
        search=SearchRequest(as_of=asked.limits.as_of, standing=asked.limits.standing),
        found=found,
        notes=notes[:MOST_OUTLET_NOTES],
        outlets=names,
        outlet=names[number] if names and at_period is None else "",
        periods=[(bar.first.isoformat(), _period(found, index)) for index, bar in enumerate(bars)],
        period="" if at_period is None else spans[at_period][0],
        rows=rows,
    )


@blueprint.get("/compare/outlets.csv")
def outlets_table() -> Response:
    """Return a row for each search, outlet and period of which something of the outlet is held."""
    refuse_repaired_days()
    asked = asked_by_program()
    refuse_unsaid(asked.limits)
    found = archive().compare_outlets(asked.queries, asked.limits, limit=MOST_TABLE_OUTLETS)
    return streamed_table(_HEADER, _table_rows(found), "compare-outlets.csv")


@api.get("/compare/outlets")
def compared_outlets() -> Response:
    """Return several searches by outlet and over time, the outlets with most hits first."""
    asked = asked_by_program(VALUES.name, OFFSET.name)
    found = archive().compare_outlets(
        asked.queries, asked.limits, offset=OFFSET.read(), limit=VALUES.read()
    )
    return jsonify(found)


def _row(
    found: OutletsOverTime, asked: ToCompare, outlet: int, bar: int, by_outlet: bool
) -> CrossedRow:
    assert found.timeline
    own, days = found.outlets[outlet], found.timeline.bars[bar]
    held = own.held[bar]
    everything = SearchRequest(as_of=asked.limits.as_of, standing=asked.limits.standing)

    def url(search: SearchRequest) -> str:
        first = max(days.first, search.since) if search.since else days.first
        last = min(days.last, search.until) if search.until else days.last
        return search_url(search.only("sources", own.outlet).with_days(first, last))

    return CrossedRow(
        name=own.outlet if by_outlet else _period(found, bar),
        held=held,
        held_url=url(everything),
        cells=tuple(
            (counts[bar], 100 * counts[bar] / held, url(search))
            for search, counts in zip(found.searches, own.counts, strict=True)
        )
        if held
        else (),
    )


def _period(found: OutletsOverTime | None, index: int) -> str:
    assert found
    assert found.timeline
    bar = found.timeline.bars[index]
    return span_words(found.timeline.by, bar.first, bar.last)


def _table_rows(found: OutletsOverTime) -> Iterator[Sequence[Cell]]:
    bars = found.timeline.bars if found.timeline else ()
    for name, number in zip(found.names, range(len(found.names)), strict=True):
        for own in found.outlets:
            for bar, held, count in zip(bars, own.held, own.counts[number], strict=True):
                if held:
                    days = bar.first.isoformat(), bar.last.isoformat()
                    yield (name, own.outlet, *days, count, held, f"{count / held:.6f}")

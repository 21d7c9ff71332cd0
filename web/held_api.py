"""What do programs get of the archive's holdings? The pages of `web.holdings` as JSON and CSV."""

from collections.abc import Iterator
from datetime import date, datetime

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug import Response as AnyResponse

from search import HeldDay, HeldOutlets, Holdings, LedgerCount, SearchRequest
from search.facets import OUTLET_ORDERS
from search.frozen import frozen
from search.request import MAX_NAME_CHARACTERS
from web.api import OFFSET, VALUES, blueprint
from web.archives import archive
from web.held_files import of_files
from web.holdings import named_day, to_day, years_of
from web.parameters import WholeNumber, read_order, read_search, read_text, refuse_unknown
from web.streams import streamed_table
from web.translation import gettext

#: The same as tables for spreadsheets.
tables = Blueprint("held_tables", __name__)

#: How many stories of a day are answered, as few as a page has: each has its items.
OF_DAY = WholeNumber(name="limit", default=20, least=0, most=100)
#: Outlets of a table at most.
MAX_TABLE_OUTLETS = 100_000
_MONTHS = tuple(f"{number:02}" for number in range(1, 13))
_OF_OUTLETS = ("prefix", "order", "as_of")


@frozen(kw_only=True)
class ArchiveAnswer:
    """What the archive holds; `month` is looked at by day and outlet.

    `updated` is when it was last changed, and `ledger` counts what was refused and repaired: of an
    archive as of a day neither is known.
    """

    holdings: Holdings
    updated: datetime | None
    ledger: list[LedgerCount]


@blueprint.get("/archive")
def held() -> Response:
    """Return what the archive holds by month and feed, and one month by day and outlet."""
    search = _asked("month")
    holdings = archive().holdings(_month(search), search.as_of)
    known = search.as_of is None
    return jsonify(
        ArchiveAnswer(
            holdings=holdings,
            updated=archive().updated if known else None,
            ledger=of_files() if known else [],
        )
    )


@blueprint.get("/outlets")
def held_outlets() -> Response:
    """Return outlets with their items, days and counts over time."""
    return jsonify(_outlets(OFFSET.read(), VALUES.read(), OFFSET.name, VALUES.name))


@blueprint.get("/outlet/<id:outlet>")
def held_outlet(outlet: str) -> Response:
    """Return what the archive holds of an outlet, and with whom it shares items."""
    return jsonify(archive().outlet(outlet, _asked().as_of))


@blueprint.get("/day/<day>")
def held_day(day: str) -> AnyResponse:
    """Return the stories of a day, those of most outlets first."""
    asked = _asked(OFFSET.name, OF_DAY.name)
    wanted = named_day(day)
    if wanted.isoformat() != day:
        return to_day(wanted)
    found: HeldDay = archive().day(
        wanted, offset=OFFSET.read(), limit=OF_DAY.read(), as_of=asked.as_of
    )
    return jsonify(found)


@tables.get("/archive.csv")
def archive_csv() -> Response:
    """Return the tables of the page: items by year and month, of one month by outlet and day."""
    search = _asked("month")
    month = _month(search)
    found = archive().holdings(month, search.as_of, outlets=MAX_TABLE_OUTLETS)
    if not month:
        counts: dict[str, int] = {own.value: own.count for own in found.months}
        years = (
            (year, *(counts.get(f"{year}-{number}", "") for number in _MONTHS))
            for year in years_of(counts)
        )
        return streamed_table(("year", *_MONTHS), years, "archive.csv")
    bars = found.timeline.bars if found.timeline else ()
    rows: Iterator[tuple[str | int, ...]] = (
        (name, *(own if bar.held else "" for bar, own in zip(bars, of_days, strict=True)))
        for name, of_days in (
            ("All items", [bar.count for bar in bars]),
            *((own.name, own.counts) for own in found.largest),
        )
    )
    header = ("outlet", *(bar.first.isoformat() for bar in bars))
    return streamed_table(header, rows, f"archive-{month}.csv")


@tables.get("/outlets.csv")
def outlets_csv() -> Response:
    """Return all outlets with what is held of each."""
    found = _outlets(0, MAX_TABLE_OUTLETS)
    rows = (
        (
            *(own.name, own.items, "" if own.headlines is None else own.headlines),
            *(own.alone, own.days, _day(own.first_day), _day(own.last_day)),
        )
        for own in found.outlets
    )
    header = ("outlet", "items", "headlines", "alone", "days", "first_day", "last_day")
    return streamed_table(header, rows, "outlets.csv")


@tables.get("/shared.csv")
def shared_csv() -> Response:
    """Return the outlets with which an outlet shares most items, beside how usual each is."""
    name = read_text("outlet", MAX_NAME_CHARACTERS)
    profile = archive().outlet(name, _asked("outlet").as_of, others=MAX_TABLE_OUTLETS)
    rows = (
        (
            *(other.name, other.shared, f"{other.shared / profile.outlet.items:.6f}"),
            *(other.items, f"{other.items / profile.all_items:.6f}"),
        )
        for other in profile.others
    )
    return streamed_table(("outlet", "shared", "share", "held", "base"), rows, "shared.csv")


def _outlets(offset: int, limit: int, *known: str) -> HeldOutlets:
    search = _asked(*_OF_OUTLETS, *known)
    return archive().outlets(
        read_text("prefix", MAX_NAME_CHARACTERS),
        read_order(OUTLET_ORDERS[0]),
        offset=offset,
        limit=limit,
        as_of=search.as_of,
    )


def _asked(*known: str) -> SearchRequest:
    """Return the day and the month that an address names, or answer 400."""
    refuse_unknown(("as_of", *known))
    names = {"as_of", "month"} & {"as_of", *known}
    return read_search([pair for pair in request.args.items(multi=True) if pair[0] in names])


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _month(search: SearchRequest) -> str:
    if len(search.month) > 1:
        abort(400, gettext("One month is looked at; name one."))
    return search.month[0] if search.month else ""

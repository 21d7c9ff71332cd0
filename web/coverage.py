"""Which outlets carry the hits of a search? A table for people and for spreadsheets."""

from flask import Blueprint, Flask, Response, abort, redirect, render_template, request
from werkzeug import Response as AnyResponse

from search import SearchRequest
from search.coverage import COVERAGE_ORDERS, Coverage, same_days
from search.query.outlets import least_of, with_least
from search.request import MAX_QUERY_CHARACTERS
from web.archives import archive
from web.empty import empty_page
from web.headings import list_heading
from web.news import refuse_unsaid
from web.page_links import coverage_url, search_url
from web.parameters import (
    WITHOUT_PAGES,
    read_for_page,
    read_order,
    read_search,
    refuse_repaired_days,
    refuse_unknown,
)
from web.search_links import Links
from web.streams import streamed_table
from web.translation import N_, gettext, said
from web.words import FACET_WORDS, counted

blueprint = Blueprint("coverage", __name__)

#: Rows of the table on one page, and notes above it.
ROWS_PER_PAGE = 100
MAX_COVERAGE_NOTES = 8
#: The parameter with the least number of outlets of an item, its digits at most, and characters of
#: what is given that a sentence shows.
LEAST = "least"
MAX_LEAST_DIGITS = 6
MAX_LEAST_CHARACTERS = 40
#: Parameters beside those of a search.
_OWN_PARAMETERS = ("order", "format", LEAST)
#: Order of the rows -> its words on the page.
COVERAGE_ORDER_WORDS = {
    "hits": N_("Most hits first"),
    "held": N_("Most items first"),
    "lift": N_("Highest lift first"),
    "name": N_("In alphabetical order"),
}


def init_app(app: Flask) -> None:
    """Register what templates ask about a query."""
    app.jinja_env.globals.update(least_of=least_of)


@blueprint.get("/coverage")
def coverage() -> str | Response:
    """Show the outlets of a search's hits, ROWS_PER_PAGE on a page, or all of them as CSV."""
    if "format" in request.args:
        return _csv(_asked_by_program())
    search, left_out = read_for_page(*_OWN_PARAMETERS)
    search, said_of_least = narrowed(search)
    notes = [*left_out, *said_of_least]
    order = read_order(COVERAGE_ORDERS[0])
    if order not in COVERAGE_ORDERS:
        notes.append(
            gettext("There is no such order of outlets, so those with the most hits come first.")
        )
        order = COVERAGE_ORDERS[0]
    found = archive().coverage(
        search, order=order, limit=ROWS_PER_PAGE, offset=(search.page - 1) * ROWS_PER_PAGE
    )
    if not found.items:
        return empty_page(search, "coverage.coverage", notes)
    everywhere = search.with_limits(sources=()).at_page(1)
    return render_template(
        "coverage.html",
        found=found,
        search=search,
        everywhere=everywhere,
        order=order,
        orders=COVERAGE_ORDER_WORDS,
        notes=[*notes, *map(said, found.notes)][:MAX_COVERAGE_NOTES],
        heading=_heading(found.outlets, search.page),
        pages=-(-found.outlets // ROWS_PER_PAGE),
        links=Links(everywhere),
        same_day=Links(SearchRequest(as_of=search.as_of, standing=search.standing)),
        of_days=Links(same_days(search)),
        page_url=lambda number: coverage_url(search.at_page(number), order),
    )


def _heading(outlets: int, page: int) -> str:
    """Return the heading: "Coverage by 101–200 of 357 outlets"; past the end that nothing is."""
    values = counted(outlets, *FACET_WORDS["sources"])
    shown = list_heading(values, outlets, page, ROWS_PER_PAGE)
    is_past = (page - 1) * ROWS_PER_PAGE >= outlets > 0
    return shown if is_past else gettext("Coverage by {outlets}", outlets=shown)


@blueprint.get("/coverage/narrow")
def narrow() -> AnyResponse:
    """Lead to the search among items of at least that many outlets; of none, to the search."""
    search, _ = SearchRequest.from_params(request.args.items(multi=True))
    search, problems = narrowed(search)
    # What cannot be is told by the page that it leads to.
    given = {LEAST: request.args[LEAST][:MAX_LEAST_CHARACTERS]} if problems else {}
    return redirect(search_url(search, **given), 303)


def narrowed(search: SearchRequest) -> tuple[SearchRequest, tuple[str, ...]]:
    """Return a search among items of as many outlets as the address says, of none: of any.

    Also a sentence if what it says was left out.
    """
    given = request.args.get(LEAST)
    if given is None:
        return search, ()
    least = given.strip() or "0"
    if not (least.isascii() and least.isdecimal() and len(least) <= MAX_LEAST_DIGITS):
        problem = gettext(
            "The number of outlets was left out: “{given}” is not a whole number from 0 to {most}.",
            given=given[:MAX_LEAST_CHARACTERS],
            most=10**MAX_LEAST_DIGITS - 1,
        )
        return search, (problem,)
    query = with_least(search.query, int(least))
    if len(query) > MAX_QUERY_CHARACTERS:
        problem = gettext("The number of outlets was left out: the query has no room for it.")
        return search, (problem,)
    return search.with_query(query).at_page(search.page), ()


def _asked_by_program() -> Coverage:
    """Return the coverage of the search in the address of a file, or answer 400."""
    refuse_unknown((*WITHOUT_PAGES, *_OWN_PARAMETERS))
    refuse_repaired_days()
    if (name := request.args["format"]) != "csv":
        abort(400, gettext("“{name}” is not a format; this table is sent as csv.", name=name[:40]))
    search, problems = narrowed(refuse_unsaid(read_search()))
    if problems:
        abort(400, problems[0])
    return archive().coverage(search, order=read_order(COVERAGE_ORDERS[0]))


def _csv(found: Coverage) -> Response:
    rows = (
        (
            *(row.outlet, row.hits, f"{row.share:.6f}"),
            *(row.held, f"{row.base:.6f}", f"{row.lift:.4f}"),
        )
        for row in found.rows
    )
    header = ("outlet", "hits", "share", "held", "base", "lift")
    return streamed_table(header, rows, "coverage.csv")

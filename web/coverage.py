"""Which outlets carry the hits of a search? A table for people and for spreadsheets."""

from flask import Blueprint, Flask, Response, redirect, render_template, request
from werkzeug import Response as AnyResponse

from search import SearchRequest
from search.coverage import COVERAGE_ORDERS, Coverage, same_days
from search.query.outlets import least_of, with_least
from search.request import MAX_QUERY_CHARACTERS
from web.archives import archive
from web.page_links import Links, coverage_url, search_url
from web.parameters import in_words_of_the_page, misspelt_parameters
from web.streams import streamed_table
from web.translation import N_, gettext
from web.words import FACET_WORDS, counted

blueprint = Blueprint("coverage", __name__)

#: Rows of the table on one page, and notes above it.
ROWS_PER_PAGE = 100
MAX_COVERAGE_NOTES = 8
#: Order of the rows -> its words on the page.
COVERAGE_ORDER_WORDS = {
    "hits": N_("Most hits first"),
    "held": N_("Most items first"),
    "lift": N_("Highest lift first"),
    "name": N_("In alphabetical order"),
}
_ALL_OUTLETS = N_(
    "The table is of this search in all outlets, not only in those that it is limited to."
)


def init_app(app: Flask) -> None:
    """Register what templates ask about a query."""
    app.jinja_env.globals.update(least_of=least_of)


@blueprint.get("/coverage")
def coverage() -> str | Response:
    """Show the outlets of a search's hits, ROWS_PER_PAGE on a page, or all of them as CSV."""
    search, problems = SearchRequest.from_params(request.args.items(multi=True))
    notes = [*misspelt_parameters(), *map(in_words_of_the_page, problems)]
    order = request.args.get("order", COVERAGE_ORDERS[0])
    if order not in COVERAGE_ORDERS:
        notes.append(
            gettext("There is no such order of outlets, so those with the most hits come first.")
        )
        order = COVERAGE_ORDERS[0]
    if request.args.get("format") == "csv":
        return _csv(archive().coverage(search, order=order))
    if search.sources:
        notes.append(gettext(_ALL_OUTLETS))
    found = archive().coverage(
        search, order=order, limit=ROWS_PER_PAGE, offset=(search.page - 1) * ROWS_PER_PAGE
    )
    everywhere = search.with_limits(sources=()).at_page(1)
    return render_template(
        "coverage.html",
        found=found,
        search=search,
        everywhere=everywhere,
        order=order,
        orders=COVERAGE_ORDER_WORDS,
        notes=notes[:MAX_COVERAGE_NOTES],
        heading=counted(found.outlets, *FACET_WORDS["sources"]),
        pages=-(-found.outlets // ROWS_PER_PAGE),
        links=Links(everywhere),
        same_day=Links(SearchRequest(as_of=search.as_of, standing=search.standing)),
        of_days=Links(same_days(search)),
        page_url=lambda number: coverage_url(search.at_page(number), order),
    )


@blueprint.get("/coverage/narrow")
def narrow() -> AnyResponse:
    """Lead to the search among items of at least so many outlets; of none, to the search."""
    search, _ = SearchRequest.from_params(request.args.items(multi=True))
    least = request.args.get("least", "").strip()
    if not least or (least.isascii() and least.isdecimal() and len(least) <= 6):
        query = with_least(search.query, int(least or 0))
        if len(query) <= MAX_QUERY_CHARACTERS:
            search = search.with_query(query)
    return redirect(search_url(search), 303)


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

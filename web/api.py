"""What does the archive answer to programs? Search, item, facet and suggestions as JSON."""

import json
from dataclasses import replace

from flask import Blueprint, Response, abort, current_app, jsonify, request

from search import Example, FacetValue, RequestInvalid, Suggestion, as_json
from search.coverage import COVERAGE_ORDERS
from search.facets import check_facet
from search.frozen import frozen
from search.request import MAX_NAME_CHARACTERS, MAX_QUERY_CHARACTERS, PARAMETERS
from web.archives import archive
from web.bounds import shown
from web.comparing import asked_by_program
from web.news import refuse_unsaid
from web.parameters import (
    WITHOUT_PAGES,
    WholeNumber,
    read_order,
    read_search,
    read_text,
    refuse_unknown,
    said_of_days_here,
)

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

#: How many values of a facet, after how many others, and how many suggestions are answered.
VALUES = WholeNumber(name="limit", default=100, least=0, most=1000)
#: Items of a story on a page of it, and the page.
STORY_ITEMS = WholeNumber(name="limit", default=200, least=1, most=200)
STORY_PAGE = WholeNumber(name="page", default=1, least=1, most=1000)
OFFSET = WholeNumber(name="offset", default=0, least=0, most=10**9)
SUGGESTIONS = WholeNumber(name="limit", default=10, least=1, most=50)
#: After how many characters of the query something is typed.
CURSOR = WholeNumber(
    name="cursor", default=MAX_QUERY_CHARACTERS, least=0, most=MAX_QUERY_CHARACTERS
)


@frozen(kw_only=True)
class FacetAnswer:
    """Values of a facet over the hits of a search; `total` is how many values there are in all.

    `notes` say what was repaired in the search, as those of a page do. `match` is how many of the
    words hits have: all, most or any, and most also where no item has all that were asked for.
    """

    facet: str
    total: int
    values: list[FacetValue]
    notes: tuple[str, ...]
    match: str


@frozen(kw_only=True)
class SuggestAnswer:
    """Ways to go on with a query: words, names, days and titles of the archive."""

    suggestions: list[Suggestion]


@frozen(kw_only=True)
class ExamplesAnswer:
    """Queries of all kinds, in the archive's own words."""

    examples: list[Example]


@blueprint.get("/search")
def search() -> Response:
    """Search the archive. Counts are exact, over all hits."""
    refuse_unknown(PARAMETERS)
    page = archive().search(read_search())
    # The request has days only, and no longer how they were written.
    return jsonify(replace(page, notes=(*said_of_days_here(), *page.notes)))


@blueprint.get("/items/<id:id>")
def item(id: str) -> Response:
    """Return one item with its older versions; `cut` tells what is too long to be here."""
    refuse_unknown(("as_of",))
    part = shown(archive().item(id, read_search().as_of))
    cut = {"cut": dict(part.cut)} if part.cut else {}
    return jsonify(as_json(part.item) | {"sources": list(part.sources)} | cut)


@blueprint.get("/story/<id:id>")
def story(id: str) -> Response:
    """Return the story of an item: its items by day and page, its outlets, what it is tied to."""
    refuse_unknown(("as_of", STORY_ITEMS.name, STORY_PAGE.name))
    day = read_search([pair for pair in request.args.items(multi=True) if pair[0] == "as_of"]).as_of
    return jsonify(archive().story(id, STORY_ITEMS.read(), day, STORY_PAGE.read()))


@blueprint.get("/facets/<name>")
def facet(name: str) -> Response:
    """Return the values of one facet over all hits of a search."""
    try:
        check_facet(name)
    except RequestInvalid as problem:
        abort(404, f"{problem}.")
    refuse_unknown((*WITHOUT_PAGES, "prefix", "order", VALUES.name, OFFSET.name))
    found = archive().facet(
        name,
        read_search(),
        prefix=read_text("prefix", MAX_NAME_CHARACTERS),
        limit=VALUES.read(),
        offset=OFFSET.read(),
        order=read_order() or None,
    )
    values, total = found
    notes = (*said_of_days_here(), *found.notes)
    return jsonify(
        FacetAnswer(facet=name, total=total, values=values, notes=notes, match=found.match)
    )


@blueprint.get("/coverage")
def coverage() -> Response:
    """Return the outlets of a search's hits, each with its share and how usual it is."""
    refuse_unknown((*WITHOUT_PAGES, "order", VALUES.name, OFFSET.name))
    found = archive().coverage(
        read_search(),
        order=read_order(COVERAGE_ORDERS[0]),
        limit=VALUES.read(),
        offset=OFFSET.read(),
    )
    return jsonify(replace(found, notes=(*said_of_days_here(), *found.notes)))


@blueprint.get("/compare")
def compare() -> Response:
    """Return several searches side by side, or one in its outlets (`by=sources`)."""
    asked = asked_by_program()
    found = archive().compare(asked.queries, asked.limits, by_outlet=asked.by_outlet)
    return jsonify(replace(found, notes=(*said_of_days_here(), *found.notes)))


@blueprint.get("/suggest")
def suggest() -> Response:
    """Return how a query may go on, each with the query that it makes and what that finds."""
    refuse_unknown((*PARAMETERS, CURSOR.name, SUGGESTIONS.name))
    found = archive().suggest(
        refuse_unsaid(read_search()), SUGGESTIONS.read(), cursor=CURSOR.read()
    )
    return jsonify(SuggestAnswer(suggestions=found))


@blueprint.get("/examples")
def examples() -> Response:
    """Return queries in the archive's own words, one for each thing that a query can say."""
    refuse_unknown(("as_of",))
    return jsonify(ExamplesAnswer(examples=archive().examples(read_search().as_of)))


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Return the description of this API, as OpenAPI 3.1."""
    refuse_unknown(())
    # `python -m tests.openapi` makes the file; only where the API is mounted is known here alone.
    with current_app.open_resource("openapi.json") as file:
        return jsonify(json.load(file) | {"servers": [{"url": request.script_root or "/"}]})

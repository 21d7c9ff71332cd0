"""Which values of a facet does an answer list, and in which order?"""

from dataclasses import replace
from itertools import repeat

from search.answer.questions import compiled, counts, generation_of
from search.engine import Answer, Generation, Listed
from search.facets import IN_ORDER_OF_TIME, order_of
from search.known_outlets import outlets_starting
from search.names import name_key, word_begins
from search.query import parser
from search.request import SearchRequest
from search.results import FacetValue

#: Values of a facet that a page lists; of years and months it lists all.
MOST_VALUES = 20


def listed(
    name: str, request: SearchRequest, most: int | None = MOST_VALUES, order: str | None = None
) -> Listed:
    """Return which values an engine is to list: the first ones, and those of the request."""
    order = order_of(name, order)
    if name in IN_ORDER_OF_TIME and order == "name":
        # A chosen value that no hit has, which an engine gives last, has its place in time, too.
        most = None
    return Listed(most=most, always=request.included(name), by_name=order == "name")


def values(
    name: str, answer: Answer, request: SearchRequest, order: str | None = None
) -> list[FacetValue]:
    """Return the values that an engine listed, with their counts."""
    counts, included = answer.facets[name], request.included(name)
    found = [
        FacetValue(
            value=value,
            count=count,
            selected=value in included,
            if_added=answer.total + more if included and value not in included else None,
        )
        for (value, count), more in zip(counts.values, counts.more or repeat(0), strict=False)
    ]
    if name in IN_ORDER_OF_TIME and order_of(name, order) == "name":
        found.sort(key=lambda entry: entry.value)
    return found


def facet(
    newest: Generation,
    name: str,
    request: SearchRequest,
    prefix: str,
    offset: int,
    limit: int | None,
    order: str | None,
) -> tuple[list[FacetValue], int]:
    """Return values of one facet over a search's hits, and how many there are in all.

    Only values of which a word begins with `prefix`; those from `offset` on, `limit` at most, in
    one of FACET_ORDERS, None for the facet's own.
    """
    generation = generation_of(newest, request)
    start = generation.analyzer.name(prefix)
    signs = "" if start else name_key(prefix)  # an engine compares words alone
    most = None if limit is None or signs else offset + limit
    listing = listed(name, request, most, order)
    too = outlets_starting(prefix) if name == "sources" else ()
    listing = replace(listing, starting=start, starting_too=too)
    asked, request, _, _ = compiled(generation, parser.parse(request.query), request)
    listing = replace(listing, always=request.included(name))
    answer, _ = counts(generation, asked, request, {name: listing})
    found = values(name, answer, request, order)
    if signs:
        found = [entry for entry in found if word_begins(entry.value, signs)]
        size = len(found)
    else:  # a value that was chosen is listed though it has no hit
        size = answer.facets[name].size + sum(not entry.count for entry in found)
    return found[offset : None if limit is None else offset + limit], size

"""Which values does a facet have over the hits of a search, some at a time?"""

from dataclasses import replace

from search.answer.page import notes_of
from search.answer.questions import compiled, counts, generation_of
from search.answer.values import listed, values
from search.engine import Generation
from search.names import name_key, word_begins
from search.query import parser
from search.request import SearchRequest
from search.results import FoundValues


def facet(
    newest: Generation,
    name: str,
    request: SearchRequest,
    prefix: str,
    offset: int,
    limit: int | None,
    order: str | None,
) -> FoundValues:
    """Return values of one facet over a search's hits, and how many there are in all.

    Only values of which a word begins with `prefix`; those from `offset` on, `limit` at most, in
    one of FACET_ORDERS, None for the facet's own.
    """
    generation = generation_of(newest, request)
    start = generation.analyzer.name(prefix)
    signs = "" if start else name_key(prefix)  # an engine compares words alone
    most = None if limit is None or signs else offset + limit
    listing = listed(name, request, most, order)
    too = generation.outlets.starting(prefix) if name == "sources" else ()
    listing = replace(listing, starting=start, starting_too=too)
    given = request
    asked, request, renamed, _ = compiled(generation, parser.parse(request.query), given)
    listing = replace(listing, always=request.included(name))
    answer, match = counts(generation, asked, request, {name: listing})
    found = values(name, answer, request, order)
    if signs:
        found = [entry for entry in found if word_begins(entry.value, signs)]
        size = len(found)
    else:  # a value that was chosen is listed though it has no hit
        size = answer.facets[name].size + sum(not entry.count for entry in found)
    return FoundValues(
        found[offset : None if limit is None else offset + limit],
        size,
        notes=notes_of(newest, generation, asked, given, renamed, answer, match),
        hits=answer.total,
        match=match,
    )

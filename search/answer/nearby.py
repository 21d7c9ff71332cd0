"""What finds something where a search, and the search less any one of its parts, finds nothing?"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from search.facets import FACETS
from search.file_extensions import EXTENSIONS
from search.query.nodes import IdNode
from search.query.parsed import ParsedQuery
from search.query.tree import CHANGED_FIELD
from search.request import SearchRequest
from search.results import Clause, OtherSearch

#: Searches that are offered at most.
MAX_NEARBY = 3
#: Words, phrases and names of a query up to which any of its parts is asked: one part may be an OR
#: of hundreds, which would cost as much again as the query.
MAX_LEAVES = 24


def nearby(
    query: ParsedQuery,
    request: SearchRequest,
    clauses: Sequence[Clause],
    totals_of: Callable[[Sequence[SearchRequest]], list[int]],
) -> tuple[OtherSearch, ...]:
    """Return searches for several parts of one at once that find something, the nearest first.

    `clauses` are parts with what they find alone; `totals_of` tells how many items the pages of
    searches have.
    """
    everything = SearchRequest(
        match=request.match,
        sort=request.sort,
        per_page=request.per_page,
        as_of=request.as_of,
        standing=request.standing,
    )
    near = dict.fromkeys(_near(query, request, clauses, everything))
    near.pop(everything, None)
    return _that_find(list(islice(near, MAX_NEARBY)), totals_of)


def with_ending(
    query: ParsedQuery,
    request: SearchRequest,
    totals_of: Callable[[Sequence[SearchRequest]], list[int]],
) -> tuple[OtherSearch, ...]:
    """Return the search for an item whose id was written without the ending of its file."""
    node = query.parts[0].node if len(query.parts) == 1 else None
    if not isinstance(node, IdNode) or node.field == CHANGED_FIELD:
        return ()
    written = query.text_of(query.parts[0]).removesuffix('"')
    quote = '"' if '"' in written else ""
    asked = [request.with_query(f"{written}{ending}{quote}") for ending in EXTENSIONS]
    return _that_find(asked, totals_of)[:MAX_NEARBY]


def _that_find(
    asked: Sequence[SearchRequest],
    totals_of: Callable[[Sequence[SearchRequest]], list[int]],
) -> tuple[OtherSearch, ...]:
    return tuple(
        OtherSearch(total=total, search=search)
        for search, total in zip(asked, totals_of(asked), strict=True)
        if total
    )


def _near(
    query: ParsedQuery,
    request: SearchRequest,
    clauses: Sequence[Clause],
    everything: SearchRequest,
) -> Iterator[SearchRequest]:
    limits = request.with_query("").at_page(1)
    for clause in clauses:
        if clause.limit and not clause.total:
            limits = _without(limits, clause.limit)
    if len(query.leaves) > MAX_LEAVES:
        yield limits
        return
    parts = [clause for clause in clauses if not clause.limit]
    lost = {clause.text for clause in parts if not clause.total}
    found = " ".join(text for text in map(query.text_of, query.parts) if text not in lost)
    yield limits.with_query(found)
    yield everything.with_query(found)
    yield limits
    best = max(parts, key=lambda own: own.total, default=None)
    if best and best.total:
        yield everything.with_query(best.text)


def _without(search: SearchRequest, limit: str) -> SearchRequest:
    """Return a search without one of its limits, named as in `Clause`."""
    if limit == "days":
        return search.with_days(None, None)
    if limit == "new_since":
        return search.with_new_since(None)
    if limit == "story":
        return search.with_limits(story="")
    facet = limit.removeprefix("not_")
    if facet not in FACETS:  # the day and the state of the archive stay
        return search
    return search.with_included(facet, ()) if facet == limit else search.with_excluded(facet, ())

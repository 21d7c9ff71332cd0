"""How does a query say what the limits of a search say? Each as a field before its other words.

strike, limited to the outlets BBC and DW    (source:"BBC" OR source:"DW") strike
"""

from collections.abc import Iterator

from search.facets import FACETS, IN_ORDER_OF_TIME
from search.query.nodes import Node
from search.query.parser import parse
from search.request import SearchRequest
from search.settings import MAX_QUERY_CHARACTERS

_FIELD_OF_TIME = "date"


def with_facets_said(search: SearchRequest) -> SearchRequest:
    """Return the same search with the limits of its facets in its query, as far as it can say them.

    They come first, where the signs of the query do not reach. A name with quotes stays a limit,
    and all of them if the query said something else behind other words, or would be too long.

    >>> with_facets_said(SearchRequest(query="strike", sources=("BBC",), not_year=("2026",))).query
    'source:"BBC" -date:2026 strike'
    """
    fields: list[str] = []
    said = search
    for facet in FACETS:
        included, excluded = search.included(facet), search.excluded(facet)
        if not any('"' in value for value in included):
            own = list(_said(facet, included))
            fields += own if len(own) < 2 else [f"({' OR '.join(own)})"]
            said = said.with_included(facet, ())
        if not any('"' in value for value in excluded):
            fields += [f"-{own}" for own in _said(facet, excluded)]
            said = said.with_excluded(facet, ())
    said = said.with_query(" ".join((*fields, search.query)).strip())
    asked, found = _nodes(search.query), _nodes(said.query)
    is_same = len(found) == len(fields) + len(asked) and found[len(fields) :] == asked
    return said if is_same and len(said.query) <= MAX_QUERY_CHARACTERS else search


def _nodes(query: str) -> list[Node]:
    return [part.node for part in parse(query).parts]


def _said(facet: str, values: tuple[str, ...]) -> Iterator[str]:
    for value in values:
        yield (
            f"{_FIELD_OF_TIME}:{value}"
            if facet in IN_ORDER_OF_TIME
            else f'{FACETS[facet]}:"{value}"'
        )

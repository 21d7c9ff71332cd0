"""Which of the archive's names does a limit mean that is written otherwise?"""

from search.engine import Likeness, Lookup, NamesLike
from search.facets import SINGULAR
from search.messages import message, quoted, word
from search.names import name_key
from search.query.expansions import MAX_LOOKED_UP, Known
from search.query.named import first_of
from search.query.tree import NAME_FIELDS
from search.request import SearchRequest
from search.text import Analyzer

_WAYS = (Likeness.EQUAL, Likeness.SAME, Likeness.INSIDE)


def lookups(request: SearchRequest) -> list[Lookup]:
    """Return the look-ups that tell how the archive writes the names of a search's limits."""
    return [
        _lookup(facet, name)
        for facet in NAME_FIELDS
        for name in (*request.included(facet), *request.excluded(facet))
    ]


def _lookup(facet: str, name: str) -> Lookup:
    ways = (*_WAYS, Likeness.ABBREVIATED) if facet == "sources" else _WAYS
    return NamesLike(facet, name, ways, MAX_LOOKED_UP, by_count=True)


def with_known_names(
    request: SearchRequest, analyzer: Analyzer, known: Known
) -> tuple[SearchRequest, list[str]]:
    """Write each name as most items write it; if none has it, take one of the same words, and say.

    If there is none, either, say which names have its words among others.
    `known` are the answers to `lookups`.
    """
    if not known:
        return request, []
    notes: list[str] = []
    page = request.page

    def as_known(facet: str, name: str) -> str:
        values = [value for value, _ in known.get(_lookup(facet, name), ())]
        if values and name_key(values[0]) == name_key(name):
            return values[0]
        # Names of signs alone all fold to nothing, and are not alike for that.
        if not values or not analyzer.name(name):
            return name
        if Likeness.SAME.holds(analyzer.name(values[0]), analyzer.name(name)):
            notes.append(message("Took “{taken}” for “{name}”.", taken=values[0], name=name))
            return values[0]
        notes.append(
            message(
                "No {kind} is called “{name}”; there is {names}.",
                kind=word(SINGULAR[facet]),
                name=name,
                names=first_of([quoted(value) for value in values]),
            )
        )
        return name

    for facet in NAME_FIELDS:
        included = tuple(as_known(facet, name) for name in request.included(facet))
        excluded = tuple(as_known(facet, name) for name in request.excluded(facet))
        if included != request.included(facet):
            request = request.with_included(facet, tuple(dict.fromkeys(included)))
        if excluded != request.excluded(facet):
            request = request.with_excluded(facet, tuple(dict.fromkeys(excluded)))
    return request.at_page(page), notes

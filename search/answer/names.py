"""Which of the archive's names does a limit mean that is written otherwise?"""

from itertools import chain

from search.engine import Generation, Likeness, Lookup, NamesLike
from search.facets import SINGULAR
from search.known_outlets import KnownOutlets
from search.messages import message, quoted, word
from search.names import name_key
from search.query.expansions import MAX_LOOKED_UP, Known
from search.query.named import first_of
from search.query.tree import NAME_FIELDS
from search.request import SearchRequest

_WAYS = (Likeness.EQUAL, Likeness.SAME, Likeness.INSIDE)


def lookups(request: SearchRequest, outlets: KnownOutlets) -> list[Lookup]:
    """Return the look-ups that tell how the archive writes the names of a search's limits."""
    return [
        lookup
        for facet in NAME_FIELDS
        for name in (*request.included(facet), *request.excluded(facet))
        for lookup in (_lookup(facet, name), *_of_known(facet, name, outlets))
    ]


def _lookup(facet: str, name: str) -> Lookup:
    ways = (*_WAYS, Likeness.ABBREVIATED) if facet == "sources" else _WAYS
    return NamesLike(facet, name, ways, MAX_LOOKED_UP, by_count=True)


def _of_known(facet: str, name: str, outlets: KnownOutlets) -> list[Lookup]:
    """Return the look-up of the outlet that goes by the name, if one does."""
    known = outlets.called(name) if facet == "sources" else ""
    return [NamesLike(facet, known, (Likeness.EQUAL,), 1)] if known else []


def with_known_names(
    request: SearchRequest, generation: Generation, known: Known
) -> tuple[SearchRequest, list[str]]:
    """Write each name as most items write it; if none has it, take one of the same words, and say.

    Any name of a known outlet is taken. If there is none, either, say which names have its
    words among others, or that none has; of names that alone are asked for, a page says that they
    find nothing. `known` are the answers to `lookups`.
    """
    if not known:
        return request, []
    notes: list[str] = []
    page = request.page
    unknown: dict[str, str] = {}

    def as_known(facet: str, name: str) -> str:
        values = [value for value, _ in known.get(_lookup(facet, name), ())]
        if values and name_key(values[0]) == name_key(name):
            return values[0]
        # Names of signs alone all fold to nothing, and are not alike for that.
        folded = generation.analyzer.name(name)
        same = values[:1] if values and folded == generation.analyzer.name(values[0]) != "" else []
        by_other = _of_known(facet, name, generation.outlets)
        of_known = (value for own in by_other for value, _ in known.get(own, ()))
        if taken := next(chain(same, of_known), ""):
            notes.append(message("Took “{taken}” for “{name}”.", taken=taken, name=name))
            return taken
        if not values or not folded:
            kind = word(SINGULAR[facet])
            unknown[name] = message("No {kind} is called “{name}”.", kind=kind, name=name)
            return name
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
        unknown.clear()
        included = tuple(as_known(facet, name) for name in request.included(facet))
        if len(unknown) == len(included):
            unknown.clear()
        excluded = tuple(as_known(facet, name) for name in request.excluded(facet))
        notes += unknown.values()
        if included != request.included(facet):
            request = request.with_included(facet, tuple(dict.fromkeys(included)))
        if excluded != request.excluded(facet):
            request = request.with_excluded(facet, tuple(dict.fromkeys(excluded)))
    return request.at_page(page), notes

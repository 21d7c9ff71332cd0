"""How is a tree of `search.query.tree` asked of a cluster? Each node as a query that says the same.

    found(tree, known)    the query that finds the same documents; `scoring` has one that scores

What must be known of the archive (how many documents have a word, which words go on over
several positions, what is most of some parts) `wants` gathers, so that it can be asked at once.
Where OpenSearch has no node of the same meaning, the node is put together of others:

    Phrase      see `phrases`
    MostOf      a sum of whole numbers, which are exact in the cluster's floats, and a least score
"""

from collections.abc import Iterable, Sequence

from whoosh.query import (
    And,
    ConstantScoreQuery,
    Every,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Query,
    Term,
)

from search.opensearch.clauses import ALL, NONE, Json, can_be_had, constant, either, terms_of
from search.opensearch.known import Known, Wants
from search.opensearch.phrases import any_phrase
from search.query.tree import (
    CHANGED_FIELD,
    FORMS_FIELD,
    ID_FIELD,
    NAME_FIELDS,
    POSITION_FIELDS,
    STORY_FIELD,
    TEXT_FIELDS,
    AnyField,
    AnySpelling,
    MostOf,
    OutletCount,
)

#: Fields that a Term may be of.
TERM_FIELDS = (
    *(*POSITION_FIELDS, FORMS_FIELD, ID_FIELD, STORY_FIELD, CHANGED_FIELD),
    *NAME_FIELDS,
)


def wants(trees: Iterable[Query], with_scores: bool = True) -> Wants:
    """Return what must be known before these trees are asked."""
    wanted = Wants()
    for tree in trees:
        _gather(tree, wanted, with_scores)
    return wanted


def _gather(query: Query, wanted: Wants, scores: bool) -> None:
    kind = type(query)
    if kind is Term and scores and query.fieldname in (*TEXT_FIELDS, FORMS_FIELD):
        wanted.terms.add((query.fieldname, query.text))
    elif kind is Phrase:
        wanted.in_phrases |= set(query.words[:-1])
        wanted.phrases.append(query)
        if scores and query.fieldname in TEXT_FIELDS:
            wanted.terms |= {(query.fieldname, word) for word in query.words}
    elif kind in (And, Or, AnySpelling, AnyField, MostOf):
        for part in query.subqueries:
            _gather(part, wanted, scores)
        if kind is MostOf:
            wanted.most.append(query)
    elif kind is Not:
        _gather(query.query, wanted, False)
    elif kind is ConstantScoreQuery:
        _gather(query.child, wanted, False)


# -- what is found


def found(query: Query, known: Known) -> Json:
    """Return the query that finds what a tree finds. Raises TypeError for an unknown node."""
    kind = type(query)
    if kind is Term:
        return _named(_field(query, TERM_FIELDS), [query.text], known)
    if kind is AnySpelling:
        return either([terms_of(name, own) for name, own in _by_field(query, TEXT_FIELDS).items()])
    if kind in (Phrase, AnyField):
        return either(any_phrase(_phrases_of(query), known))
    if kind is And:
        return _all(query.subqueries, known)
    if kind is Or:
        named = {}
        if len(query.subqueries) > 1:
            terms = Or([part for part in query.subqueries if type(part) is Term])
            named = _by_field(terms, TERM_FIELDS)
        names = [_named(name, own, known) for name, own in named.items()]
        phrases = [own for part in query.subqueries for own in _phrases_of(part)]
        others = [
            found(part, known)
            for part in query.subqueries
            if not _phrases_of(part) and not (named and _is(part))
        ]
        return either([*names, *any_phrase(phrases, known), *others])
    if kind is Not:
        return {"bool": {"must_not": [found(query.query, known)]}}
    if kind is ConstantScoreQuery:
        return found(query.child, known)
    if kind is MostOf:
        return _most(query, known)
    if kind is NumericRange and query.fieldname == "date":
        first = 1 if query.start is None else query.start + query.startexcl
        last = None if query.end is None else query.end - query.endexcl
        return _between("day", max(first, 1), last)
    if kind is OutletCount:
        return _between("outlets", query.least, query.most)
    if kind is Every and query.fieldname is None:
        return ALL
    if kind is Every and query.fieldname in NAME_FIELDS:
        return {"exists": {"field": query.fieldname}}
    if kind is type(NullQuery):
        return NONE
    raise _unknown(query)


def _is(query: Query) -> bool:
    return type(query) is Term


def _phrases_of(query: Query) -> list[Phrase]:
    """Return the phrases any of which a node finds; none for a node of another kind."""
    if type(query) is AnyField:
        return [_known(part, Phrase, query) for part in query.subqueries]
    if type(query) is Phrase:
        _field(query, POSITION_FIELDS)
        return [query]
    return []


def _all(parts: Sequence[Query], known: Known) -> Json:
    held = [found(part, known) for part in parts if type(part) is not Not]
    left_out = [found(part.query, known) for part in parts if type(part) is Not]
    if not left_out and len(held) <= 1:
        return held[0] if held else ALL
    return {"bool": {"filter": held or [ALL], "must_not": left_out}}


def _between(name: str, least: int, most: int | None) -> Json:
    if most is None:
        return {"range": {name: {"gte": least}}}
    return {"range": {name: {"gte": least, "lte": most}}} if least <= most else NONE


def _named(name: str, terms: Sequence[str], known: Known) -> Json:
    """Return the query for any of some terms of a field, stories among them."""
    if name == CHANGED_FIELD:
        return either([known.of_changed(term) for term in terms])
    if name != STORY_FIELD:
        return terms_of(name, terms)
    ids = [term for term in terms if can_be_had(term)]
    return known.of_stories(ids) if known.of_stories and ids else NONE


def _by_field(query: Or, fields: Iterable[str]) -> dict[str, list[str]]:
    """Return the terms of each field, of a query whose parts are all Terms."""
    terms: dict[str, list[str]] = {}
    for part in query.subqueries:
        name = _field(_known(part, Term, query), fields)
        terms.setdefault(name, []).append(part.text)
    return terms


def _most(query: MostOf, known: Known) -> Json:
    demand = known.demands[id(query)]
    parts = [
        constant(found(part, known), weight)
        for part, weight in zip(query.subqueries, demand.weights, strict=True)
    ]
    return {"function_score": {"query": either(parts), "min_score": demand.least}}


# -- what may be in a tree


def _field(query: Query, fields: Iterable[str]) -> str:
    if query.fieldname not in fields:
        raise _unknown(query)
    return str(query.fieldname)


def _known(part: Query, kind: type[Query], within: Query) -> Query:
    if type(part) is not kind:
        raise _unknown(within)
    return part


def _unknown(query: Query) -> TypeError:
    return TypeError(f"{query!r} is not a node that an engine knows; see search.query.tree")

"""How is a tree of `search.query.tree` asked of a cluster? Each node as a query that says the same.

    found(tree, known)    the query that finds the same documents; `scoring` has one that scores

What must be known of the archive (how many documents have a word, which words go on over
several positions, what is most of some parts) `wants` gathers, so that it can be asked at once.
Where OpenSearch has no node of the same meaning, the node is put together of others:

    Phrase      a row of intervals; a word that goes on is asked for once for each length it has
    MostOf      a sum of whole numbers, which are exact in the cluster's floats, and a least score
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Any

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

from search.frozen import frozen
from search.language.cutting import MAX_JOINED_PARTS
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
from search.text import GOES_ON

Json = dict[str, Any]

#: Ways in which the words of one phrase may go on; with more it is asked for in any order.
MAX_PHRASE_ROWS = 256
#: Fields that a Term may be of.
TERM_FIELDS = (
    *(*POSITION_FIELDS, FORMS_FIELD, ID_FIELD, STORY_FIELD, CHANGED_FIELD),
    *NAME_FIELDS,
)
ALL: Json = {"match_all": {}}
NONE: Json = {"match_none": {}}


@frozen(kw_only=True)
class Demand:
    """What a MostOf weighs its parts, in their order, and what they must weigh together."""

    weights: tuple[int, ...]
    least: float


@frozen(kw_only=True)
class Known:
    """What is known of the documents that may be found.

    `counts` are how many have a term in a field, of all that `wants` names; `going_on` are those of
    its words that go on over several positions somewhere. `demands` are by the `id` of the node.
    `of_stories` makes the query for stories of some ids; None where no stories are known.
    `of_changed` makes the one for reworded headlines, of the term of some days.
    """

    items: int = 0
    average_length: float = 1.0
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    going_on: frozenset[str] = frozenset()
    demands: Mapping[int, Demand] = field(default_factory=dict)
    of_stories: Callable[[Sequence[str]], Json] | None = None
    of_changed: Callable[[str], Json] = lambda _: NONE


@dataclass(slots=True)
class Wants:
    """What must be known of an archive before some trees can be asked of it.

    The parts of a MostOf may hold others; these come before it.
    """

    terms: set[tuple[str, str]] = field(default_factory=set)
    in_phrases: set[str] = field(default_factory=set)
    phrases: list[Phrase] = field(default_factory=list)
    most: list[MostOf] = field(default_factory=list)


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
        return either([_terms(name, own) for name, own in _by_field(query, TEXT_FIELDS).items()])
    if kind is Phrase:
        return _phrase(query, known)
    if kind is AnyField:
        return either([found(_known(part, Phrase, query), known) for part in query.subqueries])
    if kind is And:
        return _all(query.subqueries, known)
    if kind is Or:
        named = {}
        if len(query.subqueries) > 1:
            terms = Or([part for part in query.subqueries if type(part) is Term])
            named = _by_field(terms, TERM_FIELDS)
        others = [found(part, known) for part in query.subqueries if not named or not _is(part)]
        return either([*(_named(name, own, known) for name, own in named.items()), *others])
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


def _all(parts: Sequence[Query], known: Known) -> Json:
    held = [found(part, known) for part in parts if type(part) is not Not]
    left_out = [found(part.query, known) for part in parts if type(part) is Not]
    if not left_out and len(held) <= 1:
        return held[0] if held else ALL
    return {"bool": {"filter": held or [ALL], "must_not": left_out}}


def either(parts: Sequence[Json]) -> Json:
    """Return the query for what any of some queries finds."""
    if len(parts) <= 1:
        return parts[0] if parts else NONE
    return {"bool": {"should": list(parts), "minimum_should_match": 1}}


def _between(name: str, least: int, most: int | None) -> Json:
    if most is None:
        return {"range": {name: {"gte": least}}}
    return {"range": {name: {"gte": least, "lte": most}}} if least <= most else NONE


def _named(name: str, terms: Sequence[str], known: Known) -> Json:
    """Return the query for any of some terms of a field, stories among them."""
    if name == CHANGED_FIELD:
        return either([known.of_changed(term) for term in terms])
    if name != STORY_FIELD:
        return _terms(name, terms)
    ids = [term for term in terms if can_be_had(term)]
    return known.of_stories(ids) if known.of_stories and ids else NONE


def _terms(name: str, terms: Iterable[str]) -> Json:
    """Return the query for any of some terms of a field."""
    terms = [term for term in terms if can_be_had(term)]
    if len(terms) == 1:
        return {"term": {name: {"value": terms[0]}}}
    return {"terms": {name: terms}} if terms else NONE


def can_be_had(term: str) -> bool:
    """Tell whether a document may have a term: one with a lone surrogate cannot even be asked."""
    return not any("\ud800" <= character <= "\udfff" for character in term)


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


def constant(query: Json, boost: float) -> Json:
    """Return the query that scores the same whatever it finds."""
    return {"constant_score": {"filter": query, "boost": boost}}


# -- phrases


def _phrase(phrase: Phrase, known: Known) -> Json:
    name = _field(phrase, POSITION_FIELDS)
    words = list(phrase.words)
    if not all(map(_is_one_token, words)) or not words:
        return NONE
    if len(words) == 1:
        return _terms(name, words)
    if is_loosened(phrase, known):
        return {"bool": {"filter": [_terms(name, [word]) for word in words]}}
    rows = list(_rows(words, known.going_on))
    if len(rows) == 1 and phrase.slop <= 1:
        return {"match_phrase": {name: {"query": " ".join(words), "analyzer": "words"}}}
    sources = [_in_order(_words_of(name, row), phrase.slop - 1) for row in rows]
    return {"intervals": {name: sources[0] if len(rows) == 1 else _any_source(sources)}}


def _rows(words: Sequence[str], going_on: frozenset[str]) -> Iterable[tuple[list[str], ...]]:
    """Yield the words with how they go on, in each way that a document may have them.

    After the last word of a phrase nothing follows, so it need not go on.
    """
    ways = [
        [[word, *[word + GOES_ON] * more] for more in range(MAX_JOINED_PARTS)]
        if word in going_on and number < len(words) - 1
        else [[word]]
        for number, word in enumerate(words)
    ]
    return product(*ways)


def is_loosened(phrase: Phrase, known: Known) -> bool:
    """Tell whether a phrase is asked for in any order, as it may be had in too many ways."""
    going_on = sum(word in known.going_on for word in phrase.words[:-1])
    return bool(MAX_JOINED_PARTS**going_on > MAX_PHRASE_ROWS)


def _words_of(name: str, row: Sequence[Sequence[str]]) -> list[Json]:
    """Return the sources of the words of a phrase.

    Two equal ones beside each other would become one that repeats, which miscounts what is between
    words of several positions (Lucene's RepeatingIntervalsSource). One of them names the field, so
    that they differ.
    """
    sources = list(map(_word, row))
    for before, own in pairwise(sources):
        if before == own:
            own["match"]["use_field"] = name
    return sources


def _word(parts: Sequence[str]) -> Json:
    source: Json = {"query": " ".join(parts), "analyzer": "words"}
    return {"match": source | ({"ordered": True, "max_gaps": 0} if len(parts) > 1 else {})}


def _in_order(sources: Sequence[Json], most_between: int) -> Json:
    return {"all_of": {"ordered": True, "max_gaps": most_between, "intervals": list(sources)}}


def _any_source(sources: Sequence[Json]) -> Json:
    return {"any_of": {"intervals": list(sources)}}


def _is_one_token(word: str) -> bool:
    """Tell whether the cluster takes a word for one token, as those of our analyzer are."""
    return bool(word) and can_be_had(word) and not any(map(str.isspace, word))


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

"""What does a tree score the documents of a cluster? Exactly what `search.query.tree` says.

    scored(tree, known)    the query that finds what the tree finds, and scores it

A term scores how often a document has it, times its boost (`mapping.TIMES`); so the terms of a word
sum up to the x of BM25F, which a small script saturates. It knows the days that are looked at, and
the whole length of a document, which the cluster's own scores do not.
"""

from collections.abc import Iterable, Sequence

from whoosh.query import And, ConstantScoreQuery, Not, NullQuery, Or, Phrase, Query, Term

from search.opensearch.translate import (
    ALL,
    NONE,
    Json,
    Known,
    can_be_had,
    constant,
    either,
    found,
)
from search.query.tree import (
    FORMS_FIELD,
    K1,
    TEXT_FIELDS,
    AnyField,
    AnySpelling,
    B,
    MostOf,
    rarity,
)

#: What a word scores of how often a document has it, by the weights of fields.
BM25F = (
    "params.rarity * _score * (params.k + 1) / "
    "(_score + params.k * (1 - params.b + params.b * doc['length'].value / params.average))"
)
#: Terms that are asked for side by side; a cluster takes 1,024.
TERMS_TOGETHER = 1_000


def scored(query: Query, known: Known, factor: float = 1.0) -> Json:
    """Return the query that finds and scores what a tree does, times a factor."""
    kind = type(query)
    if kind is type(NullQuery):
        # There is one of it, whose boost Whoosh multiplies in place again and again.
        return NONE
    boost = factor * float(getattr(query, "boost", 1.0))
    if kind in (AnySpelling, AnyField) or (kind in (Term, Phrase) and _is_text(query)):
        return _worth(query, known, factor)
    if kind is Term and query.fieldname == FORMS_FIELD:
        count = known.counts.get((FORMS_FIELD, query.text), 0)
        return constant(found(query, known), boost * rarity(known.items, count))
    if kind is ConstantScoreQuery:
        return constant(found(query, known), factor * query.score)
    if kind in (And, Or):
        # Whoosh forgets the boost of a join of one.
        own = boost if len(query.subqueries) > 1 else factor
        parts = [
            scored(part, known, own)
            for part in query.subqueries
            if kind is Or or type(part) is not Not
        ]
        if kind is Or:
            return either(parts)
        left_out = [found(part.query, known) for part in query.subqueries if type(part) is Not]
        return {"bool": {"must": parts or [constant(ALL, 0.0)], "must_not": left_out}}
    if kind is MostOf:
        parts = [scored(part, known, boost) for part in query.subqueries]
        return {"bool": {"filter": [found(query, known)], "should": parts}}
    return constant(found(query, known), boost)


def _is_text(query: Term | Phrase) -> bool:
    return str(query.fieldname) in TEXT_FIELDS


def _worth(query: Query, known: Known, factor: float) -> Json:
    """Return what words score: all of their fields and spellings as one word each."""
    if type(query) in (AnySpelling, AnyField):
        factor *= float(query.boost)
    words = [
        _word(row, known, factor)
        for terms in _words(query)
        if (row := [term for term in terms if can_be_had(term.text)])
    ]
    if type(query) in (Term, AnySpelling):
        return words[0] if words else NONE
    return {"bool": {"filter": [found(query, known)], "should": words}}


def _word(row: Sequence[Term], known: Known, factor: float) -> Json:
    """Return the query that finds and scores what has any of some terms, as one word."""
    terms = [
        {"term": {term.fieldname: {"value": term.text, "boost": float(term.boost)}}} for term in row
    ]
    starts = range(0, len(terms), TERMS_TOGETHER)
    times = either([either(terms[start : start + TERMS_TOGETHER]) for start in starts])
    params = {
        "k": K1,
        "b": B,
        "average": known.average_length or 1.0,
        "rarity": factor * rarity(known.items, max(_counts(row, known), default=0)),
    }
    return {"script_score": {"query": times, "script": {"source": BM25F, "params": params}}}


def _counts(row: Iterable[Term], known: Known) -> Iterable[int]:
    return (known.counts.get((term.fieldname, term.text), 0) for term in row)


def _words(query: Query) -> list[list[Term]]:
    """Return for each word of a node its spellings in fields, boosted by what they weigh."""
    if type(query) is Term:
        return [[query]]
    if type(query) is AnySpelling:
        return [list(query.subqueries)] if query.subqueries else []
    phrases = [query] if type(query) is Phrase else query.subqueries
    return [
        [Term(own.fieldname, word, boost=own.boost) for own in phrases]
        for word in (phrases[0].words if phrases else ())
    ]

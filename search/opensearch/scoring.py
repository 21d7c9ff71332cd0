"""What does a tree score the documents of a cluster? By the formula of `search.query.tree`.

    scored(tree, known)    the query that finds what the tree finds, and scores it

A script computes BM25F: the cluster's own score knows neither the days that are looked at, nor the
other fields of a word.
"""

from collections.abc import Iterable

from whoosh.query import And, ConstantScoreQuery, Not, Or, Phrase, Query, Term

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

#: What words score; see `search.query.tree`.
BM25F = """
double late = params.k * (1 - params.b + params.b * doc['length'].value / params.average);
double sum = 0;
for (def word : params.words) {
  double times = 0;
  for (int i = 0; i < word.terms.size(); i++) {
    times += word.boosts[i] * termFreq(word.fields[i], word.terms[i]);
  }
  sum += word.rarity * times * (params.k + 1) / (times + late);
}
return sum;
"""


def scored(query: Query, known: Known, factor: float = 1.0) -> Json:
    """Return the query that finds and scores what a tree does, times a factor."""
    kind = type(query)
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
    if not (rows := _words(query)):
        return NONE
    words = [
        {
            "fields": [term.fieldname for term in row],
            "terms": [term.text for term in row],
            "boosts": [float(term.boost) for term in row],
            "rarity": factor * rarity(known.items, max(_counts(row, known), default=0)),
        }
        for terms in rows
        if (row := [term for term in terms if can_be_had(term.text)])
    ]
    params = {"k": K1, "b": B, "average": known.average_length or 1.0, "words": words}
    return {
        "script_score": {
            "query": {"bool": {"filter": [found(query, known)]}},
            "script": {"source": BM25F, "params": params},
        }
    }


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

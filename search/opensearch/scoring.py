"""What does a tree score the documents of a cluster? What `search.query.tree` says, where it can.

    scored(tree, known)    the query that finds what the tree finds, and scores it

A term scores how often a document has it, times its boost (`mapping.TIMES`); so the terms of a word
sum up to the x of BM25F, which a small script saturates. It knows the days that are looked at, and
the whole length of a document, which the cluster's own scores do not.
"""

from collections.abc import Iterable, Sequence

from whoosh.query import And, ConstantScoreQuery, Not, NullQuery, Or, Phrase, Query, Term

from search.opensearch.clauses import ALL, NONE, Json, can_be_had, clauses, constant, either
from search.opensearch.known import Known
from search.opensearch.mapping import OF_ONE_POSITION
from search.opensearch.translate import found
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
#: Terms that are asked for as one; a cluster takes 1,024.
TERMS_TOGETHER = 1_000
#: Clauses that a query with scores may have: a search has others beside it.
MAX_SCORED_CLAUSES = 900


def scored(query: Query, known: Known) -> Json:
    """Return the query that finds and scores what a tree does.

    Where that has more clauses than a cluster takes, phrases score the same whatever their items
    have of their words, or, if there are still too many, all that is found scores the same.
    """
    for with_phrases in (True, False):
        asked = _Scorer(known, with_phrases).scored(query)
        if clauses(asked) <= MAX_SCORED_CLAUSES:
            return asked
    return constant(found(query, known), 1.0)


class _Scorer:
    def __init__(self, known: Known, with_phrases: bool) -> None:
        self._known, self._with_phrases = known, with_phrases

    def scored(self, query: Query, factor: float = 1.0) -> Json:
        """Return the query that finds and scores what a tree does, times a factor."""
        known, kind = self._known, type(query)
        if kind is type(NullQuery):
            # There is one of it, whose boost Whoosh multiplies in place again and again.
            return NONE
        boost = factor * float(getattr(query, "boost", 1.0))
        if kind in (AnySpelling, AnyField) or (kind in (Term, Phrase) and _is_text(query)):
            return self._worth(query, factor)
        if kind is Term and query.fieldname == FORMS_FIELD:
            count = known.counts.get((FORMS_FIELD, query.text), 0)
            return constant(found(query, known), boost * rarity(known.items, count))
        if kind is ConstantScoreQuery:
            return constant(found(query, known), factor * query.score)
        if kind in (And, Or):
            # Whoosh forgets the boost of a join of one.
            own = boost if len(query.subqueries) > 1 else factor
            parts = [
                self.scored(part, own)
                for part in query.subqueries
                if kind is Or or type(part) is not Not
            ]
            if kind is Or:
                return either(parts)
            left_out = [found(part.query, known) for part in query.subqueries if type(part) is Not]
            return {"bool": {"must": parts or [constant(ALL, 0.0)], "must_not": left_out}}
        if kind is MostOf:
            parts = [self.scored(part, boost) for part in query.subqueries]
            return {"bool": {"filter": [found(query, known)], "should": parts}}
        return constant(found(query, known), boost)

    def _worth(self, query: Query, factor: float) -> Json:
        """Return what words score: all of their fields and spellings as one word each."""
        if type(query) in (AnySpelling, AnyField):
            factor *= float(query.boost)
        rows = [
            row
            for terms in _words(query)
            if (row := [term for term in terms if can_be_had(term.text)])
        ]
        if type(query) in (Term, AnySpelling):
            return self._word(rows[0], factor) if rows else NONE
        if not self._with_phrases:
            return constant(found(query, self._known), factor * sum(map(self._rarity, rows)))
        words = [self._word(row, factor) for row in rows]
        return {"bool": {"filter": [found(query, self._known)], "should": words}}

    def _word(self, row: Sequence[Term], factor: float) -> Json:
        """Return the query that finds and scores what has any of some terms, as one word."""
        alike: dict[tuple[str, float], list[str]] = {}
        for term in row:
            alike.setdefault((term.fieldname, float(term.boost)), []).append(term.text)
        times = [
            _times(name, terms[start : start + TERMS_TOGETHER], boost)
            for (name, boost), terms in alike.items()
            for start in range(0, len(terms), TERMS_TOGETHER)
        ]
        params = {
            "k": K1,
            "b": B,
            "average": self._known.average_length or 1.0,
            "rarity": factor * self._rarity(row),
        }
        script = {"source": BM25F, "params": params}
        return {"script_score": {"query": either(times), "script": script}}

    def _rarity(self, row: Iterable[Term]) -> float:
        counts = (self._known.counts.get((term.fieldname, term.text), 0) for term in row)
        return rarity(self._known.items, max(counts, default=0))


def _times(name: str, terms: Sequence[str], boost: float) -> Json:
    """Return the query that scores how often a document has some terms, in one clause.

    To the cluster they are one word in several spellings, as they have one position.
    """
    asked = {"query": OF_ONE_POSITION.join(terms), "analyzer": "terms", "boost": boost}
    return {"match": {name: asked}}


def _is_text(query: Term | Phrase) -> bool:
    return str(query.fieldname) in TEXT_FIELDS


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

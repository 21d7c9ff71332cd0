"""Which documents does a query find, and with what score? Whole arrays at a time.

Scores are BM25 (Robertson and others, 1994) with exact field lengths, as Whoosh's `BM25F` has it;
a term of a field of names scores its boost. Negations add no score.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from whoosh.query import And, Every, Not, NullQuery, NumericRange, Or, Phrase, Query, Term

from search.deadlines import check_deadline
from search.embedded.evaluate.matches import (
    NO_MATCHES,
    Among,
    Matches,
    added,
    constant,
    is_none,
    joined,
    listed,
    marked,
    narrowed,
    shared,
)
from search.embedded.evaluate.phrases import with_phrase
from search.embedded.evaluate.reading import PostingsReader, TermPostings
from search.embedded.evaluate.statistics import K1, Norms, Statistics
from search.embedded.evaluate.together import Spans, Together
from search.embedded.schema import INDEXED_FIELDS, as_term
from search.embedded.segment.sections import Array
from search.query.tree import NAME_FIELDS, NODES, POSITION_FIELDS, TEXT_FIELDS
from search.text import GOES_ON

#: Least number of terms of one field for which their postings are read together.
MANY_TERMS = 8
#: Parts that must all hold are looked for together where none has this many times as many postings
#: as the rarest of them.
AS_FREQUENT = 8
#: Least number of phrases, alike but for their last words, for which their common beginning is
#: looked for first.
MANY_ENDINGS = 4
#: The fields whose terms are words or names; a day is a term that Whoosh encodes.
NAMED_FIELDS = frozenset(INDEXED_FIELDS) - {"date"}
_GOES_ON = GOES_ON.encode()


class Evaluator:
    """Evaluates one query over all segments. For one thread."""

    def __init__(self, segments: Together, statistics: Statistics, norms: Norms) -> None:
        self._segments = segments
        self._size = segments.documents
        self._statistics = statistics
        self._norms = norms
        self._reader = PostingsReader(segments, statistics)

    def matches(self, query: Query, among: Among = None) -> Matches:
        """Return what a query finds among some documents: no others are scored.

        Raises TypeError for a node that `search.query.tree` does not list.
        """
        check_deadline()
        kind = type(query)
        if is_none(among) and isinstance(query, NODES):
            return NO_MATCHES
        if _is_name(query):
            return self._term(query, among)
        if kind is Or:
            return self._any_of(query, among)
        if kind is And:
            return self._all_of(query.subqueries, among).boosted(_boost_of_joined(query))
        if kind is Phrase and query.fieldname in POSITION_FIELDS:
            return self._phrase(query, among)
        if kind is NumericRange and query.fieldname == "date":
            return constant(self._all(narrowed(among, self._span(query))), query.boost)
        if kind is Every and query.fieldname is None:
            return constant(self._all(among), query.boost)
        if kind is Every and query.fieldname in NAME_FIELDS:
            named = self._segments.named(query.fieldname)
            named = named if among is None else named[self._shared(named, among)]
            return constant(named, query.boost)
        if kind is Not:
            documents = self._all(among)
            return constant(documents[self._left_by(query, documents)], query.boost)
        if kind is type(NullQuery):
            return NO_MATCHES
        raise TypeError(f"{query!r} is not a node that an engine knows; see search.query.tree")

    def _all(self, among: Among) -> Array:
        return listed(among, self._size)

    def _shared(self, documents: Array, among: Array | Spans) -> Array | slice:
        return shared(documents, among, self._size)

    # -- terms

    def _term(self, query: Term, among: Among) -> Matches:
        found = self._reader.postings(query.fieldname, _term_of(query.text))
        if found is None:
            return NO_MATCHES
        documents, frequencies = found.documents, found.frequencies
        if among is not None:
            which = self._shared(documents, among)
            documents = documents[which]
            frequencies = None if frequencies is None else frequencies[which]
        weight = found.rarity * query.boost
        return Matches(documents, self._scores(query.fieldname, weight, documents, frequencies))

    def _scores(
        self, field: str, weight: float, documents: Array, frequencies: Array | None
    ) -> Array:
        if field not in TEXT_FIELDS:
            return np.broadcast_to(np.float32(weight), len(documents))
        weight *= K1 + 1
        norms = self._norms.of(field)[documents]
        if frequencies is None:
            norms += np.float32(1)
            return np.divide(np.float32(weight), norms, out=norms)
        norms += frequencies
        scores = np.multiply(frequencies, np.float32(weight), dtype=np.float32)
        scores /= norms
        return scores

    def _terms(self, field: str, queries: Sequence[Term], among: Among) -> Matches:
        """Return what any of many terms of a field finds; their postings are read together."""
        facts = self._statistics.of_all(field, [_term_of(query.text) for query in queries])
        weights = [
            query.boost * (one.rarity * (K1 + 1) if field in TEXT_FIELDS else 1.0)
            for query, one in zip(queries, facts, strict=True)
        ]
        found = self._segments.several(field, [one.numbers for one in facts])
        documents, frequencies = found.documents, found.frequencies
        if not len(documents):
            return NO_MATCHES
        scores = np.array(weights, np.float32)[found.terms]
        if among is not None:
            # The documents of many terms are in no order.
            chosen = np.zeros(self._size, bool)
            chosen[listed(among, self._size)] = True
            which = np.flatnonzero(chosen[documents])
            documents, frequencies, scores = documents[which], frequencies[which], scores[which]
        if field in TEXT_FIELDS:
            scores *= frequencies
            scores /= self._norms.of(field)[documents] + frequencies
        return added(documents, scores, self._size)

    # -- joined

    def _any_of(self, query: Or, among: Among) -> Matches:
        if self._are_few(query):
            parts = [self._term(part, among) for part in query.subqueries]
            return joined(parts, self._size).boosted(_boost_of_joined(query))
        parts = []
        terms: dict[str, list[Term]] = {}
        phrases: dict[tuple[object, ...], list[Phrase]] = {}
        for part in query.subqueries:
            if _is_name(part):
                terms.setdefault(part.fieldname, []).append(part)
            elif type(part) is Phrase:
                beginning = part.fieldname, part.slop, *part.words[:-1]
                phrases.setdefault(beginning, []).append(part)
            else:
                parts.append(self.matches(part, among))
        for alike in phrases.values():
            having = self._beginning(alike[0], among) if len(alike) >= MANY_ENDINGS else among
            parts += (self.matches(part, having) for part in alike)
        for field, queries in terms.items():
            if len(queries) < MANY_TERMS:
                parts += (self._term(part, among) for part in queries)
            else:
                parts.append(self._terms(field, queries, among))
        return joined(parts, self._size).boosted(_boost_of_joined(query))

    def _all_of(self, parts: Sequence[Query], among: Among) -> Matches:
        """Return what all parts find: the rarest part first, each among what the others left."""
        score = 0.0
        others, negations = [], []
        for part in parts:
            if type(part) is NumericRange and part.fieldname == "date":
                among = narrowed(among, self._span(part))
                score += part.boost
            elif type(part) is Every and part.fieldname is None:
                score += part.boost
            elif type(part) is Not:
                negations.append(part)
            else:
                others.append(part)
        if len(others) > 1:
            others.sort(key=self._cost)
            among = self._having_alike(others, among)
        result = self.matches(others[0], among) if others else constant(self._all(among), score)
        for part in others[1:]:
            both = self.matches(part, result.documents)
            scores = result.scores[self._shared(result.documents, both.documents)]
            result = Matches(both.documents, scores + both.scores)
        if others and score:
            result = Matches(result.documents, result.scores + np.float32(score))
        for negation in negations:
            result = result.where(self._left_by(negation, result.documents))
        return result

    def _having_alike(self, parts: Sequence[Query], among: Among) -> Among:
        """Return the documents that have a word of each part, before any is scored.

        `parts` come the rarest first. Of those that are much more frequent it is left open: what
        the others find is looked up in them quickly.
        """
        most = AS_FREQUENT * self._cost(parts[0])
        alike = [part for part in parts if self._cost(part) <= most and self._are_few(part)]
        if len(alike) < 2:
            return among
        marks = np.ones(self._size, bool)
        for part in alike:
            own = np.zeros(self._size, bool)
            for term in part.subqueries if type(part) is Or else [part]:
                found = self._reader.postings(term.fieldname, _term_of(term.text))
                if found is not None:
                    own[found.documents] = True
            marks &= own
        documents = np.flatnonzero(marks)
        return documents if among is None else documents[self._shared(documents, among)]

    def _are_few(self, query: Query) -> bool:
        """Tell whether a query is a term, or any of a few terms."""
        if type(query) is Or:
            return len(query.subqueries) < MANY_TERMS and all(map(_is_name, query.subqueries))
        return _is_name(query)

    def _cost(self, query: Query) -> int:
        """Return about how many postings a query reads, of documents that may be found.

        No others count: costs decide in which order scores are added, and so their last bits.
        """
        if _is_name(query):
            return self._statistics.of(query.fieldname, _term_of(query.text)).count
        if type(query) is Phrase and query.fieldname in POSITION_FIELDS:
            return sum(self._cost(Term(query.fieldname, word)) for word in query.words)
        if type(query) is Or:
            return sum(map(self._cost, query.subqueries))
        return self._statistics.documents

    def _left_by(self, negation: Not, documents: Array) -> Array:
        """Return the indexes of the documents that a negation leaves."""
        left_out = self.matches(negation.query, documents).documents
        if len(documents) < self._size:
            return np.flatnonzero(~marked(left_out, documents, self._size))
        stay = np.ones(self._size, bool)
        stay[left_out] = False
        return np.flatnonzero(stay)

    def _span(self, query: NumericRange) -> Spans:
        first = query.start + query.startexcl if query.start is not None else 1
        last = query.end - query.endexcl if query.end is not None else int(np.iinfo(np.int32).max)
        return self._segments.span(first, last)

    # -- phrases

    def _phrase(self, query: Phrase, among: Among) -> Matches:
        """Find words in order (`phrases`), scored as the sum of the words, parts of links not."""
        field = query.fieldname
        words = Counter(_term_of(word) for word in query.words)
        found: dict[bytes, TermPostings] = {}
        for word in words:
            postings = self._reader.postings(field, word)
            if postings is None:
                return NO_MATCHES
            found[word] = postings
        having = self._having_all([own.documents for own in found.values()], among)
        if not len(having):
            return NO_MATCHES
        occurrences: dict[bytes, tuple[Array, Array | None]] = {}
        for word, postings in found.items():
            check_deadline()
            going_on = self._reader.postings(field, word + _GOES_ON)
            occurrences[word] = (
                self._reader.occurrences(field, postings, having),
                self._reader.occurrences(field, going_on, having) if going_on else None,
            )
        documents = with_phrase([occurrences[_term_of(word)] for word in query.words], query.slop)
        if among is not None:
            documents = documents[self._shared(documents, among)]
        if query.fieldname not in TEXT_FIELDS:
            return constant(documents, query.boost)
        scores = np.zeros(len(documents), np.float32)
        for word, times in words.items():
            own = found[word]
            frequencies = own.frequencies
            if frequencies is not None:
                frequencies = frequencies[np.searchsorted(own.documents, documents)]
            weight = own.rarity * query.boost * times
            scores += self._scores(field, weight, documents, frequencies)
        return Matches(documents, scores)

    def _beginning(self, query: Phrase, among: Among) -> Among:
        """Return the documents that have a phrase without its last word."""
        if len(query.words) < 2:
            return among
        words = query.words[:-1]
        return self.matches(Phrase(query.fieldname, words, slop=query.slop), among).documents

    def _having_all(self, lists: list[Array], among: Among) -> Array:
        """Return the documents that are in all lists, and among some."""
        lists.sort(key=len)
        having = lists[0]
        if among is not None:
            having = having[self._shared(having, among)]
        for documents in lists[1:]:
            having = having[self._shared(having, documents)]
        return having


def _term_of(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else as_term(value)


def _is_name(query: Query) -> bool:
    return type(query) is Term and query.fieldname in NAMED_FIELDS


def _boost_of_joined(query: Any) -> float:
    # As in Whoosh, which ignores the boost of an And or Or of one part.
    return float(query.boost) if len(query.subqueries) > 1 else 1.0

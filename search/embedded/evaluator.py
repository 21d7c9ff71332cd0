"""Which documents of a segment does a query find, and with what score? Whole arrays at a time.

Scores are BM25 (Robertson and others, 1994) with exact field lengths, as Whoosh's `BM25F` has it;
a term of a field of names scores its boost. Negations add no score. A node that is not known here
is left to Whoosh's own matchers.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
    ConstantScoreQuery,
    DisjunctionMax,
    Every,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Query,
    Require,
    Term,
)

from search.embedded.phrases import in_a_row, places_of
from search.embedded.postings import begins_of
from search.embedded.schema import INDEXED_FIELDS, as_term
from search.embedded.sections import Array
from search.embedded.segment import Segment
from search.embedded.statistics import Statistics
from search.query import TEXT_FIELDS

K1 = 1.2
B = 0.75
#: A list this many times shorter than another is looked up in it, not marked beside it.
MUCH_SHORTER = 64
#: Lists that hold fewer than one of so many documents are joined by sorting.
SPARSE = 8
#: From so many terms of one field on they are read together.
MANY_TERMS = 8
#: The fields whose terms are words or names; a day is a term that Whoosh encodes.
NAMED_FIELDS = frozenset(INDEXED_FIELDS) - {"date"}


@dataclass(frozen=True, slots=True)
class Matches:
    """Documents (intp, ascending) and their scores (float32); deleted documents too."""

    documents: Array
    scores: Array

    def __len__(self) -> int:
        return len(self.documents)

    def where(self, which: Array | slice) -> "Matches":
        """Return those chosen by a mask, by places or by a slice."""
        return Matches(self.documents[which], self.scores[which])

    def boosted(self, boost: float) -> "Matches":
        """Return the same with scores multiplied."""
        return self if boost == 1 else Matches(self.documents, self.scores * np.float32(boost))


_NO_DOCUMENTS = np.zeros(0, np.intp)
NO_MATCHES = Matches(_NO_DOCUMENTS, np.zeros(0, np.float32))


class Evaluator:
    """Evaluates query trees over one segment. May be shared by all threads."""

    def __init__(
        self,
        segment: Segment,
        statistics: Statistics,
        stock: Callable[[Query], Matches],
    ) -> None:
        """Take what asks Whoosh's own matchers, for nodes that are not known here."""
        self._segment = segment
        self._statistics = statistics
        self._stock = stock
        self._norms_of_field: dict[str, Array] = {}

    def matches(self, query: Query) -> Matches:
        """Return what a query finds."""
        # Subclasses of these mean something else, and are left to Whoosh.
        kind = type(query)
        if _is_name(query):
            return self._term(query)
        if kind is Or and _is_plain(query):
            return self._any_of(query)
        if kind is And and query.subqueries:
            return self._all_of(query.subqueries).boosted(_boost_of_joined(query))
        if kind is Phrase and query.fieldname in TEXT_FIELDS:
            return self._phrase(query)
        if kind is NumericRange and query.fieldname == "date":
            return self._constant(_documents(self._span(query)), query.boost)
        if kind is Every and query.fieldname is None:
            return self._constant(_documents(range(self._segment.documents)), query.boost)
        if kind is Not:
            left = self._without(_documents(range(self._segment.documents)), query)
            return self._constant(left, query.boost)
        # Whoosh's own matchers of these four find what they should not, or score it wrongly.
        if kind in (AndMaybe, AndNot, Require):
            return self._beside(query)
        if kind is DisjunctionMax and query.subqueries:
            return self._greatest(query)
        if kind is ConstantScoreQuery:
            return self._constant(self.matches(query.child).documents, query.score)
        if query == NullQuery:
            return NO_MATCHES
        return self._stock(query)

    @staticmethod
    def _constant(documents: Array, score: float) -> Matches:
        return Matches(documents, np.broadcast_to(np.float32(score), len(documents)))

    # -- terms

    def _term(self, query: Term) -> Matches:
        found = self._postings(query.fieldname, _term_of(query.text))
        if found is None:
            return NO_MATCHES
        documents, frequencies, number = found
        return Matches(
            documents, self._scores(query.fieldname, number, documents, frequencies, query.boost)
        )

    def _postings(self, field: str, term: bytes) -> tuple[Array, Array | None, int] | None:
        postings = self._segment.field(field)
        number = postings.terms.find(term)
        return None if number is None else (*postings.of(number), number)

    def _scores(
        self, field: str, number: int, documents: Array, frequencies: Array | None, boost: float
    ) -> Array:
        if field not in TEXT_FIELDS:
            return np.broadcast_to(np.float32(boost), len(documents))
        term = self._segment.field(field).terms[number]
        weight = self._statistics.inverse_frequency(field, term) * (K1 + 1) * boost
        norms = self._norms(field)[documents]
        if frequencies is None:
            norms += np.float32(1)
            return np.divide(np.float32(weight), norms, out=norms)
        norms += frequencies
        scores = np.multiply(frequencies, np.float32(weight), dtype=np.float32)
        scores /= norms
        return scores

    def _norms(self, field: str) -> Array:
        """Return for each document what its length adds to the frequency of a term (float32)."""
        if field not in self._norms_of_field:
            longest = self._segment.facts(field)["longest"]
            lengths = np.arange(longest + 1, dtype=np.float64)
            average = self._statistics.average_length(field)
            of_length = (K1 * ((1 - B) + B * lengths / average)).astype(np.float32)
            self._norms_of_field[field] = of_length[self._segment.lengths(field)]
        return self._norms_of_field[field]

    def _terms(self, field: str, queries: Sequence[Term]) -> Matches:
        """Return what any of many terms of one field find, read together."""
        postings = self._segment.field(field)
        numbers, weights = [], []
        terms = [_term_of(query.text) for query in queries]
        for query, term, number in zip(queries, terms, postings.terms.find_all(terms), strict=True):
            if number is not None:
                numbers.append(number)
                weight = query.boost
                if field in TEXT_FIELDS:
                    weight *= self._statistics.inverse_frequency(field, term) * (K1 + 1)
                weights.append(weight)
        if not numbers:
            return NO_MATCHES
        order = np.argsort(numbers)
        found = postings.several(np.array(numbers)[order])
        scores = np.array(weights, np.float32)[order][found.terms]
        if field in TEXT_FIELDS:
            norms = self._norms(field)[found.documents]
            scores *= found.frequencies
            scores /= norms + found.frequencies
        return self._added(found.documents, scores)

    # -- joined

    def _any_of(self, query: Or) -> Matches:
        parts: list[Matches] = []
        terms: dict[str, list[Term]] = {}
        for part in query.subqueries:
            if _is_name(part):
                terms.setdefault(part.fieldname, []).append(part)
            else:
                parts.append(self.matches(part))
        for field, queries in terms.items():
            if len(queries) < MANY_TERMS:
                parts += map(self._term, queries)
            else:
                parts.append(self._terms(field, queries))
        return self._joined([part for part in parts if len(part)]).boosted(_boost_of_joined(query))

    def _joined(self, parts: list[Matches]) -> Matches:
        """Return each document of several lists once, its scores added."""
        if len(parts) < 2:
            return parts[0] if parts else NO_MATCHES
        size = self._segment.documents
        if sum(map(len, parts)) * SPARSE < size:
            documents = np.concatenate([part.documents for part in parts])
            return self._added(documents, np.concatenate([part.scores for part in parts]))
        scores = np.zeros(size, np.float32)
        first, *others = parts
        scores[first.documents] = first.scores
        for part in others:
            scores[part.documents] += part.scores
        held = scores > 0
        if any(part.scores.min() <= 0 for part in parts):  # by a boost that is none
            for part in parts:
                held[part.documents] = True
        documents = np.flatnonzero(held)
        return Matches(documents, scores[documents])

    def _added(self, documents: Array, scores: Array) -> Matches:
        """Return each of some documents in any order once, its scores added."""
        size = self._segment.documents
        if len(documents) * SPARSE < size:
            order = np.argsort(documents, kind="stable")
            documents = documents[order]
            begins = begins_of(documents)
            return Matches(documents[begins], np.add.reduceat(scores[order], begins))
        held = np.zeros(size, bool)
        held[documents] = True
        sums = np.bincount(documents, scores, size).astype(np.float32)
        documents = np.flatnonzero(held)
        return Matches(documents, sums[documents])

    def _all_of(self, parts: Sequence[Query]) -> Matches:
        """Return what all parts find; spans of days only narrow the rest."""
        window = range(self._segment.documents)
        constant = 0.0
        found, negations = [], []
        for part in parts:
            if type(part) is NumericRange and part.fieldname == "date":
                window = _overlap(window, self._span(part))
                constant += part.boost
            elif type(part) is Every and part.fieldname is None:
                constant += part.boost
            elif isinstance(part, Not):
                negations.append(part)
            else:
                found.append(self.matches(part))
        found.sort(key=len)
        if not found:
            result = self._constant(_documents(window), constant)
        else:
            result = within(found[0], window)
            for other in found[1:]:
                result = self._both(result, within(other, window))
            if constant:
                result = Matches(result.documents, result.scores + np.float32(constant))
        for negation in negations:
            left = self._without(result.documents, negation)
            result = result.where(self._marks(left, result.documents))
        return result

    def _both(self, one: Matches, other: Matches) -> Matches:
        if len(one) > len(other):
            one, other = other, one
        if len(one) * MUCH_SHORTER < len(other):
            places = np.searchsorted(other.documents, one.documents)
            places[places == len(other)] = 0
            both = other.documents[places] == one.documents
            scores = one.scores[both] + other.scores[places[both]]
            return Matches(one.documents[both], scores)
        mine = self._marks(other.documents, one.documents)
        theirs = self._marks(one.documents, other.documents)
        return Matches(one.documents[mine], one.scores[mine] + other.scores[theirs])

    def _beside(self, query: AndMaybe | AndNot | Require) -> Matches:
        """Find what `a` finds; of it what `b` finds as well or does not, or with both scores."""
        one, other = self.matches(query.a), self.matches(query.b)
        both = self._marks(other.documents, one.documents)
        if type(query) is not AndMaybe:
            return one.where(both if type(query) is Require else ~both)
        scores = one.scores.copy()
        scores[both] += other.scores[self._marks(one.documents, other.documents)]
        return Matches(one.documents, scores)

    def _greatest(self, query: DisjunctionMax) -> Matches:
        """Return what any part finds with the greatest of its scores."""
        parts = [self.matches(part) for part in query.subqueries]
        documents = np.concatenate([part.documents for part in parts])
        scores = np.concatenate([part.scores for part in parts])
        order = np.lexsort((-scores, documents))
        first = order[begins_of(documents[order])]
        return Matches(documents[first], scores[first]).boosted(_boost_of_joined(query))

    def _without(self, documents: Array, negation: Not) -> Array:
        left_out = self.matches(negation.query).documents
        return documents[~self._marks(left_out, documents)]

    def _marks(self, chosen: Array, documents: Array) -> Array:
        """Tell for each document whether it is among the chosen."""
        return marked(chosen, documents, self._segment.documents)

    def _span(self, query: NumericRange) -> range:
        first = query.start + query.startexcl if query.start is not None else 1
        last = query.end - query.endexcl if query.end is not None else int(np.iinfo(np.int32).max)
        return self._segment.span(first, last)

    # -- phrases

    def _phrase(self, query: Phrase) -> Matches:
        """Find words in a row (`phrases`), scored as all of the words are."""
        words = Counter(_term_of(word) for word in query.words)
        found: dict[bytes, tuple[Array, Array | None, int]] = {}
        for word in words:
            postings = self._postings(query.fieldname, word)
            if postings is None:
                return NO_MATCHES
            found[word] = postings
        documents = min((postings[0] for postings in found.values()), key=len)
        for others, _, _ in found.values():
            if others is not documents:
                documents = documents[self._marks(others, documents)]
        field = self._segment.field(query.fieldname)
        places = {
            word: places_of(
                frequencies, self._marks(documents, own), field.positions(number), len(documents)
            )
            for word, (own, frequencies, number) in found.items()
        }
        sequence = [places[_term_of(word)] for word in query.words]
        documents = documents[in_a_row(sequence, query.slop, len(documents))]
        scores = np.zeros(len(documents), np.float32)
        for word, times in words.items():
            own, frequencies, number = found[word]
            which = np.searchsorted(own, documents)
            some = None if frequencies is None else frequencies[which]
            scores += self._scores(query.fieldname, number, documents, some, query.boost * times)
        return Matches(documents, scores)


def within(matches: Matches, window: range) -> Matches:
    """Return what lies in a range of documents."""
    start, end = np.searchsorted(matches.documents, (window.start, window.stop))
    return matches.where(slice(start, end))


def marked(chosen: Array, documents: Array, size: int) -> Array:
    """Tell for each document, of `size`, whether it is among the chosen, both ascending."""
    if len(documents) * MUCH_SHORTER < len(chosen):
        places = np.searchsorted(chosen, documents)
        places[places == len(chosen)] = 0
        return np.asarray(chosen[places] == documents)
    marks = np.zeros(size, bool)
    marks[chosen] = True
    return marks[documents]


def _term_of(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else as_term(value)


def _documents(span: range) -> Array:
    return np.arange(span.start, span.stop)


def _overlap(one: range, other: range) -> range:
    start = max(one.start, other.start)
    return range(start, max(start, min(one.stop, other.stop)))


def _is_name(query: Query) -> bool:
    return type(query) is Term and query.fieldname in NAMED_FIELDS


def _is_plain(query: Or) -> bool:
    return not query.scale and query.minmatch == 0


def _boost_of_joined(query: Any) -> float:
    # Whoosh forgets the boost of a join of one.
    return float(query.boost) if len(query.subqueries) > 1 else 1.0

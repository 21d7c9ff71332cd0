"""Which documents have a word, or words in order, and with what score? See `search.query.tree`."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from whoosh.query import Phrase, Term

from search.deadlines import check_deadline
from search.embedded.evaluate.corpus_statistics import Norms, Statistics, TermFacts
from search.embedded.evaluate.kept_postings import PostingsReader, TermPostings
from search.embedded.evaluate.matches import (
    NO_MATCHES,
    Among,
    Matches,
    constant,
    counted,
    joined,
    listed,
    scored,
    shared,
    union,
)
from search.embedded.evaluate.phrases import with_phrase
from search.embedded.evaluate.together import Spans, Together
from search.embedded.schema import as_term
from search.embedded.segment.postings import Postings
from search.query.tree import K1, TEXT_FIELDS, AnySpelling
from search.text import GOES_ON
from search.whole_numbers import Array

#: Least number of terms of one field for which their postings are read together.
MANY_TERMS = 8
#: Documents of phrases that are kept while one query is answered: `most` asks for each twice.
MAX_KEPT_DOCUMENTS = 2_000_000
_GOES_ON = GOES_ON.encode()


class WordFinder:
    """Finds the words of one query over all segments. For one thread."""

    def __init__(self, segments: Together, statistics: Statistics, norms: Norms) -> None:
        self._segments = segments
        self._size = segments.documents
        self._statistics = statistics
        self._norms = norms
        self.reader = PostingsReader(segments, statistics)
        #: Phrase -> the documents that have it, if these were looked for everywhere.
        self._phrases: dict[tuple[object, ...], Array] = {}
        #: The id of a word -> the word, and how often documents have it, by its fields' weights.
        self._words: dict[int, tuple[AnySpelling, Matches]] = {}
        self._kept = 0

    def _shared(self, documents: Array, among: Array | Spans) -> Array | slice:
        return shared(documents, among, self._size)

    def several(self, field: str, queries: Sequence[Term], among: Among) -> Postings:
        """Return the postings of many terms of a field, in no order; `terms` are their indexes."""
        facts = self._facts(field, queries)
        found = self._segments.several(field, [one.numbers for one in facts])
        if among is None or not len(found.documents):
            return found
        chosen = np.zeros(self._size, bool)
        chosen[listed(among, self._size)] = True
        which = np.flatnonzero(chosen[found.documents])
        return Postings(found.terms[which], found.documents[which], found.frequencies[which], None)

    def _facts(self, field: str, queries: Sequence[Term]) -> list[TermFacts]:
        return self._statistics.of_all(field, [term_of(query.text) for query in queries])

    def word(self, word: AnySpelling, among: Among) -> Matches:
        """Find a word in any of its spellings and fields; its score is saturated once."""
        found = self._found(word, among)
        weight = self._rarity(word) * (K1 + 1) * word.boost
        scores = found.scores * np.float32(weight)
        scores /= found.scores + self._norms.of_documents[found.documents]
        return Matches(found.documents, scores)

    def having_word(self, word: AnySpelling, among: Among) -> Array:
        """Return the documents that have a word in any of its spellings and fields."""
        return self._found(word, among).documents

    def _found(self, word: AnySpelling, among: Among) -> Matches:
        """Return how often documents have a word, by its fields' weights."""
        fields = _by_fields(word)
        if max(map(len, fields.values()), default=0) >= MANY_TERMS:
            return self._times_of_many(word, fields, among)
        return joined([self._times(term, among) for term in word.subqueries], self._size)

    def _times(self, term: Term, among: Among) -> Matches:
        """Return how often documents have a term, by its field's weight."""
        found = self.reader.postings(term.fieldname, term_of(term.text))
        if found is None:
            return NO_MATCHES
        documents, frequencies = found.documents, found.frequencies
        if among is not None:
            which = self._shared(documents, among)
            documents = documents[which]
            frequencies = None if frequencies is None else frequencies[which]
        if frequencies is None:
            return constant(documents, term.boost)
        return Matches(
            documents, np.multiply(frequencies, np.float32(term.boost), dtype=np.float32)
        )

    def _times_of_many(
        self, word: AnySpelling, fields: Mapping[str, Sequence[Term]], among: Among
    ) -> Matches:
        """Return how often documents have any of many terms, by their fields' weights.

        What was looked for everywhere is kept: where most of the words are asked for, they are
        first found, then scored.
        """
        _, known = self._words.get(id(word), (word, None))
        if known is not None:
            return known if among is None else known.where(self._shared(known.documents, among))
        own = [(field, self.several(field, terms, among)) for field, terms in fields.items()]
        times = [_times(postings, fields[field]) for field, postings in own]
        documents = np.concatenate([postings.documents for _, postings in own])
        found = counted(documents, np.concatenate(times), self._size)
        if among is None and self._kept + len(found) <= MAX_KEPT_DOCUMENTS:
            self._words[id(word)] = word, found  # while it is kept no other has its id
            self._kept += len(found)
        return found

    def _rarity(self, word: AnySpelling) -> float:
        facts = (self._facts(field, terms) for field, terms in _by_fields(word).items())
        return self._statistics.rarity(max((one.count for own in facts for one in own), default=0))

    def phrases(self, phrases: Sequence[Phrase], among: Among) -> Matches:
        """Find the same words in order in any of some fields, scored as the sum of the words."""
        if not phrases:
            return NO_MATCHES
        first = phrases[0]
        documents = self.having_phrases(phrases, among)
        if first.fieldname not in TEXT_FIELDS:
            return constant(documents, first.boost)
        words = (
            AnySpelling([Term(own.fieldname, word, boost=own.boost) for own in phrases], times)
            for word, times in Counter(first.words).items()
        )
        return scored(documents, (self.word(word, documents) for word in words))

    def having_phrases(self, phrases: Sequence[Phrase], among: Among) -> Array:
        """Return the documents that have any of some phrases."""
        lists = [self._having_phrase(phrase, among) for phrase in phrases]
        return union(lists, self._size)

    def _having_phrase(self, query: Phrase, among: Among) -> Array:
        """Return the documents that have words in order (`phrases`) in a field."""
        key = query.fieldname, query.slop, *query.words
        known = self._phrases.get(key)
        if known is not None:
            return known if among is None else known[self._shared(known, among)]
        documents = self._looked_for(query, among)
        if among is None and self._kept + len(documents) <= MAX_KEPT_DOCUMENTS:
            self._phrases[key] = documents
            self._kept += len(documents)
        return documents

    def _looked_for(self, query: Phrase, among: Among) -> Array:
        field = query.fieldname
        found: dict[bytes, TermPostings] = {}
        for word in dict.fromkeys(map(term_of, query.words)):
            postings = self.reader.postings(field, word)
            if postings is None:
                return NO_MATCHES.documents
            found[word] = postings
        having = self._having_all([own.documents for own in found.values()], among)
        if not len(having):
            return having
        occurrences: dict[bytes, tuple[Array, Array | None]] = {}
        for word, postings in found.items():
            check_deadline()
            going_on = self.reader.postings(field, word + _GOES_ON)
            occurrences[word] = (
                self.reader.occurrences(field, postings, having),
                self.reader.occurrences(field, going_on, having) if going_on else None,
            )
        documents = with_phrase([occurrences[term_of(word)] for word in query.words], query.slop)
        return documents if among is None else documents[self._shared(documents, among)]

    def beginning(self, phrases: Sequence[Phrase], among: Among) -> Among:
        """Return the documents that have a phrase without its last word, in any of its fields."""
        if len(phrases[0].words) < 2:
            return among
        lists = [
            self._having_phrase(Phrase(own.fieldname, own.words[:-1], slop=own.slop), among)
            for own in phrases
        ]
        return union(lists, self._size)

    def _having_all(self, lists: list[Array], among: Among) -> Array:
        """Return the documents that are in all lists, and among some."""
        lists.sort(key=len)
        having = lists[0]
        if among is not None:
            having = having[self._shared(having, among)]
        for documents in lists[1:]:
            having = having[self._shared(having, documents)]
        return having


def _by_fields(word: AnySpelling) -> dict[str, list[Term]]:
    fields: dict[str, list[Term]] = {}
    for term in word.subqueries:
        fields.setdefault(term.fieldname, []).append(term)
    return fields


def _times(postings: Postings, terms: Sequence[Term]) -> Array:
    """Return how often documents have any of several terms, by the weight of each (float32)."""
    boosts = [np.float32(term.boost) for term in terms]
    weights = boosts[0] if len(set(boosts)) == 1 else np.array(boosts)[postings.terms]
    found: Array = np.multiply(postings.frequencies, weights, dtype=np.float32)
    return found


def term_of(value: str | bytes) -> bytes:
    """Return a term as it is stored."""
    return value if isinstance(value, bytes) else as_term(value)

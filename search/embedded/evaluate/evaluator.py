"""Which documents does a query find, and with what score? Whole arrays at a time.

Scores are those of `search.query.tree`. Negations add none.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
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

from search.deadlines import check_deadline
from search.embedded.evaluate.corpus_statistics import Norms, Statistics
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
    scored,
    shared,
    union,
)
from search.embedded.evaluate.together import Spans, Together
from search.embedded.evaluate.words import MANY_TERMS, WordFinder, term_of
from search.embedded.schema import INDEXED_FIELDS
from search.query.tree import (
    CHANGED_FIELD,
    FORMS_FIELD,
    MOST_RANK,
    NAME_FIELDS,
    NODES,
    POSITION_FIELDS,
    STORY_FIELD,
    TEXT_FIELDS,
    AnyField,
    AnySpelling,
    MostOf,
    OutletCount,
    changed_span,
    demanded,
    weight,
)
from search.whole_numbers import Array

#: Parts that must all hold are looked for together where none has this many times as many postings
#: as the rarest of them.
AS_FREQUENT = 8
#: Least number of phrases, alike but for their last words, for which their common beginning is
#: looked for first.
MANY_ENDINGS = 4
#: What a word of a query may be read as (`Analyzer.readings`), and what it is loosened to.
_UNSCORED = (AnySpelling, AnyField, And, Or)
#: The fields whose terms are words or names; a day is a term that Whoosh encodes.
NAMED_FIELDS = frozenset(INDEXED_FIELDS) - {"date"}


class Evaluator:
    """Evaluates one query over all segments. For one thread."""

    def __init__(
        self,
        segments: Together,
        statistics: Statistics,
        norms: Norms,
        visible: Array | None,
        story: Callable[[str], Array] | None = None,
    ) -> None:
        """Take which documents may be found, a bool for each; None: all may.

        `story` returns the documents of a story (ascending), None where no stories are known.
        """
        self._story = story
        self._segments = segments
        self._visible = visible
        self._size = segments.documents
        self._statistics = statistics
        self._words = WordFinder(segments, statistics, norms)

    def matches(self, query: Query, among: Among = None) -> Matches:
        """Return what a query finds among some documents: no others are scored.

        Raises TypeError for a node that `search.query.tree` does not list.
        """
        check_deadline()
        kind = type(query)
        if is_none(among) and isinstance(query, NODES):
            return NO_MATCHES
        if kind is AnySpelling:
            return self._words.word(query, among)
        if _is_name(query):
            return self._term(query, among)
        if kind is Or:
            return self._any_of(query, among)
        if kind is And:
            return self._all_of(query.subqueries, among).boosted(_boost_of_joined(query))
        if kind is AnyField:
            return self._words.phrases(query.subqueries, among).boosted(query.boost)
        if kind is Phrase and query.fieldname in POSITION_FIELDS:
            return self._words.phrases([query], among)
        if kind is ConstantScoreQuery:
            return constant(self.documents(query.child, among), query.score)
        if kind is MostOf:
            return self._most_of(query, among).boosted(query.boost)
        if kind is Term and query.fieldname == STORY_FIELD:
            told = self._story(query.text) if self._story else NO_MATCHES.documents
            told = told if among is None else told[self._shared(told, among)]
            return constant(told, query.boost)
        if kind is Term and query.fieldname == CHANGED_FIELD:
            having = self._segments.rewordings.of(self._visible).on(*changed_span(query.text))
            having = having if among is None else having[self._shared(having, among)]
            return constant(having, query.boost)
        if kind is NumericRange and query.fieldname == "date":
            return constant(self._all(narrowed(among, self._span(query))), query.boost)
        if kind is OutletCount:
            return constant(self._carried(query, self._all(among)), query.boost)
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

    def unscored(self, query: Query, among: Among = None) -> Matches:
        """Return what a query finds, where no score is needed."""
        return constant(self.documents(query, among), 0.0)

    def documents(self, query: Query, among: Among = None) -> Array:
        """Return the documents that a query finds, where no score is needed."""
        if type(query) is AnyField and query.subqueries:
            return self._words.having_phrases(query.subqueries, among)
        if type(query) is Or and all(type(part) in _UNSCORED for part in query.subqueries):
            phrases = sum(type(part) is AnyField for part in query.subqueries)
            if phrases < MANY_ENDINGS:
                return union([self.documents(part, among) for part in query.subqueries], self._size)
        if type(query) is MostOf:
            return self._having_most(query, among)
        if type(query) is And and all(map(_is_name, query.subqueries)):
            for part in sorted(query.subqueries, key=self._cost):
                among = self.documents(part, among)
            return self._all(among)
        if _is_name(query):
            found = self._words.reader.postings(query.fieldname, term_of(query.text))
            documents = found.documents if found else NO_MATCHES.documents
            return documents if among is None else documents[self._shared(documents, among)]
        if type(query) is AnySpelling and self._are_few(query):
            documents = np.flatnonzero(self._marks(query))
            return documents if among is None else documents[self._shared(documents, among)]
        if type(query) is AnySpelling:
            return self._words.having_word(query, among)
        return self.matches(query, among).documents

    def _all(self, among: Among) -> Array:
        return listed(among, self._size)

    def _shared(self, documents: Array, among: Array | Spans) -> Array | slice:
        return shared(documents, among, self._size)

    # -- terms

    def _term(self, query: Term, among: Among) -> Matches:
        if query.fieldname in TEXT_FIELDS:
            return self._words.word(AnySpelling([query]), among)
        found = self._words.reader.postings(query.fieldname, term_of(query.text))
        if found is None:
            return NO_MATCHES
        documents = found.documents
        if among is not None:
            documents = documents[self._shared(documents, among)]
        return constant(documents, self._weight(query))

    def _weight(self, name: Term) -> float:
        """Return what a term of another field than a text scores."""
        if name.fieldname != FORMS_FIELD:
            return float(name.boost)
        count = self._statistics.of(FORMS_FIELD, term_of(name.text)).count
        return float(name.boost) * self._statistics.rarity(count)

    def _terms(self, field: str, queries: Sequence[Term], among: Among) -> Matches:
        """Return what any of many names finds; their postings are read together."""
        found = self._words.several(field, queries, among)
        boosts = np.array(list(map(self._weight, queries)), np.float32)
        return added(found.documents, boosts[found.terms], self._size)

    # -- joined

    def _any_of(self, query: Or, among: Among) -> Matches:
        parts = []
        names: dict[str, list[Term]] = {}
        phrases: dict[tuple[object, ...], list[AnyField]] = {}
        for part in query.subqueries:
            if _is_name(part) and part.fieldname not in TEXT_FIELDS:
                names.setdefault(part.fieldname, []).append(part)
            elif type(part) is AnyField and part.subqueries:
                phrase = part.subqueries[0]
                beginning = len(part.subqueries), phrase.slop, *phrase.words[:-1]
                phrases.setdefault(beginning, []).append(part)
            else:
                parts.append(self.matches(part, among))
        for alike in phrases.values():
            having = among
            if len(alike) >= MANY_ENDINGS:
                having = self._words.beginning(alike[0].subqueries, among)
            parts += (self.matches(part, having) for part in alike)
        for field, terms in names.items():
            if len(terms) < MANY_TERMS:
                parts += (self._term(part, among) for part in terms)
            else:
                parts.append(self._terms(field, terms, among))
        return joined(parts, self._size).boosted(_boost_of_joined(query))

    def _most_of(self, query: MostOf, among: Among) -> Matches:
        """Find what has most of the parts, and score it by all of them."""
        documents = self._having_most(query, among)
        return scored(documents, (self.matches(part, documents) for part in query.subqueries))

    def _having_most(self, query: MostOf, among: Among) -> Array:
        weights = np.zeros(self._size)
        for part in query.subqueries:
            documents = self._holding(part)
            weights[documents] += weight(self._statistics.documents, len(documents))
        documents = np.flatnonzero(weights)
        if len(documents):
            weights, of_rank = weights[documents], 0.0
            if len(documents) >= MOST_RANK:
                of_rank = np.partition(weights, -MOST_RANK)[-MOST_RANK]
            documents = documents[weights >= demanded(weights.max(), of_rank)]
        if among is not None:
            documents = documents[self._shared(documents, among)]
        return documents

    def _holding(self, part: Query) -> Array:
        """Return the documents that a part finds, of those that may be found."""
        check_deadline()
        documents = self.documents(part, None)
        return documents if self._visible is None else documents[self._visible[documents]]

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
            costs = [self._cost(part) for part in others]
            order = sorted(range(len(others)), key=costs.__getitem__)
            others = [others[number] for number in order]
            most = AS_FREQUENT * min(costs)
            alike = [others[i] for i, number in enumerate(order) if costs[number] <= most]
            among = self._having_alike(alike, among)
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

        `parts` are those that are about as frequent as the rarest, which comes first. Of others it
        is left open: what these find is looked up in them quickly.
        """
        alike = [part for part in parts if self._are_few(part)]
        if len(alike) < 2:
            return among
        marks = self._marks(alike[0])
        for part in alike[1:]:
            if not marks.any():
                break
            marks &= self._marks(part)
        documents = np.flatnonzero(marks)
        return documents if among is None else documents[self._shared(documents, among)]

    def _marks(self, query: Query) -> Array:
        """Tell for each document whether it has a term, or any of a few."""
        marks = np.zeros(self._size, bool)
        for term in [query] if type(query) is Term else query.subqueries:
            found = self._words.reader.postings(term.fieldname, term_of(term.text))
            if found is not None:
                marks[found.documents] = True
        return marks

    def _are_few(self, query: Query) -> bool:
        """Tell whether a query is a term, or any of a few terms."""
        if type(query) in (Or, AnySpelling):
            return len(query.subqueries) < MANY_TERMS and all(map(_is_name, query.subqueries))
        return _is_name(query)

    def _cost(self, query: Query) -> int:
        """Return about how many postings a query reads, of documents that may be found.

        No others count: costs decide in which order scores are added, and so their last bits.
        """
        if _is_name(query):
            return self._statistics.of(query.fieldname, term_of(query.text)).count
        if type(query) is Phrase and query.fieldname in POSITION_FIELDS:
            return sum(self._cost(Term(query.fieldname, word)) for word in query.words)
        if type(query) is ConstantScoreQuery:
            return self._cost(query.child)
        if type(query) in (Or, AnySpelling, AnyField):
            return sum(map(self._cost, query.subqueries))
        return self._statistics.documents

    def _left_by(self, negation: Not, documents: Array) -> Array:
        """Return the indexes of the documents that a negation leaves."""
        if len(documents) < self._size:
            left_out = self.documents(negation.query, documents)
            return np.flatnonzero(~marked(left_out, documents, self._size))
        left_out = self.documents(negation.query)
        stay = np.ones(self._size, bool)
        stay[left_out] = False
        return np.flatnonzero(stay)

    def _carried(self, query: OutletCount, documents: Array) -> Array:
        """Return those of some documents whose number of outlets is in a range."""
        counts = self._segments.outlet_counts[documents]
        held = counts >= query.least
        return documents[held if query.most is None else held & (counts <= query.most)]

    def _span(self, query: NumericRange) -> Spans:
        first = query.start + query.startexcl if query.start is not None else 1
        last = query.end - query.endexcl if query.end is not None else int(np.iinfo(np.int32).max)
        return self._segments.span(first, last)


def _is_name(query: Query) -> bool:
    return type(query) is Term and query.fieldname in NAMED_FIELDS


def _boost_of_joined(query: Any) -> float:
    # As in Whoosh, which ignores the boost of an And or Or of one part.
    return float(query.boost) if len(query.subqueries) > 1 else 1.0

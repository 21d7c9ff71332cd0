"""Which phrases would cost more than one query may? Their words are looked for in any order.

Only phrases of words that are nearly everywhere are dear: the positions of such words are millions.
"""

from whoosh.query import And, ConstantScoreQuery, Not, Or, Phrase, Query, Term

from search.embedded.evaluate.corpus_statistics import Statistics, TermFacts
from search.embedded.evaluate.kept_postings import MUCH_COMMONER
from search.embedded.schema import as_term
from search.frozen import frozen
from search.query.tree import TEXT_FIELDS, AnyField, MostOf

#: Positions that all phrases of a query may read together.
MAX_POSITIONS = 8_000_000


class Budget:
    """What the phrases of one query may still cost; `loosened` are the words of those left out.

    A phrase costs the positions of its words in documents that may be found: no others may decide
    which phrases are left out. To count these takes long, so as long as the positions of all
    documents fit, they are taken instead.
    """

    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics
        self._left = MAX_POSITIONS
        #: The costs that were taken over all documents.
        self._rough: list[_Cost] = []
        self._begun: set[tuple[object, ...]] = set()
        self.loosened: dict[tuple[str, ...], None] = {}

    def bounded(self, query: Query) -> Query:
        """Return the query with its dearest phrases, the last ones, as their words in any order."""
        kind = type(query)
        if kind is Phrase and query.fieldname in TEXT_FIELDS:
            if self._is_paid(self._cost(query)):
                return query
            self.loosened[tuple(query.words)] = None
            words = dict.fromkeys(query.words)
            return And([Term(query.fieldname, word, boost=query.boost) for word in words])
        if kind is AnyField:
            bounded = [self.bounded(part) for part in query.subqueries]
            if bounded == query.subqueries:
                return query
            is_whole = all(type(part) is Phrase for part in bounded)
            return (AnyField if is_whole else Or)(bounded, boost=query.boost)
        if kind in (And, Or, MostOf):
            changed = {
                number: bounded
                for number, part in enumerate(query.subqueries)
                if type(part) is not Term and (bounded := self.bounded(part)) is not part
            }
            if changed:
                parts = [changed.get(number, own) for number, own in enumerate(query.subqueries)]
                return kind(parts, boost=query.boost)
        if kind is ConstantScoreQuery:
            return ConstantScoreQuery(self.bounded(query.child), query.score)
        if kind is Not:
            inner = self.bounded(query.query)
            return query if inner is query.query else Not(inner, boost=query.boost)
        return query

    def _is_paid(self, cost: "_Cost") -> bool:
        """Tell whether a phrase fits into what is left, and take it from there."""
        taken = self._positions(cost, found_only=False)
        if taken <= self._left:
            self._left -= taken
            self._rough.append(cost)
            return True
        for own in self._rough:
            self._left += self._positions(own, found_only=False)
            self._left -= self._positions(own, found_only=True)
        self._rough = []
        taken = self._positions(cost, found_only=True)
        if taken > self._left:
            return False
        self._left -= taken
        return True

    def _positions(self, cost: "_Cost", *, found_only: bool) -> int:
        return cost.few + sum(
            self._statistics.occurrences(cost.field, facts, found_only=found_only)
            for facts in cost.words
        )

    def _cost(self, query: Phrase) -> "_Cost":
        """Return about what a phrase reads.

        The beginning of phrases that differ in their last words alone is looked for once.
        """
        field = query.fieldname
        facts = [self._statistics.of(field, as_term(word)) for word in query.words]
        beginning = field, query.slop, *query.words[:-1]
        if beginning in self._begun:
            return _Cost(field, facts[-1].count, [])
        self._begun.add(beginning)
        rarest = min(own.count for own in facts)
        # The positions of much more frequent words are read in few documents only.
        frequent = [own for own in facts if rarest * MUCH_COMMONER < own.count]
        others = [own for own in facts if rarest * MUCH_COMMONER >= own.count]
        return _Cost(field, sum(own.count // MUCH_COMMONER for own in frequent), others)


@frozen()
class _Cost:
    """What a phrase reads: all positions of some words of a field, and a `few` of others."""

    field: str
    few: int
    words: list[TermFacts]

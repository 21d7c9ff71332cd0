"""Which phrases would cost more than one query may? Their words are looked for in any order.

Only phrases of words that are nearly everywhere are dear: the positions of such words are millions.
"""

from collections.abc import Sequence

from whoosh.query import And, Not, Or, Phrase, Query, Term

from search.embedded.evaluate.reading import MUCH_COMMONER
from search.embedded.evaluate.statistics import Statistics
from search.embedded.schema import as_term
from search.embedded.segment.segment import Segment
from search.query.tree import TEXT_FIELDS

#: Positions that all phrases of a query may read together.
MAX_POSITIONS = 8_000_000


class Budget:
    """What the phrases of one query may still cost; `loosened` are the words of those left out."""

    def __init__(self, segments: Sequence[Segment], statistics: Statistics) -> None:
        self._segments = segments
        self._statistics = statistics
        self._left = MAX_POSITIONS
        self._begun: set[tuple[object, ...]] = set()
        self.loosened: dict[tuple[str, ...], None] = {}

    def bounded(self, query: Query) -> Query:
        """Return the query with its dearest phrases, the last ones, as their words in any order."""
        kind = type(query)
        if kind is Phrase and query.fieldname in TEXT_FIELDS:
            cost = self._cost(query)
            if cost <= self._left:
                self._left -= cost
                return query
            self.loosened[tuple(query.words)] = None
            words = dict.fromkeys(query.words)
            return And([Term(query.fieldname, word, boost=query.boost) for word in words])
        if kind in (And, Or):
            changed = {
                number: bounded
                for number, part in enumerate(query.subqueries)
                if type(part) is not Term and (bounded := self.bounded(part)) is not part
            }
            if changed:
                parts = [changed.get(number, own) for number, own in enumerate(query.subqueries)]
                return kind(parts, boost=query.boost)
        if kind is Not:
            inner = self.bounded(query.query)
            return query if inner is query.query else Not(inner, boost=query.boost)
        return query

    def _cost(self, query: Phrase) -> int:
        """Return about how many positions a phrase reads.

        The beginning of phrases that differ in their last words alone is looked for once.
        """
        field = query.fieldname
        facts = [self._statistics.of(field, as_term(word)) for word in query.words]
        beginning = field, query.slop, *query.words[:-1]
        if beginning in self._begun:
            return facts[-1].count
        self._begun.add(beginning)
        rarest = min(own.count for own in facts)
        cost = 0
        for own in facts:
            if rarest * MUCH_COMMONER < own.count:  # its positions in few documents only
                cost += own.count // MUCH_COMMONER
                continue
            for segment, number in zip(self._segments, own.numbers, strict=True):
                if number is not None:
                    cost += segment.field(field).occurrences(number)
        return cost

"""Does a node of a tree find a document, and what does it score? As `search.query.tree` says.

Whoosh's query nodes are read as the data that they are.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
from math import log

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

from search.query.tree import (
    CHANGED_FIELD,
    FORMS_FIELD,
    ID_FIELD,
    K1,
    LINK_FIELD,
    MOST_RANK,
    NAME_FIELDS,
    STORY_FIELD,
    TEXT_FIELDS,
    AnyField,
    AnySpelling,
    B,
    MostOf,
    OutletCount,
    changed_span,
    demanded,
    weight,
)
from search.reworded import changed_days, sightings
from tests.search.plain_documents import WORDS, Document, counted, in_a_row


class Scores:
    """The scores of some documents, by how frequent words are in them."""

    def __init__(
        self, documents: Sequence[Document], story_of: Callable[[Document], str] | None = None
    ) -> None:
        self.documents, self.story_of = documents, story_of
        #: Text field -> term -> how many documents have it.
        self.frequencies = {
            field: Counter(chain.from_iterable(own.times[field] for own in self.documents))
            for field in TEXT_FIELDS
        }
        self._forms = counted(self.documents, WORDS)
        self._average_length = (
            sum(own.length for own in self.documents) / max(1, len(documents)) or 1
        )

    def of(self, node: Query, document: Document) -> float | None:
        """Return what a node scores a document, None where it does not find it.

        Raises TypeError for a node that `search.query.tree` does not list, or over another field.
        """
        kind, field, boost = type(node), node.field(), float(getattr(node, "boost", 1))
        is_found, score = True, boost
        if kind is AnySpelling:
            is_found = any(own.text in document.times[own.fieldname] for own in node.subqueries)
            score = self._bm25f(node.subqueries, document) * boost
        elif kind is Term and field in (*TEXT_FIELDS, LINK_FIELD):
            is_found = node.text in document.times[field]
            score = self._bm25f([node], document) if field in TEXT_FIELDS else boost
        elif kind is Term and field == FORMS_FIELD:
            is_found = node.text in document.values[WORDS]
            score = boost * self._rarity(max(1, self._forms[node.text]))
        elif kind is Term and field in NAME_FIELDS:
            is_found = node.text in document.values[field]  # which are keys, as terms are
        elif kind is Term and field == ID_FIELD:
            is_found = node.text == document.item.id
        elif kind is Term and field == STORY_FIELD:
            is_found = self.story_of is not None and self.story_of(document) == node.text
        elif kind is Term and field == CHANGED_FIELD:
            first, last = changed_span(node.text)
            days = self._changed.get(document.item.id, ())
            is_found = any(first <= day <= last for day in days)
        elif kind is AnyField or (kind is Phrase and field in (*TEXT_FIELDS, LINK_FIELD)):
            phrases = node.subqueries if kind is AnyField else [node]
            is_found = any(
                in_a_row(own.words, line, own.slop)
                for own in phrases
                for line in document.lines[own.fieldname]
            )
            if phrases and phrases[0].fieldname in TEXT_FIELDS:
                rows = [
                    [Term(own.fieldname, word, boost=own.boost) for own in phrases]
                    for word in phrases[0].words
                ]
                score = sum(self._bm25f(row, document) for row in rows)
                score *= boost if kind is AnyField else 1.0
        elif kind is MostOf:
            weights = self._weights(node)
            best = sorted([0.0] * MOST_RANK + [*weights.values()])
            least = demanded(best[-1], best[-MOST_RANK])
            is_found = document in weights and weights[document] >= least
            score = sum(self.of(part, document) or 0.0 for part in node.subqueries) * boost
        elif kind is NumericRange and field == "date":
            is_found = document.day > 0 and node.start <= document.day <= (node.end or document.day)
        elif kind is OutletCount:
            outlets = len(document.values["sources"])
            is_found = node.least <= outlets <= (outlets if node.most is None else node.most)
        elif kind is ConstantScoreQuery:
            is_found, score = self.of(node.child, document) is not None, node.score
        elif kind is Not:
            is_found = self.of(node.query, document) is None
        elif kind in (And, Or):
            scores = [self.of(part, document) for part in node.subqueries]
            is_found = any(one is not None for one in scores) if kind is Or else None not in scores
            adding = zip(node.subqueries, scores, strict=True)
            # A negation only takes away. Whoosh forgets the boost of a join of one.
            score = sum(own or 0.0 for part, own in adding if kind is Or or type(part) is not Not)
            score *= boost if len(scores) > 1 else 1.0
        elif kind is type(NullQuery) or (kind is Every and field in (None, *NAME_FIELDS)):
            is_found = kind is Every and (field is None or bool(document.values[field]))
        else:
            raise TypeError(f"{node!r} is not a node that an engine knows; see search.query.tree")
        return score if is_found else None

    @cached_property
    def _changed(self) -> dict[str, set[int]]:
        return changed_days(one for own in self.documents for one in sightings(own.whole))

    def _bm25f(self, terms: Sequence[Term], document: Document) -> float:
        """Return what a word of some spellings and fields adds; see `search.query.tree`."""
        times = sum(own.boost * document.times[own.fieldname][own.text] for own in terms)
        counts = [self.frequencies[own.fieldname][own.text] for own in terms]
        rarity = self._rarity(max([1, *counts]))
        norm = K1 * (1 - B + B * document.length / self._average_length)
        return rarity * times * (K1 + 1) / (times + norm)

    def _rarity(self, count: int) -> float:
        return log((len(self.documents) + 1) / count)

    def _weights(self, node: Query) -> Counter[Document]:
        """Return for each document what the parts weigh that it has."""
        weights: Counter[Document] = Counter()
        for part in node.subqueries:
            held = [own for own in self.documents if self.of(part, own) is not None]
            for document in held:
                weights[document] += weight(len(self.documents), len(held))
        return weights

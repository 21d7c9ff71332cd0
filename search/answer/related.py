"""Which items are most like one? Those that share an article, or telling words, at about its time.

Two items are as alike as the angle between their words is small, each word weighed by how often the
item has it and how few items do (the cosine of tf-idf: Salton and Buckley, 1988). That counts for
less the more days lie between them. Items that share an article come before all others.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from math import log, sqrt

from whoosh.query import Or, Phrase, Query, Term

from search.answer.item import missing
from search.answer.marks import Marker
from search.answer.page import hit
from search.compared import compared_words
from search.deadlines import check_deadline
from search.engine import Generation, Question
from search.links import link_parts, part_term
from search.model import Item
from search.query.compiler import Wanted
from search.query.tree import LINK_FIELD, TEXT_FIELDS, AnySpelling
from search.results import Hit
from search.text import Analyzer

#: Words of an item that are looked for in others: those that are frequent in it and rare elsewhere.
TELLING_WORDS = 25
#: A word in more than this share of the items tells nothing; in two it does, however few there are.
UNTELLING_SHARE = 0.25
#: Items that are compared with one: those that an engine finds first for its telling words.
CANDIDATES = 60
#: Telling words that two items must share, unless they share an article.
LEAST_WORDS = 2
#: Cosine of their words that two items must reach, unless they share an article.
LEAST_ALIKE = 0.1
#: Days between two items after which they count as half as alike, after twice as many as a third
#: as alike, and so on; those of an item without a day, too.
HALVING_DAYS = 7
#: Added for a shared article: more than words can give.
ARTICLE_SCORE = 1.0
#: Least number of words for which two items with the same headline have the same article.
ARTICLE_WORDS = 5
#: Weight of a link, beside words, in the search for candidates: none with one shall be missed.
LINK_BOOST = 100.0
#: Characters of the part of an address that names its article: `live` or `2026` would not.
TELLING_CHARACTERS = 12
#: Links without such a part that are looked for by all of their parts, which takes longer.
MAX_ROWS = 20


def related(generation: Generation, item_id: str, limit: int, day: date | None) -> list[Hit]:
    """Return the items most like one, the most alike first; `day` is the generation's.

    A hit's score is 0 to 1 for its words, and 1 more for an article. Raises ItemNotFound.
    """
    known = generation.item_and_frequencies(item_id)
    if known is None:
        raise missing(item_id, day)
    item, frequencies = known
    own = _Compared(item, generation.analyzer, generation.size, frequencies)
    shared: list[Query] = [
        AnySpelling(
            [Term(field, term, boost=boost) for field, boost in TEXT_FIELDS.items()],
            boost=own.weights[term],
        )
        for term in own.telling
    ]
    shared += _links(item)
    if not shared:
        return []
    found = generation.search(Question(tree=Or(shared), count=CANDIDATES + 1)).hits
    scored = [(own.score(other), other) for other, _ in found if other.id != item_id]
    alike = sorted(
        (entry for entry in scored if entry[0]), key=lambda entry: (-entry[0], entry[1].id)
    )
    marker = Marker(generation.analyzer, Wanted())
    return [hit(other, score, marker, day, len(alike)) for score, other in alike[:limit]]


class _Compared:
    """An item, to be compared with others."""

    def __init__(
        self, item: Item, analyzer: Analyzer, items: int, frequencies: Mapping[str, int]
    ) -> None:
        """Take of how many items how many have each of the item's words."""
        self._analyzer, self._day = analyzer, item.day
        words = compared_words(item, analyzer)
        # Of a word that was cut in two nothing is known, as of those that the item has not.
        self._rarities = {
            term: log(items / frequencies[term]) for term in words if frequencies[term]
        }
        self._usual = sum(self._rarities.values()) / max(1, len(self._rarities))
        self.weights = self._weighed(words)
        most = max(2, items * UNTELLING_SHARE)
        telling = [term for term in self._rarities if frequencies[term] <= most]
        self.telling = sorted(
            telling, key=lambda term: (-self.weights[term] * self._rarities[term], term)
        )[:TELLING_WORDS]
        self._length = _length(self.weights)
        self._articles = set(self._articles_of(item))

    def score(self, other: Item) -> float:
        """Return how alike another item is, 0 if it is not related."""
        check_deadline()
        articles = self._articles.intersection(self._articles_of(other))
        weights = self._weighed(compared_words(other, self._analyzer))
        both = [term for term in self.telling if term in weights]
        alike = sum(self.weights[term] * weights[term] for term in both)
        alike /= self._length * _length(weights) or 1
        if not articles and (len(both) < LEAST_WORDS or alike < LEAST_ALIKE):
            return 0.0
        apart = HALVING_DAYS
        if self._day and other.day:
            apart = abs((self._day - other.day).days)
        return alike / (1 + apart / HALVING_DAYS) + ARTICLE_SCORE * bool(articles)

    def _weighed(self, words: Counter[str]) -> dict[str, float]:
        return {
            term: (1 + log(times)) * self._rarities.get(term, self._usual)
            for term, times in words.items()
        }

    def _articles_of(self, item: Item) -> Iterator[tuple[str, ...]]:
        """Yield what names the articles of an item: links, as their parts, and long headlines."""
        yield from map(tuple, map(link_parts, item.links))
        for line in item.headlines:
            terms = tuple(chain.from_iterable(self._analyzer.cut(line.text).terms))
            if len(terms) >= ARTICLE_WORDS:
                yield terms


def _length(weights: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in weights.values()))


def _links(item: Item) -> Iterator[Query]:
    """Yield what finds the articles that an item links to: the part that names one, if one does."""
    rows = 0
    for parts in map(link_parts, item.links):
        longest = max(parts, key=len, default="")
        if len(longest) >= TELLING_CHARACTERS:
            yield Term(LINK_FIELD, part_term(longest), boost=LINK_BOOST)
        elif len(parts) > 1 and rows < MAX_ROWS:
            rows += 1
            yield Phrase(LINK_FIELD, list(map(part_term, parts)), boost=LINK_BOOST)

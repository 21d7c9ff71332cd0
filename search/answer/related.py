"""Which items are most like one? Those that share its most telling words, or an article."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from math import log

from whoosh.query import Or, Term

from search.answer.marks import Marker
from search.answer.page import hit
from search.deadlines import check_deadline
from search.engine import Generation, Question
from search.model import Item
from search.query.compiler import Wanted
from search.query.tree import LINK_FIELD, TEXT_FIELDS, link_hash
from search.results import Hit

#: Words of an item that are looked for in others: those that are frequent in it and rare elsewhere.
TELLING_WORDS = 15
#: Weight of a link beside a word: the same article in two items says more than any word.
LINK_BOOST = 5.0
#: Share of its own score that another item must reach to count as related.
RELATED_SHARE = 0.12


def related(generation: Generation, item: Item, limit: int, day: date | None) -> list[Hit]:
    """Return the items most like this one, the most alike first; `day` is the generation's."""
    weights: Counter[str] = Counter()
    for text, weight in _texts(item):
        check_deadline()
        for term in generation.analyzer.terms(text):
            weights[term] += weight
    frequencies = generation.frequencies(weights)
    telling = sorted(
        (
            (weight * log(1 + generation.size / frequency), term)
            for term, weight in weights.items()
            if (frequency := frequencies[term])
        ),
        reverse=True,
    )[:TELLING_WORDS]
    shared = [Term(name, term) for _, term in telling for name in TEXT_FIELDS]
    shared += [Term(LINK_FIELD, link_hash(link), boost=LINK_BOOST) for link in item.links]
    if not shared:
        return []
    best = generation.search(Question(tree=Or(shared), count=limit + 1)).hits
    # The first has all of its words and links: it is the item itself, or one like it.
    least = RELATED_SHARE * best[0][1] if best else 0.0
    alike = [(other, score) for other, score in best if other.id != item.id and score >= least]
    marker = Marker(generation.analyzer, Wanted())
    return [hit(other, score, marker, day, len(alike)) for other, score in alike[:limit]]


def _texts(item: Item) -> Iterator[tuple[str, int]]:
    """Yield the texts of an item and what a word in each weighs."""
    yield item.title, 3
    for headline in item.headlines:
        yield headline.text, 2
    yield item.text, 1

"""Which items are most like one? Those that share its most telling words, or an article."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from math import log

from whoosh.query import Or, Phrase, Query, Term

from search.answer.marks import Marker
from search.answer.page import hit
from search.deadlines import check_deadline
from search.engine import Generation, Question
from search.links import link_parts, part_term
from search.model import Item
from search.query.compiler import Wanted
from search.query.tree import LINK_FIELD, TEXT_FIELDS
from search.results import Hit

#: Words of an item that are looked for in others: those that are frequent in it and rare elsewhere.
TELLING_WORDS = 15
#: Weight of a link beside a word: the same article in two items says more than any word.
LINK_BOOST = 5.0
#: Characters of the part of an address that names its article: `live` or `2026` would not.
TELLING_CHARACTERS = 12
#: Links without such a part that are looked for by all of their parts, which takes longer.
MAX_ROWS = 20
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
    shared: list[Query] = [Term(name, term) for _, term in telling for name in TEXT_FIELDS]
    shared += _links(item)
    if not shared:
        return []
    best = generation.search(Question(tree=Or(shared), count=limit + 1)).hits
    # The first has all of its words and links: it is the item itself, or one like it.
    least = RELATED_SHARE * best[0][1] if best else 0.0
    alike = [(other, score) for other, score in best if other.id != item.id and score >= least]
    marker = Marker(generation.analyzer, Wanted())
    return [hit(other, score, marker, day, len(alike)) for other, score in alike[:limit]]


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


def _texts(item: Item) -> Iterator[tuple[str, int]]:
    """Yield the texts of an item and what a word in each weighs."""
    yield item.title, 3
    for headline in item.headlines:
        yield headline.text, 2
    yield item.text, 1

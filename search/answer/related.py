"""Which items are most like one? Those that share an article, or telling words, at about its time.

Two items are as alike as the angle between their words is small, each word weighed by how often the
item has it and how few items do (the cosine of tf-idf: Salton and Buckley, 1988). That counts for
less the more days lie between them. Items that share an article come before all others. Of others
a rare word must be in headlines of both, or several in their texts: else it is chance.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import chain
from math import log, sqrt

from whoosh.query import Or, Phrase, Query, Term

from search.answer.hits import hit
from search.answer.item import missing
from search.answer.marks import Marker
from search.compared import compared_texts, compared_words
from search.deadlines import check_deadline
from search.engine import Generation, Question
from search.links import link_parts, part_term
from search.model import Item
from search.query.compiled import Wanted
from search.query.tree import LINK_FIELD, TEXT_FIELDS, AnySpelling
from search.results import Hit
from search.text import GOES_ON, Analyzer

#: Words of an item that are looked for in others: those that are frequent in it and rare elsewhere.
#: Those of its title are, too.
TELLING_WORDS = 25
#: A word that more than this share of the items have tells nothing, unless only two items have it.
UNTELLING_SHARE = 0.25
#: Items that are compared with one: those that an engine finds first for its telling words.
CANDIDATES = 60
#: Telling words that two items must share, unless they share an article.
LEAST_WORDS = 2
#: A word, or a number, is rare in at most this share of the items, or in at most RARE_ITEMS items.
RARE_WORD_SHARE = 0.08
NUMBER_SHARE = 0.015
RARE_ITEMS = 10
#: Rare words that two items must share if none of them is in headlines of both.
LEAST_IN_TEXTS = 2
#: Cosine of their words that two items must reach, unless they share an article; and where they
#: share one rare word only.
LEAST_ALIKE = 0.07
LEAST_ALIKE_BY_ONE = 0.115
#: What a word counts of which two items have no form in common: festive, fest.
OTHER_FORM = 0.9
#: Days between two items that halve how alike they are; twice as many leave a third, and so on. An
#: item without a day counts as if it was that far away.
HALVING_DAYS = 7
#: What is left of it that tells a reader anything; a page is better short than filled by chance.
LEAST_SCORE = 0.045
#: Added for a shared article: more than words can give.
ARTICLE_SCORE = 1.0
#: Least number of words for which two items with the same headline have the same article.
ARTICLE_WORDS = 5
#: Weight of a link, beside words, in the search for candidates: none with one shall be missed.
LINK_BOOST = 100.0
#: Characters of the part of an address that names its article: `live` or `2026` would not.
TELLING_CHARACTERS = 12
#: What stands around a word, and the ending of whose something is.
_SIGNS = re.compile(r"\A\W+|(?:['’]s)?\W*\Z")
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
        words = _words(item, analyzer)
        # Nothing is known of a word that was cut in two.
        self._rarities = {
            term: log(items / frequencies[term]) for term in words if frequencies[term]
        }
        self._usual = sum(self._rarities.values()) / max(1, len(self._rarities))
        self.weights = self._weighed(words)

        def in_few(share: float, least: int = RARE_ITEMS) -> list[str]:
            most = max(least, items * share)
            return [term for term in self._rarities if frequencies[term] <= most]

        telling = sorted(
            in_few(UNTELLING_SHARE, 2),
            key=lambda term: (-self.weights[term] * self._rarities[term], term),
        )
        of_title = set(chain.from_iterable(analyzer.cut(item.title).terms))
        self.telling = [
            term for at, term in enumerate(telling) if at < TELLING_WORDS or term in of_title
        ]
        # The same numbers are in many items by chance: 13 are killed here and there.
        numbers = {term for term in in_few(NUMBER_SHARE) if term.isdecimal()}
        self._rare = numbers | {term for term in in_few(RARE_WORD_SHARE) if not term.isdecimal()}
        self._top = self._rare.intersection(_top(item, analyzer))
        self._forms = _forms(item, analyzer, self.telling)
        self._length = _length(self.weights)
        self._articles = set(self._articles_of(item))

    def score(self, other: Item) -> float:
        """Return how alike another item is, 0 if it is not related."""
        check_deadline()
        articles = self._articles.intersection(self._articles_of(other))
        weights = self._weighed(_words(other, self._analyzer))
        both = [term for term in self.telling if term in weights]
        if not articles and (len(both) < LEAST_WORDS or not self._is_near(other, both)):
            return 0.0
        forms = _forms(other, self._analyzer, both)
        exact = [term for term in both if _is_in_common(self._forms[term], forms[term])]
        alike = sum(
            self.weights[term] * weights[term] * (1.0 if term in exact else OTHER_FORM)
            for term in both
        )
        alike /= self._length * _length(weights) or 1
        rare = len(self._rare.intersection(exact))
        least = LEAST_ALIKE if rare >= LEAST_WORDS else LEAST_ALIKE_BY_ONE
        if not articles and (not rare or alike < least):
            return 0.0
        apart = HALVING_DAYS
        if self._day and other.day:
            apart = abs((self._day - other.day).days)
        score = alike / (1 + apart / HALVING_DAYS)
        if articles:
            return score + ARTICLE_SCORE
        return score if score >= LEAST_SCORE else 0.0

    def _is_near(self, other: Item, both: Collection[str]) -> bool:
        """Tell whether a rare word is in headlines or titles of both, or several in their texts."""
        if len(self._rare.intersection(both)) >= LEAST_IN_TEXTS:
            return True
        own = self._top.intersection(both)
        return bool(own) and not own.isdisjoint(_top(other, self._analyzer))

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


def _words(item: Item, analyzer: Analyzer) -> Counter[str]:
    """Return the words that an item is compared by, without the marks of joined spellings."""
    words = compared_words(item, analyzer)
    return Counter({term: times for term, times in words.items() if not term.endswith(GOES_ON)})


def _top(item: Item, analyzer: Analyzer) -> set[str]:
    """Return the words of the title and the headlines of an item."""
    texts = (item.title, *(line.text for line in item.headlines))
    return {term for text in texts for own in analyzer.cut(text).terms for term in own}


def _forms(item: Item, analyzer: Analyzer, terms: Collection[str]) -> dict[str, set[str]]:
    """Return how an item writes some words, without the signs around them."""
    found: dict[str, set[str]] = {term: set() for term in terms}
    for text in compared_texts(item):
        cut = analyzer.cut(text)
        for piece, own in zip(cut.pieces, cut.terms, strict=True):
            for term in own:
                if term in found:
                    found[term].add(_SIGNS.sub("", piece))
    return found


def _is_in_common(forms: Collection[str], others: Collection[str]) -> bool:
    """Tell whether two items write a word alike, case aside."""
    return not set(map(str.casefold, forms)).isdisjoint(map(str.casefold, others))


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

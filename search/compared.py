"""Which words is an item compared by? Those of its title, its headlines, the start of its text."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from search.model import Item
from search.text import Analyzer

#: Characters of an item that are compared: what a story is about stands at its beginning.
MAX_COMPARED_CHARACTERS = 2_000


def compared_words(item: Item, analyzer: Analyzer) -> Counter[str]:
    """Return the terms that an item is compared by, and how many times it has each."""
    words: Counter[str] = Counter()
    for text in compared_texts(item):
        words.update(chain.from_iterable(analyzer.cut(text).terms))
    return words


def compared_texts(item: Item) -> Iterator[str]:
    """Yield the texts that have the words that an item is compared by."""
    left = MAX_COMPARED_CHARACTERS
    for text in _texts(item):
        yield text[:left]
        left -= len(text)
        if left <= 0:
            break


def _texts(item: Item) -> Iterator[str]:
    lines = [line.text for line in item.headlines]
    if item.title not in lines:  # the title of a cluster is one of its headlines
        yield item.title
    yield from lines
    yield item.text

"""Which items of the window have a word? In sorted arrays, so that many words are asked at once.

Words and items are whole numbers here; of two items the later one has the greater number.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Whole numbers, one a word, item or posting.
Whole = NDArray[np.int64]

#: Bits of a posting that are the item; those above are the word.
_ITEM_BITS = 32
_ITEM = (1 << _ITEM_BITS) - 1


class WordsOf(NamedTuple):
    """The words of several items: of each the word, its item, and its weight there.

    Those of one item stand together, the items are in order.
    """

    words: Whole
    items: Whole
    weights: Whole


class WordPostings:
    """The words by which the items of a window are compared."""

    def __init__(self) -> None:
        #: Word and item of each posting, sorted.
        self._keys: Whole = np.zeros(0, np.int64)
        self._weights: Whole = np.zeros(0, np.int64)

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, new: WordsOf, first: int) -> None:
        """Take in items that are later than all; leave out those before the item `first`."""
        keys = (new.words << _ITEM_BITS) | new.items
        order = keys.argsort()
        keys = keys[order]
        stays = (self._keys & _ITEM) >= first
        old = self._keys[stays]
        places = old.searchsorted(keys)
        self._keys = np.insert(old, places, keys)
        self._weights = np.insert(self._weights[stays], places, new.weights[order])

    def having(self, asked: WordsOf, firsts: Whole) -> tuple[Whole, Whole]:
        """Return for each word where its postings begin, and how many they are.

        Asked are the postings of items from the one in `firsts` on to that before the word's own.
        """
        words = asked.words << _ITEM_BITS
        begins = self._keys.searchsorted(words | firsts)
        return begins, self._keys.searchsorted(words | asked.items) - begins

    def ranges(self, begins: Whole, counts: Whole) -> tuple[Whole, Whole]:
        """Return the items and the weights of ranges of postings, one range after another."""
        places = (begins - counts.cumsum() + counts).repeat(counts)
        places += np.arange(len(places))
        return self._keys[places] & _ITEM, self._weights[places]

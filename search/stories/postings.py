"""Which items of the window have a key? In sorted arrays, so that many keys are asked at once.

Items are numbered in the order in which they come, from the first one of the window on.
"""

import numpy as np

from search.stories.keys import KEY_BITS, Whole
from search.whole_numbers import spread

#: Bits of a posting that are the item; those above are the key.
ITEM_BITS = 63 - KEY_BITS
ITEM = (1 << ITEM_BITS) - 1


class KeyPostings:
    """The keys of the items of a window, sorted by key and item, each with a value."""

    def __init__(self) -> None:
        self.rows: Whole = np.zeros(0, np.int64)
        self.values: Whole = np.zeros(0, np.int64)

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, keys: Whole, items: Whole) -> Whole:
        """Take in keys of items that are later than all; return their indexes in `rows`.

        Their values are 0.
        """
        rows = (keys << ITEM_BITS) | items
        order = rows.argsort()
        rows = rows[order]
        before = self.rows.searchsorted(rows)
        self.rows = np.insert(self.rows, before, rows)
        self.values = np.insert(self.values, before, 0)
        own = np.empty(len(rows), np.int64)
        own[order] = before + np.arange(len(rows))
        return own

    def forget(self, items: int) -> None:
        """Leave out the first items; the next one is number 0 then."""
        if items:
            stays = (self.rows & ITEM) >= items
            self.rows, self.values = self.rows[stays] - items, self.values[stays]

    def begins(self, keys: Whole, firsts: Whole) -> Whole:
        """Return the index of the first row of each key from the item in `firsts` on."""
        return self.rows.searchsorted((keys << ITEM_BITS) | firsts)

    def ranges(self, begins: Whole, counts: Whole) -> tuple[Whole, Whole]:
        """Return items and values of ranges of rows, one range after another."""
        indexes = spread(begins, counts)
        return self.rows[indexes] & ITEM, self.values[indexes]

"""By which numbers are words, articles and beginnings of lines known? By hashes of KEY_BITS bits.

They are the same in every pass and on every machine, so what is kept of items can be read again
without a table of words. Of a hundred thousand words two have one key in one of ten thousand
windows; they count as one word then.
"""

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from search.whole_numbers import SPREADING

#: Whole numbers: keys, items, weights or counts.
Whole = NDArray[np.int64]

#: Bits of a key: with those of an item (`postings.py`) they fill a whole number.
KEY_BITS = 46
KEY_BYTES = 6
_KEY = np.uint64((1 << KEY_BITS) - 1)
#: The number by which SPREADING is 1, in numbers of 64 bits.
_INVERSE = np.uint64(pow(int(SPREADING), -1, 1 << 64))
_OTHER_FACTOR = np.uint64(0xBF58476D1CE4E5B9)
_HALF = np.uint64(32)


def key_of(text: str) -> int:
    """Return the key of a text."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()
    return int.from_bytes(digest, "little") >> (8 * KEY_BYTES - KEY_BITS)


class Rows:
    """The keys of rows of words, whole or in part: the same words in the same order have one."""

    def __init__(self, words: Whole, begins: Whole, lengths: Whole) -> None:
        """Take the words of all rows, one after another; where rows begin, and their lengths."""
        self._begins = begins
        indexes = np.arange(len(words)) - begins.repeat(lengths)
        powers = np.full(int(indexes.max(initial=0)) + 1, SPREADING).cumprod()
        self._sums = np.zeros(len(words) + 1, np.uint64)
        np.cumsum(words.astype(np.uint64) * powers[indexes], out=self._sums[1:])

    def keys(
        self, rows: Whole, lengths: Whole | int, others: Whole | int = 0, skipped: Whole | int = 0
    ) -> Whole:
        """Return keys of `lengths` words of some rows after the skipped ones, each with a number.

        The same words have the same key wherever they begin.
        """
        begins = self._begins[rows] + skipped
        mixed: NDArray[np.uint64] = self._sums[begins + lengths] - self._sums[begins]
        back = np.full(int(np.max(skipped, initial=0)) + 1, _INVERSE)
        back[0] = 1
        mixed *= back.cumprod()[skipped]
        mixed += np.asarray(others).astype(np.uint64) * _OTHER_FACTOR
        mixed += np.asarray(lengths).astype(np.uint64)
        for factor in (_OTHER_FACTOR, SPREADING):
            mixed = (mixed ^ (mixed >> _HALF)) * factor
        return ((mixed ^ (mixed >> _HALF)) & _KEY).astype(np.int64)

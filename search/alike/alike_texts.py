"""Which texts are at a distance from a word, whatever letter they begin with?

The distance of two texts is the fewest letters to add, leave out or change, or neighbours to swap,
no letter touched twice (optimal string alignment; Damerau, 1964). Texts are kept by length, with
the bag of their letters, which rules out nearly all: a step takes one letter of a bag and adds one
at most. Of the rest one table is computed for all texts at once.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from search.alike.distances import code_points, distances
from search.frozen import frozen
from search.lookups import MAX_AWAY_CHARACTERS
from search.whole_numbers import Array

#: Classes of letters that a bag tells apart; a letter's is its code point by this.
_CLASSES = 32


@frozen()
class _TextsOfLength:
    """Texts of one length: the number of each, its letters (uint32), and the bag of them."""

    numbers: Array
    letters: Array
    bags: Array


class AlikeTexts:
    """Some texts, each known by its index in the list. May be shared by all threads.

    Empty ones, and those of more than MAX_AWAY_CHARACTERS, are away from everything.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        order = lengths.argsort(kind="stable")
        edges = np.searchsorted(
            lengths, np.arange(1, MAX_AWAY_CHARACTERS + 2), sorter=order
        ).tolist()
        self._of_length: dict[int, _TextsOfLength] = {}
        for length, (start, end) in enumerate(pairwise(edges), 1):
            if start < end:
                numbers = order[start:end]
                letters = code_points([texts[number] for number in numbers.tolist()])
                own = _TextsOfLength(numbers.astype(np.int32), letters, _bags(letters))
                self._of_length[length] = own

    def at(self, word: str, distance: int) -> Array:
        """Return the numbers of the texts that are at just this distance from a word, ascending."""
        numbers, rows, lengths = [], [], []
        letters = code_points([word])
        wanted, width = _bags(letters), len(word) + distance
        for length in range(len(word) - distance, width + 1):
            if (own := self._of_length.get(length)) is not None:
                like = np.flatnonzero(np.bitwise_count(own.bags ^ wanted) <= 2 * distance)
                numbers.append(own.numbers[like])
                padded = np.zeros((len(like), width), np.uint32)
                padded[:, :length] = own.letters[like]
                rows.append(padded)
                lengths.append(np.full(len(like), length))
        if not numbers:
            return np.zeros(0, np.int32)
        steps = distances(
            np.concatenate(rows), np.concatenate(lengths), letters[0], distance, swaps=True
        )
        return np.sort(np.concatenate(numbers)[steps == distance])


def _bags(letters: Array) -> Array:
    """Return for each row of code points the classes that occur, and those that do twice, as bits.

    To take or add a letter changes one bit at most.
    """
    once = np.zeros(len(letters), np.uint64)
    twice = once.copy()
    for column in letters.T:
        bit = np.left_shift(np.uint64(1), (column % _CLASSES).astype(np.uint64))
        twice |= once & bit
        once |= bit
    bags: Array = once | twice << np.uint64(_CLASSES)
    return bags

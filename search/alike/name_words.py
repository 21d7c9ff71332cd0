"""Which names begin with some words, hold them, or have a word that begins so?

All tails of all names, each from the beginning of a word to the end, are kept in order, so that
each of these is a bisection: `bbc news` has the tails `bbc news` and `news`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from search.lookups import Likeness, short_forms
from search.whole_numbers import Array, distinct

#: Characters of a tail that it is ordered by; what those leave open is looked at one by one.
ORDERED_CHARACTERS = 48
_END = "\0"


class NameWords:
    """Folded names (`Analyzer.name`) by their words; a name's number is its index in the list."""

    def __init__(self, names: Sequence[str]) -> None:
        self._text = text = _END.join([*names, ""])
        lengths = np.fromiter((len(name) + 1 for name in names), np.int64, len(names))
        ends = np.cumsum(lengths)
        #: Offset in the text at which each name begins.
        self._starts = ends - lengths
        tails: list[tuple[str, int]] = []
        for start, end in zip(self._starts.tolist(), ends.tolist(), strict=True):
            offset = start
            while True:
                tails.append((text[offset : min(end, offset + ORDERED_CHARACTERS)], offset))
                offset = text.find(" ", offset, end) + 1
                if not offset:
                    break
        tails.sort()
        self._tails = np.fromiter((offset for _, offset in tails), np.int64, len(tails))

    def like(self, name: str, way: Likeness) -> Array:
        """Return the numbers of the names that are like a folded one, ascending."""
        match way:
            case Likeness.SAME:
                found = self._at_start(self._beginning(name + _END))
            case Likeness.START:
                found = self._at_start(self._beginning(name))
            case Likeness.INSIDE:
                ends = self._beginning(name + _END), self._beginning(name + " ")
                found = np.concatenate(ends) if name else ends[0]
            case Likeness.WORD_START:
                found = self._beginning(name)
            case Likeness.ABBREVIATED:
                return self._short_for(name)
            case Likeness.EQUAL | Likeness.KEY_START:
                raise ValueError("by their keys names are compared whole, not by their words")
        numbers = np.searchsorted(self._starts, found, "right") - 1
        return distinct(numbers)

    def _short_for(self, short: str) -> Array:
        hashes, numbers = self._short_forms
        wanted = _hash(short)
        first, last = np.searchsorted(hashes, [wanted, wanted + 1]).tolist()
        names = self._text.split(_END) if first < last else []
        alike = (
            number for number in numbers[first:last].tolist() if short in short_forms(names[number])
        )
        return np.array(sorted(alike), np.int64)

    @cached_property
    def _short_forms(self) -> tuple[Array, Array]:
        """The hashes of all short forms of all names, ascending, and the name of each."""
        names = self._text.split(_END)[:-1]
        found = [
            (_hash(short), number)
            for number, name in enumerate(names)
            for short in short_forms(name)
        ]
        hashes, numbers = np.array(found, np.int64).reshape(-1, 2).T
        order = hashes.argsort()
        return hashes[order], numbers[order].astype(np.int32)

    def _at_start(self, tails: Array) -> Array:
        starts = self._starts[np.searchsorted(self._starts, tails, "right") - 1]
        found: Array = tails[starts == tails]
        return found

    def _beginning(self, prefix: str) -> Array:
        """Return the offsets of the tails that begin so."""
        ordered = prefix[:ORDERED_CHARACTERS]
        length, text = len(ordered), self._text

        def start_of(offset: int) -> str:
            return text[offset : offset + length]

        first = bisect_left(self._tails, ordered, key=start_of)
        last = bisect_right(self._tails, ordered, first, key=start_of)
        found = self._tails[first:last]
        if prefix == ordered:
            return found
        return np.array([at for at in found.tolist() if text.startswith(prefix, at)], np.int64)


def _hash(text: str) -> int:
    return hash(text) >> 1  # so that one more is an int64, too

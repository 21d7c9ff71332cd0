"""Which words of a generation are within a distance of a word, its first letter kept?

The distance of two words is the fewest letters to add, leave out or change (Levenshtein, 1966).
Words are kept by first letter and length, with the set of their letters, which rules out most: a
change adds and takes one letter at most. Of the rest one table is computed for all words at once.
"""

from collections.abc import Sequence
from functools import lru_cache, partial

import numpy as np

from search.alike.distances import code_points, distances
from search.embedded.schema import as_term
from search.embedded.segment.segment import Segment
from search.frozen import frozen
from search.query.tree import FORMS_FIELD
from search.whole_numbers import Array

#: First letters whose words are kept in memory.
LETTERS_KEPT = 64


@frozen()
class _WordsOfLength:
    """Words of one first letter and one length.

    `numbers` has a row for each word: its number in each segment (int32), -1 where one lacks it.
    `letters` has a row of code points (uint32) for each word, without the first; `sets` has the
    bits of those that occur (uint64).
    """

    words: Array
    numbers: Array
    letters: Array
    sets: Array


class NearWords:
    """The words of all segments. May be shared by all threads."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        # Not of a method: that would refer to this object, and keep the files open.
        self._of_letter = lru_cache(LETTERS_KEPT)(partial(_of_letter, segments))

    def near(self, word: str, distance: int) -> tuple[list[str], Array]:
        """Return the words within a distance, in the order of their code points.

        Beside them a row for each: its number in each segment (int32), -1 where one lacks it.
        """
        letters = code_points([word])[0, 1:]
        wanted = _sets(letters[np.newaxis])
        by_length = self._of_letter(word[:1])
        words, numbers, rows, lengths = [], [], [], []
        for length in range(max(1, len(word) - distance), len(word) + distance + 1):
            if (own := by_length.get(length)) is None:
                continue
            like = np.flatnonzero(np.bitwise_count(own.sets ^ wanted) <= 2 * distance)
            words.append(own.words[like])
            numbers.append(own.numbers[like])
            rows.append(own.letters[like])
            lengths.append(np.full(len(like), length - 1))
        if not words:
            return [], np.zeros((0, 0), np.int32)
        width = len(letters) + distance
        padded = [np.pad(own, ((0, 0), (0, width - own.shape[1]))) for own in rows]
        steps = distances(np.concatenate(padded), np.concatenate(lengths), letters, distance)
        which = np.flatnonzero(steps <= distance)
        found: list[str] = np.concatenate(words)[which].tolist()
        order = sorted(range(len(found)), key=found.__getitem__)
        return [found[number] for number in order], np.concatenate(numbers)[which[order]]


def _of_letter(segments: Sequence[Segment], letter: str) -> dict[int, _WordsOfLength]:
    """Return the words that begin with a letter, by their lengths."""
    known: dict[str, int] = {}
    columns = []
    for segment in segments:
        terms = segment.field(FORMS_FIELD).terms
        span = terms.starting(as_term(letter))
        own = terms.words(span.start, span.stop)
        columns.append((span, [known.setdefault(word, len(known)) for word in own]))
    numbers = np.full((len(known), len(segments)), -1, np.int32)
    for column, (span, indexes) in enumerate(columns):
        numbers[indexes, column] = span
    by_length: dict[int, list[str]] = {}
    for word in known:
        by_length.setdefault(len(word), []).append(word)
    return {
        length: _packed(words, numbers[[known[word] for word in words]])
        for length, words in by_length.items()
    }


def _packed(words: list[str], numbers: Array) -> _WordsOfLength:
    codes = code_points(words)[:, 1:]
    return _WordsOfLength(np.array(words), numbers, codes, _sets(codes))


def _sets(letters: Array) -> Array:
    bits = np.left_shift(np.uint64(1), (letters & 63).astype(np.uint64))
    found: Array = np.bitwise_or.reduce(bits, axis=1, initial=np.uint64(0))
    return found

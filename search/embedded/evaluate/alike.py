"""Which words of all segments are at a distance from one, whatever letter they begin with?"""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

import numpy as np

from search.alike.alike_texts import AlikeTexts
from search.embedded.segment.segment import Segment
from search.query.tree import FORMS_FIELD
from search.whole_numbers import Array

#: Entries of the cache (word, steps) -> terms: the pages of one search ask for the same.
WORDS_KEPT = 1 << 10


class AlikeWords:
    """The words of all segments, read when they are first asked for. All threads may share it."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        # Not of methods: these would refer to this object, and keep the files open.
        words = lru_cache(1)(partial(_words, segments))
        self._away = lru_cache(WORDS_KEPT)(partial(_away, words))

    def away(self, word: str, steps: int) -> Array:
        """Return the terms of the words that are exactly `steps` steps from a word.

        A row a word: its number in each segment (int32), -1 where one lacks it.
        """
        return self._away(word, steps)


def _away(words: Callable[[], tuple[AlikeTexts, Array]], word: str, steps: int) -> Array:
    texts, numbers = words()
    found: Array = numbers[texts.at(word, steps)]
    return found


def _words(segments: Sequence[Segment]) -> tuple[AlikeTexts, Array]:
    """Return all words, and a row for each with its number in each segment."""
    known: dict[str, int] = {}
    indexes = []
    for segment in segments:
        terms = segment.field(FORMS_FIELD).terms
        own = terms.words(0, len(terms))
        indexes.append([known.setdefault(term, len(known)) for term in own])
    numbers = np.full((len(known), len(segments)), -1, np.int32)
    for column, own_indexes in enumerate(indexes):
        numbers[own_indexes, column] = np.arange(len(own_indexes))
    return AlikeTexts(list(known)), numbers

"""Which words and names do the items of a generation have, and how many items have each?"""

import re
from collections.abc import Callable, Iterator, Sequence
from fnmatch import translate
from heapq import nsmallest
from itertools import islice

import numpy as np

from search.deadlines import check_deadline
from search.embedded.evaluate.facets import Names
from search.embedded.evaluate.tallies import FacetTally
from search.embedded.schema import as_term
from search.embedded.segment.postings import FieldPostings
from search.embedded.segment.segment import Segment
from search.engine import (
    Counted,
    Lookup,
    NamesAway,
    NamesLike,
    WordsAway,
    WordsLike,
    WordsNear,
    WordsStarting,
)
from search.query.tree import FORMS_FIELD
from search.whole_numbers import Array

#: Terms that are read together.
TERMS_AT_A_TIME = 1 << 10
#: The words within a distance, in order: (word, distance) -> words, terms (`NearWords.near`).
Near = Callable[[str, int], tuple[list[str], Array]]
#: The terms of the words at a number of steps from one (`AlikeWords.away`).
Away = Callable[[str, int], Array]


class Vocabulary:
    """The words and names of those documents that may be found.

    `visible` has for each segment a bool for each document, None where all may be found.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        visible: Sequence[Array | None],
        near: Near,
        away: Away,
        names: Callable[[str], tuple[Names, FacetTally]],
    ) -> None:
        """Take what finds near words, and what gives a facet's values and their counts."""
        self._segments, self._visible = segments, visible
        self._near, self._away, self._names = near, away, names

    def look_up(self, lookup: Lookup) -> list[Counted]:
        """Return the words or values that are asked for, with how many documents have each."""
        check_deadline()
        match lookup:
            case WordsStarting(prefix, most, by_count):
                # It keeps the order of equals, as `sorted` does.
                return (
                    nsmallest(most, self._starting(prefix, None), key=lambda entry: -entry[1])
                    if by_count
                    else list(islice(self._starting(prefix, most), most))
                )
            case WordsLike(pattern, most):
                return list(islice(self._of_pattern(pattern), most))
            case WordsNear(word, distance, most):
                return list(islice(self._words_near(word, distance, most), most))
            case WordsAway(word, steps, most):
                return nsmallest(most, self._words_away(word, steps), key=_by_count)
            case NamesLike():
                return self._names_like(lookup)
            case NamesAway(facet, name, steps, most):
                names, tally = self._names(facet)
                return tally.among(names.away(name, steps), most, by_count=True)[0]

    def _starting(self, prefix: str, most: int | None) -> Iterator[Counted]:
        """Return the words with a prefix in order, at least the first `most`."""
        counts: dict[str, int] = {}
        for segment, visible in zip(self._segments, self._visible, strict=True):
            postings = segment.field(FORMS_FIELD)
            for word, count in islice(_counted(postings, as_term(prefix), visible), most):
                counts[word] = counts.get(word, 0) + count
        # Each of the first `most` of all is among the first of every segment that has it, so its
        # count is whole.
        in_order = counts.items() if len(self._segments) == 1 else sorted(counts.items())
        return iter(in_order)

    def _of_pattern(self, pattern: str) -> Iterator[Counted]:
        matches = re.compile(translate(pattern)).match
        head = re.split("[?*]", pattern, maxsplit=1)[0]
        return (entry for entry in self._starting(head, None) if matches(entry[0]))

    def _words_near(self, word: str, distance: int, most: int) -> Iterator[Counted]:
        words, rows = self._near(word, distance)
        for start in range(0, len(words), most):
            counts = self._counts(rows[start : start + most])
            yield from (entry for entry in zip(words[start:], counts, strict=False) if entry[1])

    def _counts(self, rows: Array) -> list[int]:
        """Return how many documents have each word, given the row of its numbers in segments."""
        counts = np.zeros(len(rows), np.int64)
        for segment, visible, numbers in zip(self._segments, self._visible, rows.T, strict=True):
            postings, which = segment.field(FORMS_FIELD), np.flatnonzero(numbers >= 0)
            if visible is None:
                counts[which] += postings.counts[numbers[which]]
                continue
            found = postings.several(numbers[which])
            seen = found.terms[visible[found.documents]]
            counts[which] += np.bincount(seen, minlength=len(which))
        return counts.tolist()

    def _words_away(self, word: str, steps: int) -> Iterator[Counted]:
        if not steps:
            if count := self.frequency(FORMS_FIELD, word):
                yield word, count
            return
        rows = self._away(word, steps)
        for row, count in zip(rows.tolist(), self._counts(rows), strict=True):
            if count:
                index = next(index for index, number in enumerate(row) if number >= 0)
                terms = self._segments[index].field(FORMS_FIELD).terms
                yield terms.words(row[index], row[index] + 1)[0], count

    def _names_like(self, lookup: NamesLike) -> list[Counted]:
        names, tally = self._names(lookup.facet)
        for way in lookup.ways:
            like = names.like(lookup.name, way)
            found, _ = tally.among(like, lookup.most, by_count=lookup.by_count)
            if found:
                return found
        return []

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents have a term in a field."""
        count = 0
        for segment, visible in zip(self._segments, self._visible, strict=True):
            postings = segment.field(field)
            number = postings.terms.find(as_term(term))
            if number is not None:
                count += frequency_of(postings, number, visible)
        return count


def _by_count(entry: Counted) -> tuple[int, str]:
    return -entry[1], entry[0]


def frequency_of(postings: FieldPostings, number: int, visible: Array | None) -> int:
    """Return how many documents that may be found have the term of a number in a segment."""
    if visible is None:
        return int(postings.counts[number])
    return int(np.count_nonzero(visible[postings.of(number)[0]]))


def _counted(postings: FieldPostings, prefix: bytes, visible: Array | None) -> Iterator[Counted]:
    """Yield the terms with a prefix, and how many documents that may be found have each."""
    span = postings.terms.starting(prefix)
    for start in range(span.start, span.stop, TERMS_AT_A_TIME):
        check_deadline()
        stop = min(start + TERMS_AT_A_TIME, span.stop)
        if visible is None:
            counts = postings.counts[start:stop]
        else:
            found = postings.several(np.arange(start, stop))
            counts = np.bincount(found.terms[visible[found.documents]], minlength=stop - start)
        for term, count in zip(postings.terms.words(start, stop), counts.tolist(), strict=True):
            if count:
                yield term, count

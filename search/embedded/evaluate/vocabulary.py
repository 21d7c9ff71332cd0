"""Which words and names do the items of a generation have, and how many items have each?"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import translate
from heapq import nsmallest
from itertools import islice

import numpy as np

from search.embedded.evaluate.facets import FacetTally, Names
from search.embedded.schema import as_term
from search.embedded.segment.postings import FieldPostings
from search.embedded.segment.sections import Array
from search.embedded.segment.segment import Segment
from search.engine import Counted, Lookup, NamesLike, WordsLike, WordsNear, WordsStarting

#: Words as they are written are the terms of this field, folded.
WORDS_FIELD = "forms"
#: The words of segment number n within a distance: (n, word, distance) -> words.
Near = Callable[[int, str, int], Iterable[str]]


class Vocabulary:
    """The words and names of those documents that may be found.

    `visible` has for each segment a bool for each document, None where all may be found.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        visible: Sequence[Array | None],
        near: Near,
        names: Callable[[str], tuple[Names, FacetTally]],
    ) -> None:
        """Take what finds near words, and what gives a facet's values and their counts."""
        self._segments, self._visible = segments, visible
        self._near, self._names = near, names

    def look_up(self, lookup: Lookup) -> list[Counted]:
        """Return the words or values that are asked for, with how many documents have each."""
        match lookup:
            case WordsStarting(prefix):
                found: Iterable[Counted] = self._starting(prefix)
            case WordsLike(pattern):
                found = self._of_pattern(pattern)
            case WordsNear(word, distance):
                found = self._words_near(word, distance)
            case NamesLike():
                found = self._names_like(lookup)
        if isinstance(lookup, WordsStarting | NamesLike) and lookup.by_count:
            # It keeps the order of equals, as `sorted` does.
            return nsmallest(lookup.most, found, key=lambda entry: -entry[1])
        return list(islice(found, lookup.most))

    def _starting(self, prefix: str) -> Iterator[Counted]:
        counts: dict[bytes, int] = {}
        for segment, visible in zip(self._segments, self._visible, strict=True):
            postings = segment.field(WORDS_FIELD)
            span = postings.terms.starting(as_term(prefix))
            words = postings.terms.slice(span.start, span.stop)
            for word, count in zip(words, _counts(postings, span, visible), strict=True):
                counts[word] = counts.get(word, 0) + count
        in_order = counts.items() if len(self._segments) == 1 else sorted(counts.items())
        return ((word.decode(), count) for word, count in in_order if count)

    def _of_pattern(self, pattern: str) -> Iterator[Counted]:
        matches = re.compile(translate(pattern)).match
        head = re.split("[?*]", pattern, maxsplit=1)[0]
        return (entry for entry in self._starting(head) if matches(entry[0]))

    def _words_near(self, word: str, distance: int) -> Iterator[Counted]:
        words = {
            near
            for number in range(len(self._segments))
            for near in self._near(number, word, distance)
        }
        counted = ((near, self.frequency(WORDS_FIELD, near)) for near in sorted(words))
        return (entry for entry in counted if entry[1])

    def _names_like(self, lookup: NamesLike) -> list[Counted]:
        names, tally = self._names(lookup.facet)
        for way in lookup.ways:
            values = map(tally.of, names.like(lookup.name, way))
            if found := [entry for entry in values if entry[1]]:
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


def frequency_of(postings: FieldPostings, number: int, visible: Array | None) -> int:
    """Return how many documents that may be found have the term of a number in a segment."""
    if visible is None:
        return int(postings.counts[number])
    return int(np.count_nonzero(visible[postings.of(number)[0]]))


def _counts(postings: FieldPostings, span: range, visible: Array | None) -> list[int]:
    """Return how many documents that may be found have each term of a span."""
    if visible is None:
        return [int(count) for count in postings.counts[span.start : span.stop].tolist()]
    found = postings.several(np.arange(span.start, span.stop))
    counts: list[int] = np.bincount(
        found.terms[visible[found.documents]], minlength=len(span)
    ).tolist()
    return counts

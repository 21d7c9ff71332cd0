"""How many of some documents have each value of a facet, and which values are listed?"""

from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np

from search.embedded.evaluate.facets import Counts, Names, Periods
from search.embedded.segment.segment import Segment
from search.engine import Counted, FacetCounts, Likeness, Listed
from search.frozen import frozen
from search.names import name_key
from search.query.tree import NAME_FIELDS
from search.whole_numbers import Array

#: Largest number of values that are all sorted; of more, those that can be listed are chosen first.
FEW_VALUES = 500


@frozen()
class FacetTally:
    """The counts of one facet; `written` has for each ordinal how its value is shown."""

    counts: Counts
    values: Names | Periods
    written: Sequence[str]

    def __len__(self) -> int:
        """Return how many values have hits."""
        return len(self.counts)

    def most_frequent(self, most: int) -> list[Counted]:
        """Return the values with the most hits, with their counts.

        Of equals the first in the alphabet.
        """
        ordinals, counts = self.counts.ordinals, self.counts.counts
        if ordinals is None or len(ordinals) > FEW_VALUES:
            ordinals, counts = self.counts.at_least(self._least(most))
        return self._shown(ordinals, counts, most, by_count=True)

    def among(self, ordinals: Array, most: int, *, by_count: bool) -> tuple[list[Counted], int]:
        """Return `most` of the values of some ordinals that have hits, and how many there are.

        The first in the alphabet, or those with the most hits.
        """
        counts = self.counts.of(ordinals)
        has = np.flatnonzero(counts)
        return self._shown(ordinals[has], counts[has], most, by_count=by_count), len(has)

    def _shown(self, ordinals: Array, counts: Array, most: int, *, by_count: bool) -> list[Counted]:
        first = (-counts).argsort(kind="stable")[:most] if by_count else slice(most)
        values = map(self.written.__getitem__, ordinals[first].tolist())
        return list(zip(values, counts[first].tolist(), strict=True))

    def _least(self, most: int) -> int:
        """Return a count of at least 1 that `most` values reach, if `most` values have hits."""
        of_some = self.counts.counts
        if self.counts.ordinals is None:
            of_some = of_some[self.values.usual]
        if not 0 < most <= len(of_some):
            return 1
        return max(1, int(np.partition(of_some, -most)[-most]))

    def get(self, value: str) -> Counted:
        """Return a value, however it is written, as it is shown, and how many hits have it."""
        ordinal = self.values.find(value)
        shown, count = ("", 0) if ordinal is None else self.of(ordinal)
        return shown or value, count

    def of(self, ordinal: int) -> Counted:
        """Return the value of an ordinal as it is shown, and how many hits have it."""
        return self.written[ordinal], self.counts.get(ordinal)

    def listed(self, listed: Listed, fold: Callable[[str], str]) -> FacetCounts:
        """Return the values that are to be listed; `fold` is `Analyzer.name`."""
        too = {name_key(value) for value in listed.starting_too}

        def is_wanted(value: str) -> bool:
            starts = Likeness.WORD_START.holds
            is_like = not listed.starting or starts(fold(value), listed.starting)
            return is_like or name_key(value) in too

        most = len(self) if listed.most is None else listed.most
        if listed.starting or listed.by_name:
            some = self.counts.at_least(1)[0]
            if listed.starting:
                known = map(self.values.find, listed.starting_too)
                called = [ordinal for ordinal in known if ordinal is not None]
                some = self.values.starting(listed.starting)
                some = np.union1d(some, called).astype(some.dtype) if called else some
            values, size = self.among(some, most, by_count=not listed.by_name)
        else:
            size, values = len(self), self.most_frequent(most)
        there = {name_key(value) for value, _ in values} if listed.always else set()
        others = (value for value in listed.always if name_key(value) not in there)
        more = {self.get(value) for value in others if is_wanted(value)}
        return FacetCounts(size=size, values=[*values, *sorted(more, key=by_frequency)])


def by_frequency(entry: Counted) -> tuple[int, str, str]:
    """Return what orders values: the most frequent first, of equals the first in the alphabet."""
    value, count = entry
    return -count, name_key(value), value


class FacetValues:
    """The values of the facets of all segments, read when they are first asked for."""

    def __init__(self, segments: Sequence[Segment], folded: Callable[[str], str]) -> None:
        self._segments, self._folded = segments, folded
        self._read: dict[str, Names | Periods] = {}
        self._reading = Lock()

    def of(self, facet: str) -> Names | Periods:
        """Return the values of a facet."""
        if facet not in self._read:
            with self._reading:  # which takes long; other threads wait for what one reads
                if facet not in self._read:
                    self._read[facet] = (
                        Names(self._segments, facet, self._folded)
                        if facet in NAME_FIELDS
                        else Periods(self._segments, facet)
                    )
        return self._read[facet]


class Tallies:
    """Counts values in documents that may be found on one day.

    `visible` has for each segment a bool for each document, None where all may be found;
    `documents` are all that may be.
    """

    def __init__(
        self, values: FacetValues, visible: Sequence[Array | None], documents: Callable[[], Array]
    ) -> None:
        self._values, self._visible, self._documents = values, visible, documents
        self._of_all: dict[str, FacetTally] = {}
        self._written: dict[str, Sequence[str]] = {}

    def of(self, facet: str, documents: Array) -> FacetTally:
        """Count the values of a facet in some documents."""
        values = self._values.of(facet)
        if facet not in self._written:
            self._written[facet] = values.written(self._visible)
        return FacetTally(values.count(documents), values, self._written[facet])

    def of_all(self, facet: str) -> FacetTally:
        """Return a facet's counts in all documents, computed once."""
        if facet not in self._of_all:
            self._of_all[facet] = self.of(facet, self._documents())
        return self._of_all[facet]

    def names(self, facet: str) -> tuple[Names, FacetTally]:
        """Return the values of a facet of names, and their counts in all documents."""
        values = self._values.of(facet)
        assert isinstance(values, Names)
        return values, self.of_all(facet)

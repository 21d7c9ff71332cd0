"""How many hits have each value of a facet? Counted by ordinal over whole arrays."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from search.embedded.postings import begins_of, spread
from search.embedded.schema import as_term
from search.embedded.sections import Array
from search.embedded.segment import Segment

#: From this share of all documents on, all values are passed over instead of each hit's.
DENSE_SHARE = 0.7
#: Fewer values than one of so many ordinals are sorted, not counted in an array of all ordinals.
FEW = 8


@dataclass(frozen=True, slots=True)
class Counts:
    """How many hits have each value: `counts[i]` have that of `ordinals[i]`, ascending.

    Without ordinals, `counts` has an entry for each ordinal there is, also those of no hit.
    """

    ordinals: Array | None
    counts: Array

    def __len__(self) -> int:
        """Return how many values have hits."""
        return len(self.counts) if self.ordinals is not None else int(np.count_nonzero(self.counts))

    def get(self, ordinal: int) -> int:
        """Return the count of an ordinal."""
        if self.ordinals is None:
            return int(self.counts[ordinal])
        place = bisect_left(self.ordinals, ordinal)
        if place == len(self.ordinals) or self.ordinals[place] != ordinal:
            return 0
        return int(self.counts[place])

    def at_least(self, least: int) -> tuple[list[int], list[int]]:
        """Return the ordinals that have so many hits, and their counts."""
        places = np.flatnonzero(self.counts >= least)
        ordinals = places if self.ordinals is None else self.ordinals[places]
        return ordinals.tolist(), self.counts[places].tolist()

    def bound(self, number: int) -> int:
        """Return a count, 1 or more, that `number` values reach, if so many have hits at all."""
        bound = int(self.counts.max(initial=0))
        # Halving needs a few quick looks at all counts; a partition takes far longer.
        while bound > 1 and np.count_nonzero(self.counts >= bound) < number:
            bound //= 2
        return max(bound, 1)


_NONE = np.zeros(0, np.int64)
NO_COUNTS = Counts(_NONE, _NONE)


class Names:
    """The values of one field of names over all segments of a generation.

    A value's ordinal is the same in all segments: the number of its term where there is only one
    segment, else the order in which it was first met.
    """

    def __init__(self, segments: Sequence[Segment], name: str) -> None:
        self._name = name
        self._fields = [segment.field(name) for segment in segments]
        self._segments = segments
        # Of the type that numpy indexes and counts with, else it would convert them each time.
        self._ordinals = [segment.values(name)[0].astype(np.intp) for segment in segments]
        self._known: dict[bytes, int] = {}
        if len(segments) > 1:
            known = self._known
            for place, own in enumerate(self._fields):
                terms = own.terms.slice(0, len(own.terms))
                numbers = (known.setdefault(term, len(known)) for term in terms)
                renumbered = np.fromiter(numbers, np.intp, len(terms))
                self._ordinals[place] = renumbered[self._ordinals[place]]
        self._values = list(self._known)

    def __len__(self) -> int:
        if len(self._segments) > 1:
            return len(self._values)
        return sum(len(own.terms) for own in self._fields)

    def values(self, ordinals: Sequence[int]) -> list[str]:
        """Return the values of some ordinals."""
        terms = self._fields[0].terms if len(self._segments) == 1 else self._values
        return [terms[ordinal].decode() for ordinal in ordinals]

    def find(self, value: str) -> int | None:
        """Return the ordinal of a value."""
        if len(self._segments) == 1:
            return self._fields[0].terms.find(as_term(value))
        return self._known.get(as_term(value))

    def count(self, hits: Sequence[Array]) -> Counts:
        """Count the values of the hits in each segment."""
        found = [
            self._of(place, documents) for place, documents in enumerate(hits) if len(documents)
        ]
        if not found:
            return NO_COUNTS
        values = found[0] if len(found) == 1 else np.concatenate(found)
        if len(values) * FEW < len(self):
            values = np.sort(values)
            begins = begins_of(values)
            return Counts(values[begins], np.diff(np.append(begins, len(values))))
        return Counts(None, np.bincount(values, minlength=len(self)))

    def _of(self, place: int, documents: Array) -> Array:
        """Return the ordinals of all values of some documents of a segment, in any order."""
        segment, ordinals = self._segments[place], self._ordinals[place]
        if len(documents) == segment.documents:
            return ordinals
        _, offsets = segment.values(self._name)
        if len(documents) < segment.documents * DENSE_SHARE:
            starts = offsets[documents]
            return ordinals[spread(starts, offsets[1:][documents] - starts)]
        chosen = np.zeros(segment.documents, bool)
        chosen[documents] = True
        of_chosen: Array = ordinals[np.repeat(chosen, np.diff(offsets))]
        return of_chosen


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The counts of one facet, values known by name only where they are asked for."""

    counts: Counts
    values: "Names | Periods"

    def __len__(self) -> int:
        """Return how many values have hits."""
        return len(self.counts)

    def items(self, least: int = 1) -> list[tuple[str, int]]:
        """Return every value that has at least so many hits, with its count."""
        ordinals, counts = self.counts.at_least(least)
        return list(zip(self.values.values(ordinals), counts, strict=True))

    def most_frequent(self, number: int) -> list[tuple[str, int]]:
        """Return the values with the most hits; of equals the first in the alphabet."""
        ordinals, counts = self.counts.at_least(self.counts.bound(number))
        # Of more than are wanted, only those that may be among them need a name.
        least = sorted(counts, reverse=True)[:number][-1:]
        chosen = [place for place, count in enumerate(counts) if [count] >= least]
        values = self.values.values([ordinals[place] for place in chosen])
        found = list(zip(values, (counts[place] for place in chosen), strict=True))
        found.sort(key=by_frequency)
        return found[:number]

    def get(self, value: str) -> int:
        """Return how many hits have a value."""
        ordinal = self.values.find(value)
        return 0 if ordinal is None else self.counts.get(ordinal)


def by_frequency(entry: tuple[str, int]) -> tuple[int, str, str]:
    """Return what orders values: the most frequent first, of equals the first in the alphabet."""
    value, count = entry
    return -count, value.casefold(), value


def periods(segment: Segment, facet: str) -> list[tuple[str, range]]:
    """Return the years or months of a segment and the documents of each, the newest first."""
    length = 4 if facet == "year" else 7
    found: list[tuple[str, range]] = []
    start = 0
    while start < segment.dated:
        day = date.fromordinal(segment.day(start))
        first = day.replace(day=1, month=1) if facet == "year" else day.replace(day=1)
        end = segment.span(first.toordinal(), day.toordinal()).stop
        found.append((day.isoformat()[:length], range(start, end)))
        start = end
    return found


class Periods:
    """The years or the months over all segments of a generation."""

    def __init__(self, segments: Sequence[Segment], facet: str) -> None:
        self._of_segment = [periods(segment, facet) for segment in segments]
        self._values = sorted({value for found in self._of_segment for value, _ in found})
        self._known = {value: place for place, value in enumerate(self._values)}
        self._numbers = [
            np.array([self._known[value] for value, _ in found], np.int64)
            for found in self._of_segment
        ]
        self._bounds = [
            np.array([span.start for _, span in found] + [span.stop for _, span in found[-1:]])
            for found in self._of_segment
        ]

    def values(self, ordinals: Sequence[int]) -> list[str]:
        """Return the periods of some ordinals."""
        return [self._values[ordinal] for ordinal in ordinals]

    def find(self, value: str) -> int | None:
        """Return the ordinal of a period."""
        return self._known.get(value)

    def spans(self, place: int, values: Sequence[str]) -> list[range]:
        """Return the documents of some periods in a segment."""
        return [span for value, span in self._of_segment[place] if value in values]

    def count(self, hits: Sequence[Array]) -> Counts:
        """Count the hits of each period: documents are in order of days, so bounds will do."""
        counts = np.zeros(len(self._values), np.int64)
        for numbers, bounds, documents in zip(self._numbers, self._bounds, hits, strict=True):
            if len(numbers):
                counts[numbers] += np.diff(np.searchsorted(documents, bounds))
        return Counts(None, counts)

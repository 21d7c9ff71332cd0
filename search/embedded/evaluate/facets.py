"""How many hits have each value of a facet? Counted by ordinal over whole arrays."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from search.embedded.segment.postings import begins_of
from search.embedded.segment.sections import Array
from search.embedded.segment.segment import Segment

#: So many values of a document lie in a row of a table, which is quickly taken whole.
VALUES_IN_A_ROW = 4
#: Fewer values than one of so many ordinals are sorted, not counted in an array of all ordinals.
FEW = 8
#: So many of a facet's most frequent values tell how frequent the first ones of a search are.
USUAL = 64


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

    def at_least(self, least: int) -> tuple[Array, Array]:
        """Return the ordinals that have so many hits, ascending, and their counts."""
        places = np.flatnonzero(self.counts >= least)
        return places if self.ordinals is None else self.ordinals[places], self.counts[places]


_NONE = np.zeros(0, np.int64)
NO_COUNTS = Counts(_NONE, _NONE)


class Names:
    """The values of one field of names over all segments of a generation.

    A value's ordinal is its place in the alphabet, whatever the segment; `usual` are those that
    most documents have.
    """

    def __init__(self, segments: Sequence[Segment], name: str) -> None:
        fields = [segment.field(name) for segment in segments]
        known: set[bytes] = set()
        for own in fields:
            known.update(own.terms.slice(0, len(own.terms)))
        # Sorted twice: of values that are the same but for their letters' case, "A" is before "a".
        self._values = sorted(sorted(term.decode() for term in known), key=str.casefold)
        self._known = {value: ordinal for ordinal, value in enumerate(self._values)}
        frequencies = np.zeros(len(known), np.int64)
        self._columns = []
        for segment, own in zip(segments, fields, strict=True):
            terms = own.terms.slice(0, len(own.terms))
            numbers = (self._known[term.decode()] for term in terms)
            ordinals = np.fromiter(numbers, np.intp, len(terms))
            frequencies[ordinals] += own.counts
            self._columns.append(_Column(*segment.values(name), ordinals, len(known)))
        most = np.argpartition(frequencies, -USUAL)[-USUAL:] if len(known) > USUAL else ()
        self.usual: Array = np.array(most, np.intp)

    def values(self, ordinals: Sequence[int]) -> list[str]:
        """Return the values of some ordinals."""
        return [self._values[ordinal] for ordinal in ordinals]

    def find(self, value: str) -> int | None:
        """Return the ordinal of a value."""
        return self._known.get(value)

    def count(self, hits: Sequence[Array]) -> Counts:
        """Count the values of the hits in each segment."""
        found = [
            ordinals
            for column, documents in zip(self._columns, hits, strict=True)
            if len(documents)
            for ordinals in column.of(documents)
        ]
        size = len(self._values)
        if sum(map(len, found)) * FEW < size:
            ordinals = np.sort(np.concatenate(found)) if found else _NONE
            ordinals = ordinals[: np.searchsorted(ordinals, size)]
            begins = begins_of(ordinals)
            return Counts(ordinals[begins], np.diff(np.append(begins, len(ordinals))))
        counts = np.zeros(size + 1, np.int64)
        for ordinals in found:
            counts += np.bincount(ordinals, minlength=size + 1)
        return Counts(None, counts[:-1])


class _Column:
    """The ordinals of each document of a segment, in tables: a row is quickly taken whole.

    The first table has the first values of every document. Where one has more, it tells the row of
    the next table that goes on. The second is half as wide, each after it twice as wide as the one
    before: so each document's values are in few rows, and little room is empty.
    """

    def __init__(self, own: Array, offsets: Array, ordinals: Array, nothing: int) -> None:
        """Take the segment's own numbers of values, and the ordinal of each.

        `nothing` is the ordinal that stands where a document has fewer values than there is room.
        """
        self._tables: list[tuple[Array, Array]] = []
        dtype = np.min_scalar_type(nothing)
        starts, left = offsets[:-1].astype(np.intp), np.diff(offsets).astype(np.intp)
        width = VALUES_IN_A_ROW
        while len(left):
            table = np.full((len(left), width), nothing, dtype)
            for place in range(width):
                having = np.flatnonzero(left > place)
                table[having, place] = ordinals[own[starts[having] + place]]
            more = np.flatnonzero(left > width)
            goes_on = np.full(len(left) if len(more) else 0, -1, np.intp)
            goes_on[more] = np.arange(len(more))
            self._tables.append((table, goes_on))
            starts, left = starts[more] + width, left[more] - width
            width = max(2, width // 2) if len(self._tables) == 1 else 2 * width

    def of(self, rows: Array) -> list[Array]:
        """Return the ordinals of all values of some documents, in any order."""
        found = []
        for table, goes_on in self._tables:
            taken = table if len(rows) == len(table) else table.take(rows, axis=0)
            found.append(taken.ravel())
            if not len(goes_on):
                break
            rows = goes_on.take(rows)
            rows = rows.take(np.flatnonzero(rows >= 0))
            if not len(rows):
                break
        return found


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The counts of one facet, values known by name only where they are asked for."""

    counts: Counts
    values: "Names | Periods"

    def __len__(self) -> int:
        """Return how many values have hits."""
        return len(self.counts)

    def items(self, least: int = 1) -> list[tuple[str, int]]:
        """Return every value that has at least so many hits, with its count, in order."""
        return self._named(*self.counts.at_least(least))

    def most_frequent(self, number: int) -> list[tuple[str, int]]:
        """Return the values with the most hits; of equals the first in the alphabet."""
        ordinals, counts = self.counts.at_least(self._least(number))
        first = np.argsort(-counts, kind="stable")[:number]
        return self._named(ordinals[first], counts[first])

    def _least(self, number: int) -> int:
        """Return a count, 1 or more, that so many values reach, if so many have hits at all."""
        usual = self.values.usual
        if self.counts.ordinals is not None or len(usual) < number:
            return 1
        return max(1, int(np.sort(self.counts.counts[usual])[-number]))

    def _named(self, ordinals: Array, counts: Array) -> list[tuple[str, int]]:
        return list(zip(self.values.values(ordinals.tolist()), counts.tolist(), strict=True))

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

    usual = _NONE

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

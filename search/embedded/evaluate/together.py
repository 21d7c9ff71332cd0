"""What do all segments of a generation hold? They are read as one, so a query is evaluated once.

Documents are numbered through all segments, in order: document d of segment s is `starts[s] + d`.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from search.embedded.damage import damaged
from search.embedded.segment.postings import NO_POSTINGS, Postings
from search.embedded.segment.segment import Segment
from search.query.tree import TEXT_FIELDS
from search.whole_numbers import Array

if TYPE_CHECKING:
    from search.embedded.evaluate.reworded import Rewordings

#: A term's number in each segment, None where one lacks it.
Numbers = Sequence[int | None]
#: Documents as one range of each segment, in order.
Spans = tuple[range, ...]


class Together:
    """The segments of a generation. May be shared by all threads."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        #: Where the documents of each segment begin, then where those of the last one end.
        self.starts = [0, *accumulate(segment.documents for segment in segments)]
        self.documents = self.starts[-1]

    def postings(self, field: str, numbers: Numbers) -> tuple[Array, Array | None]:
        """Return the documents of a term (intp, ascending), and its frequencies in them.

        None stands for frequencies that are all 1. At least one segment must have the term.
        """
        having = [
            (segment.field(field), number, start)
            for start, segment, number in zip(self.starts, self._segments, numbers, strict=False)
            if number is not None
        ]
        if len(having) == 1:
            postings, number, start = having[0]
            return postings.of(number, start)
        counts = [int(postings.counts[number]) for postings, number, _ in having]
        documents = np.empty(sum(counts), np.intp)
        ends = list(accumulate(counts))
        frequencies = [
            postings.of(number, start, documents[end - count : end])[1]
            for (postings, number, start), count, end in zip(having, counts, ends, strict=True)
        ]
        if all(own is None for own in frequencies):
            return documents, None
        return documents, np.concatenate(
            [
                np.ones(count, np.uint8) if own is None else own
                for own, count in zip(frequencies, counts, strict=True)
            ]
        )

    def positions(self, field: str, numbers: Numbers, times: int) -> Array:
        """Return the positions of a term: those in its first document, then in its second, …

        `times` is how often its postings say that it occurs; another number is damage.
        """
        having = [
            (segment, number)
            for segment, number in zip(self._segments, numbers, strict=True)
            if number is not None
        ]
        found = [segment.field(field).positions(number) for segment, number in having]
        if sum(map(len, found)) != times:
            path = having[0][0].sections.path
            raise damaged(path, f"{field} has more positions of a word than it occurs, or fewer")
        return found[0] if len(found) == 1 else np.concatenate(found)

    def several(self, field: str, rows: Sequence[Numbers]) -> Postings:
        """Return the postings of several terms, those of each segment in order of the terms.

        `terms` are their indexes in `rows`.
        """
        parts = []
        for start, segment, numbers in zip(
            self.starts, self._segments, zip(*rows, strict=True), strict=False
        ):
            own = np.array([-1 if number is None else number for number in numbers])
            # In order they are read from one end of the file to the other.
            indexes = own.argsort()[np.count_nonzero(own < 0) :]
            if len(indexes):
                found = segment.field(field).several(own[indexes])
                parts.append((indexes[found.terms], found.documents + start, found.frequencies))
        if not parts:
            return NO_POSTINGS
        if len(parts) == 1:
            return Postings(*parts[0], None)
        terms, documents, frequencies = map(np.concatenate, zip(*parts, strict=True))
        return Postings(terms, documents, frequencies, None)

    def named(self, field: str) -> Array:
        """Return the documents that have a value in a field of names (intp, ascending)."""
        found = [
            np.flatnonzero(np.diff(segment.values(field)[1])) + start
            for start, segment in zip(self.starts, self._segments, strict=False)
        ]
        return found[0] if len(found) == 1 else np.concatenate([np.zeros(0, np.intp), *found])

    @cached_property
    def outlet_counts(self) -> Array:
        """How many outlets each document has (int32), counted when they are first asked for."""
        own = [np.diff(segment.values("sources")[1]).astype(np.int32) for segment in self._segments]
        return np.concatenate([np.zeros(0, np.int32), *own])

    @cached_property
    def arrived(self) -> Array:
        """The generation that each document's item came in with (int32), read when asked for."""
        return np.concatenate(
            [np.zeros(0, np.int32), *(segment.arrived() for segment in self._segments)]
        )

    @cached_property
    def rewordings(self) -> "Rewordings":
        """Which documents have a headline that was reworded; read when asked for."""
        from search.embedded.evaluate.reworded import Rewordings

        return Rewordings(self._segments, self.starts)

    def lengths(self) -> Array:
        """Return how many words each document has in its text fields together (int64)."""
        own = [
            sum(segment.lengths(field).astype(np.int64) for field in TEXT_FIELDS)
            for segment in self._segments
        ]
        return np.concatenate([np.zeros(0, np.int64), *own])

    @cached_property
    def days(self) -> Array:
        """The day of each document (int32), `UNDATED` where it has none."""
        return np.concatenate(
            [np.zeros(0, np.int32), *(one.column("days") for one in self._segments)]
        )

    def within(self, document: int) -> tuple[int, int]:
        """Return the number of a document's segment, and its own number there."""
        number = bisect_right(self.starts, document, hi=len(self._segments)) - 1
        return number, document - self.starts[number]

    def marked(self, marks: Sequence[Array | None]) -> Array | None:
        """Return the marks of all documents, given those of each segment; None: all are True."""
        if all(own is None for own in marks):
            return None
        each = zip(self._segments, marks, strict=True)
        return np.concatenate(
            [np.ones(one.documents, bool) if own is None else own for one, own in each]
        )

    def listed(self, marks: Array | None) -> Array:
        """Return the documents that marks choose, one by one; None: all of them."""
        return np.arange(self.documents) if marks is None else np.flatnonzero(marks)

    def span(self, first: int, last: int) -> Spans:
        """Return the documents of these days, both included; undated ones are of no day."""
        found = []
        for start, segment in zip(self.starts, self._segments, strict=False):
            own = segment.span(first, last)
            found.append(range(start + own.start, start + own.stop))
        return tuple(found)

    def each(self) -> Iterator[tuple[Segment, int]]:
        """Yield each segment, and the number of its first document."""
        return zip(self._segments, self.starts, strict=False)

    def split(self, documents: Array) -> list[slice]:
        """Return which of some documents, ascending, are in each segment."""
        if len(self._segments) == 1:
            return [slice(0, len(documents))]
        return [slice(*own) for own in pairwise(np.searchsorted(documents, self.starts).tolist())]

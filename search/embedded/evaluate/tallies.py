"""How many of some documents have each value of a facet? Each facet is read once."""

from collections.abc import Callable, Sequence
from threading import Lock

from search.embedded.evaluate.facets import FacetTally, Names, Periods
from search.embedded.segment.segment import Segment
from search.query.tree import NAME_FIELDS
from search.whole_numbers import Array


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

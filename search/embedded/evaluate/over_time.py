"""How many hits are of which days? Counted for each day that documents have, then for periods."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from search.embedded.segment.segment import Segment
from search.periods import Spread, divided
from search.results import Bar, Timeline
from search.whole_numbers import Array, begins_of, distinct, steps_of


class DayCounts:
    """The days of the documents of all segments.

    `days` are all that there are, each once, ascending (int32); undated documents have none.
    """

    def __init__(self, segments: Sequence[Segment], starts: Sequence[int]) -> None:
        """Take where the documents of each segment begin among those of all (`Together.starts`)."""
        columns = [segment.column("days")[: segment.dated] for segment in segments]
        begins = [begins_of(column) for column in columns]
        own = [column[edges] for column, edges in zip(columns, begins, strict=True)]
        none = np.zeros(0, np.int32)
        self.days: Array = distinct(np.concatenate([none, *own]))
        #: Where the documents of each day of each segment begin, and the index of that day. The
        #: last of a segment's edges is where its undated documents begin: these are of no day.
        parts = zip(starts, segments, begins, strict=False)
        self._edges = np.concatenate(
            [none, *(start + np.append(edges, one.dated) for start, one, edges in parts)]
        ).astype(np.intp)
        self._numbers = np.concatenate(
            [none, *(np.append(self.days.searchsorted(one), len(self.days)) for one in own)]
        ).astype(np.intp)

    def count(self, hits: Array) -> Array:
        """Return how many of some documents, ascending, are of each of `days`."""
        of_edges = steps_of(hits.searchsorted(self._edges), len(hits))
        counts = np.zeros(len(self.days) + 1, np.int64)
        np.add.at(counts, self._numbers, of_edges)
        return counts[:-1]

    def of(self, documents: Array) -> Array:
        """Return for each document the index of its day in `days`; their number if it has none."""
        own: Array = self._numbers[self._edges.searchsorted(documents, side="right") - 1]
        return own


def timeline(spread: Spread, days: Array, counts: Array, held: Array, total: int) -> Timeline:
    """Return how many hits each period has; `total` are all, undated ones included.

    `counts` are the hits of each of `days`, and `held` how many documents may be found of it.
    """
    with_hits, with_any = np.flatnonzero(counts), np.flatnonzero(held)
    ends = (int(days[with_any[0]]), int(days[with_any[-1]])) if len(with_any) else None
    division = divided(spread, days[with_hits].tolist(), counts[with_hits].tolist(), ends)
    edges = days.searchsorted(division.edges)
    # For each edge the sum of the days before it.
    hits, items, any_items = (
        np.append(0, np.cumsum(own))[edges].tolist() for own in (counts, held, held > 0)
    )
    dated = int(counts.sum())
    return Timeline(
        by=division.by,
        bars=tuple(
            Bar(
                first=date.fromordinal(division.edges[number]),
                last=date.fromordinal(division.edges[number + 1] - 1),
                count=hits[number + 1] - hits[number],
                held=items[number + 1] - items[number],
                days_held=any_items[number + 1] - any_items[number],
            )
            for number in range(len(hits) - 1)
        ),
        before=hits[0] if hits else 0,
        after=dated - hits[-1] if hits else 0,
        undated=total - dated,
    )

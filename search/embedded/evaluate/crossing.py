"""On which days has each value of a facet hits, and how often is it alone? Over whole arrays."""

from datetime import date

import numpy as np

from search.crossed import Crossed, CrossedValue
from search.deadlines import check_deadline
from search.embedded.evaluate.facets import Names
from search.embedded.evaluate.over_time import DayCounts
from search.engine import FacetCounts
from search.results import Timeline
from search.whole_numbers import Array


def crossed(
    hits: Array, names: Names, counts: FacetCounts, days: DayCounts, timeline: Timeline | None
) -> Crossed:
    """Tell of each of the counted values on which days the hits (ascending) have it."""
    ordinals, sizes = names.of_each()
    is_hit = np.zeros(len(sizes), bool)
    is_hit[hits] = True
    kept = np.flatnonzero(np.repeat(is_hit, sizes))
    documents = np.repeat(np.arange(len(sizes)), sizes)[kept]
    # The row of each value in the answer; one that no document of the archive has gets no pairs.
    known = [names.find(value) for value, _ in counts.values]
    highest = max((own for own in known if own is not None), default=-1)
    row_of = np.full(max(int(ordinals.max(initial=-1)), highest) + 1, -1, np.intp)
    for row, ordinal in enumerate(known):
        if ordinal is not None:
            row_of[ordinal] = row
    rows = row_of[ordinals[kept]]
    wanted = np.flatnonzero(rows >= 0)
    rows, documents = rows[wanted], documents[wanted]
    times_of_each = names.times()
    headlines: list[int | None] = [None] * len(known)
    if times_of_each is not None:
        weights = times_of_each[kept][wanted]
        headlines = np.bincount(rows, weights, len(known)).astype(np.int64).tolist()
    check_deadline()
    alone = np.bincount(rows[sizes[documents] == 1], minlength=len(known)).tolist()
    width = len(days.days) + 1
    cells, times = np.unique(rows * width + days.of(documents), return_counts=True)
    cell_rows, cell_days = np.divmod(cells, width)
    dated = np.flatnonzero(cell_days < len(days.days))
    cell_rows, cell_days, times = cell_rows[dated], days.days[cell_days[dated]], times[dated]
    table = _by_bars(cell_rows, cell_days, times, len(known), timeline)
    edges = cell_rows.searchsorted(np.arange(len(known) + 1)).tolist()
    found = []
    for row, (value, count) in enumerate(counts.values):
        begin, end = edges[row], edges[row + 1]
        found.append(
            CrossedValue(
                value=value,
                count=count,
                alone=alone[row],
                headlines=headlines[row],
                days=end - begin,
                first=date.fromordinal(int(cell_days[begin])) if end > begin else None,
                last=date.fromordinal(int(cell_days[end - 1])) if end > begin else None,
                counts=tuple(table[row]),
            )
        )
    return Crossed(total=len(hits), size=counts.size, values=found, timeline=timeline)


def _by_bars(
    rows: Array, days: Array, times: Array, size: int, timeline: Timeline | None
) -> list[list[int]]:
    """Return for each row its hits in each bar; those before and after all bars are in none."""
    bars = timeline.bars if timeline else ()
    if not bars:
        return [[] for _ in range(size)]
    begins = np.array([bar.first.toordinal() for bar in bars])
    within = np.flatnonzero((days >= begins[0]) & (days <= bars[-1].last.toordinal()))
    table = np.zeros((size, len(bars)), np.int64)
    columns = begins.searchsorted(days[within], side="right") - 1
    np.add.at(table, (rows[within], columns), times[within])
    counted: list[list[int]] = table.tolist()
    return counted

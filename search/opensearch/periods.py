"""How many hits has each period of a timeline? Days are counted by the cluster, periods by us."""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import date
from itertools import accumulate, pairwise

from search.periods import Spread, divided
from search.results import Bar, Timeline


class CountedDays:
    """How many documents each day has; day 0 is that of undated ones."""

    def __init__(self, counts: Mapping[int, int]) -> None:
        self.undated = counts.get(0, 0)
        self.days = sorted(day for day, count in counts.items() if day and count)
        self.counts = [counts[day] for day in self.days]
        self._sums = [0, *accumulate(self.counts)]

    @property
    def ends(self) -> tuple[int, int] | None:
        """The first and the last day, None where nothing has a day."""
        return (self.days[0], self.days[-1]) if self.days else None

    def between(self, begin: int, end: int) -> tuple[int, int]:
        """Return how many documents, and how many days, are from a day to before another."""
        first, last = bisect_left(self.days, begin), bisect_left(self.days, end)
        return self._sums[last] - self._sums[first], last - first


def timeline_of(spread: Spread, hits: CountedDays, held: CountedDays) -> Timeline:
    """Divide the hits into periods, beside all that the archive holds."""
    division = divided(spread, hits.days, hits.counts, held.ends)
    bars = []
    for begin, end in pairwise(division.edges):
        holding, days_held = held.between(begin, end)
        bars.append(
            Bar(
                first=date.fromordinal(begin),
                last=date.fromordinal(end - 1),
                count=hits.between(begin, end)[0],
                held=holding,
                days_held=days_held,
            )
        )
    edges = division.edges
    never = date.max.toordinal() + 1
    return Timeline(
        by=division.by,
        bars=tuple(bars),
        before=hits.between(1, edges[0])[0] if bars else 0,
        after=hits.between(edges[-1], never)[0] if bars else 0,
        undated=hits.undated,
    )

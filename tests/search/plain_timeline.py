"""How many hits has each period of a timeline? Each period asks every document for its day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from search.periods import Spread, divided
from search.results import Bar, Timeline


def plain_timeline(spread: Spread, hits: Sequence[int], held: Sequence[int]) -> Timeline:
    """Count the days of hits and of all documents; 0 is none."""
    of_days = Counter(day for day in hits if day)
    days, any_days = sorted(of_days), sorted({*held} - {0})
    ends = (any_days[0], any_days[-1]) if any_days else None
    division = divided(spread, days, [of_days[day] for day in days], ends)
    bars = [
        Bar(
            first=date.fromordinal(begin),
            last=date.fromordinal(end - 1),
            count=sum(begin <= day < end for day in hits),
            held=sum(begin <= day < end for day in held),
            days_held=sum(begin <= day < end for day in any_days),
        )
        for begin, end in pairwise(division.edges)
    ]
    return Timeline(
        by=division.by,
        bars=tuple(bars),
        before=sum(0 < day < division.edges[0] for day in hits) if bars else 0,
        after=sum(day >= division.edges[-1] for day in hits) if bars else 0,
        undated=sum(not day for day in hits),
    )

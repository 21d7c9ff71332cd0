"""Of which days is the timeline of a search, and by which unit was it asked for?"""

from datetime import date

from search.messages import message, word
from search.periods import AUTO, NONE, Spread
from search.query.dates import parse_period
from search.query.nodes import DaysNode
from search.query.parsed import ParsedQuery
from search.request import SearchRequest
from search.results import Timeline


def spread(request: SearchRequest, query: ParsedQuery) -> Spread | None:
    """Return how the hits of a search are to be counted over time; None if they are not."""
    if request.by == NONE:
        return None
    first, last = _chosen(request, query)
    return Spread(by=request.by, most=request.bars, first=first, last=last)


def note(request: SearchRequest, timeline: Timeline | None) -> str | None:
    """Return what is to be said if the timeline is by a coarser unit than was asked for."""
    if timeline is None or timeline.by == request.by or request.by == AUTO:
        return None
    return message(
        "By {unit} the timeline would have more than {bars} bars, so it is by {wider}.",
        unit=word(request.by),
        bars=request.bars,
        wider=word(timeline.by),
    )


def _chosen(request: SearchRequest, query: ParsedQuery) -> tuple[date | None, date | None]:
    """Return the first and the last day that hits may have, as far as the search says so.

    Its limits say it, and the query where it has days that all hits must be of.
    """
    spans = [(request.since, request.until)]
    for values in (request.year, request.month):
        periods = [period for value in values if (period := parse_period(value))]
        if periods:
            spans.append((min(own[0] for own in periods), max(own[1] for own in periods)))
    spans += [
        (part.node.first, part.node.last) for part in query.parts if isinstance(part.node, DaysNode)
    ]
    first = max((own for own, _ in spans if own), default=None)
    last = min((own for _, own in spans if own), default=None)
    if first and last and first > last:  # no day is in all of them
        return spans[0]
    return first, last


def same_bars(timeline: Timeline | None) -> Spread | None:
    """Return what asks for the very bars that a timeline has, None where it has none."""
    if not timeline or not timeline.bars:
        return None
    first, last = timeline.bars[0].first, timeline.bars[-1].last
    return Spread(by=timeline.by, most=len(timeline.bars), first=first, last=last)

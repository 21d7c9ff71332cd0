"""Which hits come first? The best of each segment, then of all.

Equal hits come newest first, then in the order of their ids, which is the order of documents in a
segment.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np

from search.embedded.evaluate.matches import Matches
from search.embedded.segment.sections import Array
from search.embedded.segment.segment import Segment

#: A hit of a segment: its document there, its score, its day.
Candidate = tuple[int, float, int]


def best(
    hits: Sequence[tuple[Segment, Matches]],
    sort: str,
    number: int,
    item_id: Callable[[int, int], str],
) -> list[tuple[int, int, float]]:
    """Return the first hits as (number of the segment, document, score).

    `item_id` gives the id of a segment's document: it decides between equal hits.
    """
    order = _ORDERS[sort]
    candidates = [
        (order(candidate), segment_number, candidate)
        for segment_number, (segment, matches) in enumerate(hits)
        for candidate in _SELECTIONS[sort](segment, matches, number)
    ]
    candidates.sort(key=lambda entry: (entry[0], entry[1], entry[2][0]))
    first: list[tuple[int, int, float]] = []
    for _, equals in groupby(candidates, key=lambda entry: entry[0]):
        if len(first) >= number:
            break
        group = [(one, document, score) for _, one, (document, score, _) in equals]
        if group[0][0] != group[-1][0]:  # an id is slow to read: only across segments it decides
            group.sort(key=lambda hit: item_id(hit[0], hit[1]).encode())
        first += group
    return first[:number]


def _by_score(segment: Segment, matches: Matches, number: int) -> Iterator[Candidate]:
    yield from _candidates(segment, matches, _highest(matches.scores, number))


def _newest(segment: Segment, matches: Matches, number: int) -> Iterator[Candidate]:
    """Yield all hits of the newest days: within a day the scores decide which come first."""
    documents = matches.documents
    end = len(documents)
    if end > number:
        day = segment.day(int(documents[number - 1]))
        last = segment.span(day, day).stop if day else segment.documents
        end = int(np.searchsorted(documents, last))
    yield from _of_days(segment, matches, 0, end, number)


def _oldest(segment: Segment, matches: Matches, number: int) -> Iterator[Candidate]:
    """Yield the hits of the oldest days, then those without a day."""
    documents = matches.documents
    dated = int(np.searchsorted(documents, segment.dated))
    start = 0
    if dated > number:
        day = segment.day(int(documents[dated - number]))
        start = int(np.searchsorted(documents, segment.span(day, day).start))
    yield from _of_days(segment, matches, start, dated, number)
    if dated < number:
        yield from _of_days(segment, matches, dated, len(documents), number - dated)


def _of_days(
    segment: Segment, matches: Matches, start: int, end: int, number: int
) -> Iterator[Candidate]:
    """Yield the hits `start` to before `end`; of a day with very many only the best."""
    while start < end:
        day = segment.day(int(matches.documents[start]))
        last = segment.span(day, day).stop if day else segment.documents
        following = int(np.searchsorted(matches.documents, last))
        chosen = start + _highest(matches.scores[start:following], number)
        yield from _candidates(segment, matches, chosen)
        start = following


def _highest(scores: Array, number: int) -> Array:
    """Return the indexes of the highest scores, of equal ones the first; in no order."""
    if len(scores) <= number:
        return np.arange(len(scores))
    if not scores.strides[0]:  # all are the same
        return np.arange(number)
    least = np.partition(scores, len(scores) - number)[len(scores) - number]
    above = np.flatnonzero(scores > least)
    equal = np.flatnonzero(scores == least)[: number - len(above)]
    return np.concatenate((above, equal))


def _candidates(segment: Segment, matches: Matches, indexes: Array) -> Iterator[Candidate]:
    documents, scores = matches.documents[indexes].tolist(), matches.scores[indexes].tolist()
    for document, score in zip(documents, scores, strict=True):
        yield document, score, segment.day(document)


_SELECTIONS = {"relevance": _by_score, "newest": _newest, "oldest": _oldest}
_ORDERS: dict[str, Callable[[Candidate], tuple[float, ...]]] = {
    "relevance": lambda hit: (-hit[1], -hit[2]),
    "newest": lambda hit: (-hit[2], -hit[1]),
    "oldest": lambda hit: (hit[2] == 0, hit[2], -hit[1]),
}

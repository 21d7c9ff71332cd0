"""Which hits stand on a page? Those between two ranks, whatever comes before them.

Equal hits come newest first, then in the order of their ids, which is the order of documents in a
segment. Score and day of a hit make one number (uint64), the first hit's the least. So the hits of
a page deep inside are found by partition, as those of the first page are.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from itertools import islice, pairwise

import numpy as np

from search.deadlines import check_deadline
from search.embedded.evaluate.matches import Matches
from search.embedded.evaluate.together import Together
from search.embedded.segment.segment import Segment
from search.whole_numbers import Array

#: A hit: its document, its score.
Ranked = tuple[int, float]
_MOST = np.uint32(0xFFFFFFFF)


def ranked_between(
    segments: Together,
    hits: Matches,
    sort: str,
    first: int,
    count: int,
    item_id: Callable[[int], bytes],
) -> list[Ranked]:
    """Return the hits of the ranks `first` to before `first + count`, in order.

    `item_id` gives the id of a document: it decides between equal hits.
    """
    if len(hits) <= first:
        return []
    hits = hits.where(_SELECTIONS[sort](segments, hits, first + count))
    documents = hits.documents
    ranks = ranks_of(segments, hits, sort)
    size = len(hits)
    stop = min(first + count, size)
    if first:
        least, most = np.partition(ranks, (first, stop - 1))[[first, stop - 1]]
        inside = np.flatnonzero((ranks >= least) & (ranks <= most))
        left_out = first - int(np.count_nonzero(ranks < least))
    else:  # few, mostly: the selections have chosen them
        inside, left_out = np.arange(size), 0
    inside = inside[ranks[inside].argsort(kind="stable")]

    def id_of(index: int) -> bytes:
        return item_id(int(documents[index]))

    # Equal hits of one segment are in the order of their ids already.
    chosen = inside[left_out : left_out + stop - first]
    if _is_mixed(segments, documents[inside], ranks[inside]):
        mixed: list[int] = []
        for equal in _equals(ranks, inside):
            if len(mixed) == stop - first:
                break
            parts = [equal[own] for own in segments.split(documents[equal])]
            lists = [own for own in parts if len(own)]
            mixed += _in_order_of_ids(lists, left_out, stop - first - len(mixed), id_of)
            left_out = 0  # only the hits that equal the first one begin before it
        chosen = np.array(mixed, np.intp)
    return list(zip(documents[chosen].tolist(), hits.scores[chosen].tolist(), strict=True))


def ranks_of(segments: Together, hits: Matches, sort: str) -> Array:
    """Return a rank (uint64) for each hit: the first one's is the least, equal hits have one."""
    return _RANKS[sort](hits.scores, segments.days.take(hits.documents))


def _is_mixed(segments: Together, documents: Array, ranks: Array) -> bool:
    """Tell whether equal hits, which stand side by side, may be of several segments."""
    if len(segments.starts) < 3:
        return False
    equal = (ranks[1:] == ranks[:-1]).nonzero()[0]
    if not len(equal):
        return False
    of = np.searchsorted(segments.starts, documents, side="right")
    return bool((of[equal] != of[equal + 1]).any())


def highest(scores: Array, most: int) -> Array:
    """Return the indexes of the highest scores, and of all that equal the last of them."""
    if len(scores) <= most:
        return np.arange(len(scores))
    least = np.partition(scores, len(scores) - most)[len(scores) - most]
    return np.flatnonzero(scores >= least)


def _equals(ranks: Array, inside: Array) -> Iterator[Array]:
    """Yield those of one rank together, in order of their ranks."""
    edges = np.flatnonzero(np.diff(ranks[inside])) + 1
    for start, end in pairwise([0, *edges.tolist(), len(inside)]):
        yield inside[start:end]


def _in_order_of_ids(
    lists: Sequence[Array], first: int, count: int, id_of: Callable[[int], bytes]
) -> Iterator[int]:
    """Yield `count` entries from rank `first` on of lists that are each in the order of ids.

    An id is slow to read: as few as possible are.
    """
    starts = [0] * len(lists)
    while first and len(lists) > 1:
        check_deadline()
        # Look `step` entries ahead in each list: fewer than `first` rank before the smallest.
        step = max(1, first // len(lists))
        ahead = [
            (id_of(int(own[start + step - 1])), number)
            for number, (own, start) in enumerate(zip(lists, starts, strict=True))
            if start + step <= len(own)
        ]
        starts[min(ahead)[1]] += step
        first -= step
    if len(lists) == 1:
        starts[0] = first
    lefts = [own[start : start + count].tolist() for own, start in zip(lists, starts, strict=True)]
    return islice(merge(*lefts, key=id_of) if len(lists) > 1 else iter(lefts[0]), count)


def _by_score(segments: Together, hits: Matches, number: int) -> Array:
    """Return the indexes of the highest scores, of equal ones of a segment the first, ascending."""
    scores = hits.scores
    if len(scores) <= number:
        return np.arange(len(scores))
    if not scores.strides[0]:  # all are the same
        return _firsts(segments, hits.documents, np.arange(len(scores)), number)
    least = np.partition(scores, len(scores) - number)[len(scores) - number]
    found: Array = (scores >= least).nonzero()[0]
    if len(found) == number:
        return found
    is_above = scores[found] > least
    left = number - int(np.count_nonzero(is_above))
    equal = _firsts(segments, hits.documents, found[~is_above], left)
    return np.sort(np.concatenate((found[is_above], equal)))


def _firsts(segments: Together, documents: Array, which: Array, number: int) -> Array:
    """Return the first `number` of some indexes of documents in each segment."""
    return np.concatenate([which[own][:number] for own in segments.split(documents[which])])


def _newest(segments: Together, hits: Matches, number: int) -> Array:
    """Return all hits of the newest days: within a day the scores decide which come first."""
    found = []
    for segment, start, documents, index in _by_segments(segments, hits):
        end = len(documents)
        if end > number:
            day = segment.day(int(documents[number - 1]) - start)
            last = segment.span(day, day).stop if day else segment.documents
            end = int(documents.searchsorted(start + last))
        found.append(np.arange(index, index + end))
    return np.concatenate(found)


def _oldest(segments: Together, hits: Matches, number: int) -> Array:
    """Return the hits of the oldest days, then those without a day."""
    found = []
    for segment, start, documents, index in _by_segments(segments, hits):
        begin, end = 0, len(documents)
        dated = int(documents.searchsorted(start + segment.dated))
        if dated >= number:
            day = segment.day(int(documents[dated - number]) - start)
            begin, end = int(documents.searchsorted(start + segment.span(day, day).start)), dated
        found.append(np.arange(index + begin, index + end))
    return np.concatenate(found)


def _by_segments(segments: Together, hits: Matches) -> Iterator[tuple[Segment, int, Array, int]]:
    """Yield each segment, its first document, the hits that are its own, the index of the first."""
    for (segment, start), own in zip(segments.each(), segments.split(hits.documents), strict=True):
        yield segment, start, hits.documents[own], own.start


def _high_first(scores: Array) -> Array:
    # The bits of floats that are not negative are in the order of the floats.
    bits: Array = np.ascontiguousarray(scores, np.float32).view(np.uint32)
    return _MOST - bits


def _new_first(days: Array) -> Array:
    found: Array = _MOST - days.astype(np.uint32)
    return found


def _old_first(days: Array) -> Array:
    """Return ranks of days, undated ones last."""
    return np.where(days > 0, days.astype(np.uint32), _MOST)


def _joined(high: Array, low: Array) -> Array:
    found: Array = (high.astype(np.uint64) << np.uint64(32)) | low
    return found


_SELECTIONS = {"relevance": _by_score, "newest": _newest, "oldest": _oldest}
_RANKS: dict[str, Callable[[Array, Array], Array]] = {
    "relevance": lambda scores, days: _joined(_high_first(scores), _new_first(days)),
    "newest": lambda scores, days: _joined(_new_first(days), _high_first(scores)),
    "oldest": lambda scores, days: _joined(_old_first(days), _high_first(scores)),
}

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
from search.embedded.segment.segment import Segment
from search.whole_numbers import Array

#: A hit: the number of its segment, its document there, its score.
Ranked = tuple[int, int, float]
_MOST = np.uint32(0xFFFFFFFF)


def ranked_between(
    hits: Sequence[tuple[Segment, Matches]],
    sort: str,
    first: int,
    count: int,
    item_id: Callable[[int, int], str],
) -> list[Ranked]:
    """Return the hits of the ranks `first` to before `first + count`, in order.

    `item_id` gives the id of a segment's document: it decides between equal hits.
    """
    parts: list[tuple[Array, Array, Array, Array]] = []
    for number, (segment, matches) in enumerate(hits):
        if not len(matches):
            continue
        which = _SELECTIONS[sort](segment, matches, first + count)
        documents = matches.documents[which]
        days = segment.column("days")[documents]
        parts.append((np.full(len(documents), number), documents, matches.scores[which], days))
    size = sum(len(own[0]) for own in parts)
    if size <= first:
        return []
    numbers, documents, scores, days = (
        parts[0] if len(parts) == 1 else map(np.concatenate, zip(*parts, strict=True))
    )
    ranks = _RANKS[sort](scores, days)
    stop = min(first + count, size)
    if first:
        least, most = np.partition(ranks, (first, stop - 1))[[first, stop - 1]]
        inside = np.flatnonzero((ranks >= least) & (ranks <= most))
        left_out = first - int(np.count_nonzero(ranks < least))
    else:  # few, mostly: the selections have chosen them
        inside, left_out = np.arange(size), 0
    inside = inside[ranks[inside].argsort(kind="stable")]

    def id_of(index: int) -> bytes:
        return item_id(int(numbers[index]), int(documents[index])).encode()

    chosen: list[int] = []
    own_ranks, own_numbers = ranks[inside], numbers[inside]
    is_mixed = len(parts) > 1 and bool(
        ((own_ranks[1:] == own_ranks[:-1]) & (own_numbers[1:] != own_numbers[:-1])).any()
    )
    if not is_mixed:  # equal hits of one segment are in the order of their ids already
        chosen = inside[left_out : left_out + stop - first].tolist()
    for equal in _equals(ranks, inside) if is_mixed else ():
        if len(chosen) == stop - first:
            break
        own = numbers[equal]
        having = np.flatnonzero(np.bincount(own))  # np.unique takes far longer
        lists = [equal[own == number] for number in having] if len(having) > 1 else [equal]
        chosen += _in_order_of_ids(lists, left_out, stop - first - len(chosen), id_of)
        left_out = 0  # only the hits that equal the first one begin before it
    kept = np.array(chosen, np.intp)
    return list(
        zip(numbers[kept].tolist(), documents[kept].tolist(), scores[kept].tolist(), strict=True)
    )


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


def _by_score(segment: Segment, matches: Matches, number: int) -> Array:
    return _highest(matches.scores, number)


def _newest(segment: Segment, matches: Matches, number: int) -> Array:
    """Return all hits of the newest days: within a day the scores decide which come first."""
    documents = matches.documents
    end = len(documents)
    if end > number:
        day = segment.day(int(documents[number - 1]))
        last = segment.span(day, day).stop if day else segment.documents
        end = int(np.searchsorted(documents, last))
    return np.arange(end)


def _oldest(segment: Segment, matches: Matches, number: int) -> Array:
    """Return the hits of the oldest days, then those without a day."""
    documents = matches.documents
    dated = int(np.searchsorted(documents, segment.dated))
    if dated < number:
        return np.arange(len(documents))
    day = segment.day(int(documents[dated - number]))
    return np.arange(int(np.searchsorted(documents, segment.span(day, day).start)), dated)


def _highest(scores: Array, number: int) -> Array:
    """Return the indexes of the highest scores, of equal ones the first, ascending."""
    if len(scores) <= number:
        return np.arange(len(scores))
    if not scores.strides[0]:  # all are the same
        return np.arange(number)
    least = np.partition(scores, len(scores) - number)[len(scores) - number]
    above = np.flatnonzero(scores > least)
    equal = np.flatnonzero(scores == least)[: number - len(above)]
    return np.sort(np.concatenate((above, equal)))


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

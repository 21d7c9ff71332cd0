"""Which hits stand for their stories, and which are the best of each?"""

from collections.abc import Callable

import numpy as np

from search.embedded.evaluate.together import Together
from search.whole_numbers import Array

#: Numbers of stories for each hit from which on the stories of the hits are numbered anew.
_SPARSE = 8


def best_of_stories(
    segments: Together,
    documents: Array,
    ranks: Array,
    numbers: Array,
    span: tuple[int, int],
    item_id: Callable[[int], bytes],
) -> Array:
    """Return the indexes of the best hits of their stories, ascending: one for each story.

    `ranks` and `numbers` are each hit's rank (the least is the best) and story. Of equal hits the
    one with the lesser id is the better. An id is slow to read, so only those are read that decide
    about the stories of the ranks span[0] to before span[1]; of others either may be returned.
    """
    if not len(numbers):
        return np.zeros(0, np.intp)
    if int(numbers.max()) >= _SPARSE * len(numbers):
        numbers = np.unique(numbers, return_inverse=True)[1]
    size = int(numbers.max()) + 1
    least = np.full(size, np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(least, numbers, ranks)
    equal = np.flatnonzero(ranks == least[numbers])
    best = np.full(size, -1, np.intp)
    rivals: list[Array] = []
    for own in segments.split(documents[equal]):
        # Equal hits of a segment are in the order of their ids: the first one is the best there.
        which = equal[own]
        firsts = np.full(size, -1, np.intp)
        firsts[numbers[which][::-1]] = which[::-1]
        rivals.append(firsts[(firsts >= 0) & (best >= 0)])
        best = np.where(best < 0, firsts, best)
    either = np.concatenate(rivals)
    if len(either):
        ends = [max(0, min(end, size) - 1) for end in (span[0] + 1, span[1])]
        of_stories = np.where(best < 0, np.iinfo(np.uint64).max, ranks[best])
        from_rank, to_rank = np.partition(of_stories, ends)[ends]
        decide = (ranks[either] >= from_rank) & (ranks[either] <= to_rank)
        for index in either[decide].tolist():
            other = int(best[numbers[index]])
            if item_id(int(documents[index])) < item_id(int(documents[other])):
                best[numbers[index]] = index
    return np.sort(best[best >= 0])


def firsts_of_stories(ranked: Array, numbers: Array) -> Array:
    """Return the first of some ranked documents of each story, in order.

    >>> firsts_of_stories(np.array([7, 3, 9, 4]), np.array([1, 2, 1, 2]))
    array([7, 3])
    """
    firsts = np.unique(numbers, return_index=True)[1]
    firsts.sort()
    found: Array = ranked[firsts]
    return found


def by_stories(ranked: Array, numbers: Array) -> Array:
    """Return ranked documents, those of each story behind its best; `numbers` tell their stories.

    >>> by_stories(np.array([7, 3, 9, 4]), np.array([1, 2, 1, 2]))
    array([7, 9, 3, 4])
    """
    _, best, story = np.unique(numbers, return_index=True, return_inverse=True)
    ordered: Array = ranked[best[story].argsort(kind="stable")]
    return ordered

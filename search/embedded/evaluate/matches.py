"""Which documents were found, with what scores, and how are such lists joined?"""

from collections.abc import Iterable, Sequence

import numpy as np

from search.embedded.evaluate.together import Spans
from search.frozen import frozen
from search.whole_numbers import Array, begins_of, distinct

#: If a list is this many times shorter than another, look its entries up by bisection instead of
#: marking the other's in an array.
MUCH_SHORTER = 64
#: If lists together hold less than this share (1 / SPARSE) of all documents, join them by sorting.
SPARSE = 8

#: The documents that a query may find: some (ascending), a range of each segment, or all (None).
Among = Array | Spans | None


@frozen()
class Matches:
    """Documents (intp, ascending) and their scores (float32); deleted documents too."""

    documents: Array
    scores: Array

    def __len__(self) -> int:
        return len(self.documents)

    def where(self, which: Array | slice) -> "Matches":
        """Return those chosen by a mask, by indexes or by a slice."""
        if isinstance(which, np.ndarray) and which.dtype == bool:
            which = np.flatnonzero(which)  # several times faster than taking by the mask twice
        return Matches(self.documents[which], self.scores[which])

    def boosted(self, boost: float) -> "Matches":
        """Return the same with scores multiplied."""
        return self if boost == 1 else Matches(self.documents, self.scores * np.float32(boost))


_NO_DOCUMENTS = np.zeros(0, np.intp)
NO_MATCHES = Matches(_NO_DOCUMENTS, np.zeros(0, np.float32))


def constant(documents: Array, score: float) -> Matches:
    """Return documents that all have the same score."""
    return Matches(documents, np.broadcast_to(np.float32(score), len(documents)))


def marked(chosen: Array, documents: Array, size: int) -> Array:
    """Tell for each document whether it is chosen; both ascend, and are below `size`."""
    if len(documents) * MUCH_SHORTER < len(chosen):
        indexes = np.searchsorted(chosen, documents)
        indexes[indexes == len(chosen)] = 0
        return np.asarray(chosen[indexes] == documents)
    marks = np.zeros(size, bool)
    marks[chosen] = True
    return marks[documents]


def meeting(found: Matches, masks: Sequence[Array]) -> Matches:
    """Return those that every mask chooses."""
    return found.where(np.logical_and.reduce(masks)) if masks else found


def shared(documents: Array, among: Array | Spans, size: int) -> Array | slice:
    """Return the indexes of the documents that are among some; both ascend, below `size`."""
    if isinstance(among, tuple):
        edges = np.searchsorted(documents, [(span.start, span.stop) for span in among]).tolist()
        if len(edges) == 1:
            return slice(*edges[0])
        return np.concatenate([_NO_DOCUMENTS, *(np.arange(*edge) for edge in edges)])
    if len(among) * MUCH_SHORTER < len(documents):
        indexes = np.searchsorted(documents, among)
        indexes[indexes == len(documents)] = 0
        found: Array = indexes[documents[indexes] == among]
        return found
    return np.flatnonzero(marked(among, documents, size))


def narrowed(among: Among, window: Spans) -> Array | Spans:
    """Return those of some documents that lie in the ranges of a window."""
    if among is None:
        return window
    if isinstance(among, tuple):
        return tuple(map(_both, among, window))
    return among[shared(among, window, 0)]


def _both(span: range, other: range) -> range:
    start = max(span.start, other.start)
    return range(start, max(start, min(span.stop, other.stop)))


def listed(among: Among, size: int) -> Array:
    """Return the documents one by one; `size` is how many there are in all."""
    if among is None:
        return np.arange(size)
    if isinstance(among, tuple):
        return np.concatenate([_NO_DOCUMENTS, *(np.arange(own.start, own.stop) for own in among)])
    return among


def is_none(among: Among) -> bool:
    """Tell whether no document is left."""
    if isinstance(among, tuple):
        return not any(among)
    return among is not None and not len(among)


def joined(parts: Sequence[Matches], size: int) -> Matches:
    """Return each document of several lists once, its scores added in the order of the lists.

    How large the lists are, deleted documents included, decides how they are joined, but never
    changes a score.
    """
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else NO_MATCHES
    if sum(map(len, parts)) * SPARSE < size:
        if len(parts) == 2 and (whole := _with_part(*sorted(parts, key=len))):
            return whole
        documents = np.concatenate([part.documents for part in parts])
        return added(documents, np.concatenate([part.scores for part in parts]), size)
    if len(parts) == 2:
        fewer, more = sorted(parts, key=len)
        return _of_both(fewer, more, size)
    scores = np.zeros(size)  # float64, as in `added`: both must give the same last bits
    first, *others = parts
    scores[first.documents] = first.scores
    for part in others:
        scores[part.documents] += part.scores
    documents = _held(scores, parts)
    return Matches(documents, scores[documents].astype(np.float32))


def _of_both(fewer: Matches, more: Matches, size: int) -> Matches:
    """Return each document of two lists once, its scores added."""
    scores = np.zeros(size, np.float32)  # the sum of two is the same in any precision
    scores[fewer.documents] = fewer.scores
    sums = scores.take(more.documents)
    # The items with a word in their title mostly have it in a headline, too.
    is_part = np.count_nonzero(sums > 0) == len(fewer)
    sums += more.scores
    if is_part:
        return Matches(more.documents, sums)
    scores[more.documents] = sums
    documents = _held(scores, (fewer, more))
    return Matches(documents, scores.take(documents))


def _held(scores: Array, parts: Sequence[Matches]) -> Array:
    """Return the documents that any of some lists has; `scores` are the sums of all documents."""
    held = scores > 0
    if any(part.scores.min() <= 0 for part in parts):  # by a boost of 0
        for part in parts:
            held[part.documents] = True
    return np.flatnonzero(held)


def union(lists: Sequence[Array], size: int) -> Array:
    """Return each document of several lists once, ascending; each list ascends."""
    lists = [own for own in lists if len(own)]
    if len(lists) < 2:
        return lists[0] if lists else _NO_DOCUMENTS
    if sum(map(len, lists)) * SPARSE < size:
        return distinct(np.concatenate(lists))
    marks = np.zeros(size, bool)
    for documents in lists:
        marks[documents] = True
    return np.flatnonzero(marks)


def scored(documents: Array, parts: Iterable[Matches]) -> Matches:
    """Return documents with the scores of some parts, added in order; no part has other ones."""
    scores = np.zeros(len(documents), np.float32)
    for part in parts:
        scores[documents.searchsorted(part.documents)] += part.scores
    return Matches(documents, scores)


def _with_part(part: Matches, whole: Matches) -> Matches | None:
    """Return the whole with the scores of a part of it added; None if it is not a part.

    The items with a word in their title mostly have it in a headline, too.
    """
    indexes = whole.documents.searchsorted(part.documents)
    if not (whole.documents.take(indexes, mode="clip") == part.documents).all():
        return None
    scores = whole.scores.copy()
    scores[indexes] += part.scores
    return Matches(whole.documents, scores)


def added(documents: Array, scores: Array, size: int) -> Matches:
    """Return each document once, its scores added; takes documents in any order."""
    if len(documents) * SPARSE < size:
        order = documents.argsort(kind="stable")
        return _summed(documents[order], scores[order])
    held = np.zeros(size, bool)
    held[documents] = True
    sums = np.bincount(documents, scores, size).astype(np.float32)
    documents = np.flatnonzero(held)
    return Matches(documents, sums[documents])


def counted(documents: Array, times: Array, size: int) -> Matches:
    """Do as `added` with numbers whose sums are exact in any order: whole ones, not negative.

    To sort documents and numbers (float32) as one takes a third of the time.
    """
    if len(documents) * SPARSE >= size:
        return added(documents, times, size)
    pairs = documents.astype(np.int64) << 32 | times.view(np.uint32)
    pairs.sort()
    return _summed(pairs >> 32, pairs.astype(np.uint32).view(np.float32))


def _summed(documents: Array, scores: Array) -> Matches:
    """Return each document once, its scores added; documents ascend."""
    begins = begins_of(documents)
    if len(begins) == len(documents):
        return Matches(documents, scores)
    numbers = np.zeros(len(documents), np.intp)
    numbers[begins[1:]] = 1
    numbers.cumsum(out=numbers)
    # Several times faster than `np.add.reduceat`, which takes long for each document.
    return Matches(documents[begins], np.bincount(numbers, scores).astype(np.float32))

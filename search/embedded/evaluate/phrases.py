"""Which documents have words in a row, each 1 to `slop` positions after the end of one before?

The work is linear in the number of the words' positions. An occurrence is one number (int64): the
document above 32 bits of position. `search.answer.phrase_marks` says the same of one text.
"""

from collections.abc import Sequence

import numpy as np

from search.embedded.segment.postings import begins_of, spread
from search.embedded.segment.sections import Array

_POSITION_BITS = 32


def occurrences_of(
    documents: Array,
    frequencies: Array | None,
    ends: Array | None,
    positions: Array,
    which: Array | slice | None = None,
) -> Array:
    """Return the occurrences of a term, ascending.

    Takes its documents, its frequencies in them and the sums of these (None: all are 1), all its
    positions, and the indexes of those documents that count (None: all do).
    """
    if which is not None:
        documents = documents[which]
        if frequencies is None or ends is None:
            positions = positions[which]
        else:
            counts = frequencies[which].astype(np.int64)
            positions = positions[spread(ends[which] - counts, counts)]
            ends = np.cumsum(counts)
    if ends is None:
        return (documents << _POSITION_BITS) + positions
    # Much faster than to repeat each document: the differences of the documents, summed up.
    occurrences = np.zeros(len(positions), np.int64)
    occurrences[:1] = documents[:1]
    occurrences[ends[:-1]] = np.diff(documents)
    np.cumsum(occurrences, out=occurrences)
    occurrences <<= _POSITION_BITS
    occurrences += positions
    return occurrences


def with_phrase(words: Sequence[tuple[Array, Array | None]], slop: int) -> Array:
    """Return the documents, ascending, that have the phrase.

    Takes for each word the occurrences at which it begins, and those to which it goes on from the
    position before (`search.text.GOES_ON`), None for none.
    """
    ends = _gone_on(*words[0])
    for begins, going_on in words[1:]:
        ends = _gone_on(_following(ends, begins, slop), going_on)
    documents = ends >> _POSITION_BITS
    return documents[begins_of(documents)]


def _gone_on(ends: Array, going_on: Array | None) -> Array:
    """Return the ends, and those to which the word goes on from them."""
    if going_on is None:
        return ends
    more = _following(ends, going_on, 1)
    while len(more):  # once for each part of the longest spelling
        ends, more = np.union1d(ends, more), _following(more, going_on, 1)
    return ends


def _following(ends: Array, following: Array, slop: int) -> Array:
    """Return the occurrences that stand 1 to `slop` positions after one of the ends."""
    if slop == 1:  # sorting both together is several times faster than looking each up
        both = np.concatenate((ends + 1, following))
        both.sort(kind="stable")  # which makes use of both being in order already
        near: Array = both[np.flatnonzero(both[1:] == both[:-1])]
        return near
    index = np.searchsorted(ends, following - slop)
    nearest = np.append(ends, np.iinfo(np.int64).max)[index]
    return np.asarray(following[nearest < following])

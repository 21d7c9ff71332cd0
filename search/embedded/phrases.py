"""In which documents do words stand in a row, each at most `slop` places after the one before?

The work is linear in the number of the words' positions. A place is one number (int64): that of
the document, among those that have all of the words, above 32 bits of position.
"""

from collections.abc import Sequence

import numpy as np

from search.embedded.postings import spread
from search.embedded.sections import Array


def places_of(frequencies: Array | None, chosen: Array, positions: Array, count: int) -> Array:
    """Return the places, ascending, of a term in `count` of its documents.

    Taken are its frequencies (None: all are 1), which of its documents are `chosen`, a bool each,
    and all its positions.
    """
    which = np.flatnonzero(chosen)
    documents = np.arange(count, dtype=np.int64) << 32
    if frequencies is None:
        return documents + positions[which]
    ends = np.cumsum(frequencies, dtype=np.int64)
    counts = frequencies[which].astype(np.int64)
    return documents.repeat(counts) + positions[spread(ends[which] - counts, counts)]


def in_a_row(sequence: Sequence[Array], slop: int, count: int) -> Array:
    """Tell for each of `count` documents whether it has the words, whose places these are, so."""
    reached = sequence[0]
    for following in sequence[1:]:
        reached = _reached(reached, following, slop)
    has = np.zeros(count, bool)
    has[reached >> 32] = True
    return has


def _reached(before: Array, following: Array, slop: int) -> Array:
    """Return those of the places following that stand 1 to `slop` after one of those before."""
    if slop == 1:  # sorting both together is several times faster than looking each up
        both = np.concatenate((before + 1, following))
        both.sort(kind="stable")  # which makes use of their being in order already
        near: Array = both[1:][both[1:] == both[:-1]]
        return near
    index = np.searchsorted(before, following - slop)
    nearest = np.append(before, np.iinfo(np.int64).max)[index]
    return np.asarray(following[nearest < following])

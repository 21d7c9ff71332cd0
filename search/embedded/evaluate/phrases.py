"""In which documents do words stand in a row, each at most `slop` places after the one before?

The work is linear in the number of the words' positions. A place is one number (int64): that of
the document above 32 bits of position.
"""

from collections.abc import Sequence

import numpy as np

from search.embedded.segment.postings import begins_of, spread
from search.embedded.segment.sections import Array

_POSITION_BITS = 32


def places_of(
    documents: Array,
    frequencies: Array | None,
    positions: Array,
    which: Array | slice | None = None,
) -> Array:
    """Return the places, ascending, of a term.

    Taken are its documents, its frequencies in them (None: all are 1), all its positions, and, to
    leave out other documents, the places in the first two of those that count.
    """
    if frequencies is not None:
        ends = np.cumsum(frequencies, dtype=np.int64)
    if which is not None:
        documents = documents[which]
        if frequencies is None:
            positions = positions[which]
        else:
            counts = frequencies[which].astype(np.int64)
            positions = positions[spread(ends[which] - counts, counts)]
            ends = np.cumsum(counts)
    if frequencies is None:
        return (documents << _POSITION_BITS) + positions
    # Much quicker than to repeat each document: the steps from one to the next, added up.
    places = np.zeros(len(positions), np.int64)
    places[:1] = documents[:1]
    places[ends[:-1]] = np.diff(documents)
    np.cumsum(places, out=places)
    places <<= _POSITION_BITS
    places += positions
    return places


def in_a_row(sequence: Sequence[Array], slop: int) -> Array:
    """Return the documents, ascending, that have the words whose places these are in a row."""
    reached = sequence[0]
    for following in sequence[1:]:
        reached = _reached(reached, following, slop)
    documents = reached >> _POSITION_BITS
    return documents[begins_of(documents)]


def _reached(before: Array, following: Array, slop: int) -> Array:
    """Return those of the places following that stand 1 to `slop` after one of those before."""
    if slop == 1:  # sorting both together is several times faster than looking each up
        both = np.concatenate((before + 1, following))
        both.sort(kind="stable")  # which makes use of their being in order already
        near: Array = both[np.flatnonzero(both[1:] == both[:-1])]
        return near
    index = np.searchsorted(before, following - slop)
    nearest = np.append(before, np.iinfo(np.int64).max)[index]
    return np.asarray(following[nearest < following])

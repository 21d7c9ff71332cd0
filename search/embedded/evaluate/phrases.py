"""Which documents have words in order, with less than `slop` positions between them in all?

The work is linear in the number of the words' positions, whatever the slop. An occurrence is one
number (int64): the document above 32 bits of position. `search.answer.phrase_marks` says the same
of one text, and counts otherwise: its `between` is one less than `slop`, which is Whoosh's number.
"""

from collections.abc import Sequence

import numpy as np

from search.whole_numbers import Array, begins_of, distinct, spread

_POSITION_BITS = 32


def occurrences_of(
    documents: Array,
    frequencies: Array | None,
    ends: Array | None,
    positions: Array,
    which: Array | slice | None = None,
) -> Array:
    """Return the occurrences of a term, ascending.

    Takes its documents, its frequencies in them (None: all are 1) and the sums of these, all its
    positions, and the indexes of those documents that count (None: all do, and no sums are needed).
    """
    if which is not None:
        documents = documents[which]
        if frequencies is None or ends is None:
            positions = positions[which]
        else:
            frequencies = frequencies[which].astype(np.int64)
            positions = positions[spread(ends[which] - frequencies, frequencies)]
    occurrences = documents << _POSITION_BITS
    if frequencies is not None:
        occurrences = occurrences.repeat(frequencies)
    occurrences += positions
    return occurrences


def with_phrase(words: Sequence[tuple[Array, Array | None]], slop: int) -> Array:
    """Return the documents, ascending, that have the phrase.

    Takes for each word the occurrences at which it begins, and those to which it goes on from the
    position before (`search.text.GOES_ON`), None for none.
    """
    ends = _within(words, slop) if slop > 1 else _in_a_row(words)
    documents = ends >> _POSITION_BITS
    return documents[begins_of(documents)]


def _in_a_row(words: Sequence[tuple[Array, Array | None]]) -> Array:
    """Return the ends of the words where nothing stands between them."""
    ends = _gone_on(*words[0])
    for begins, going_on in words[1:]:
        ends = _gone_on(_following(ends, begins), going_on)
    return ends


def _within(words: Sequence[tuple[Array, Array | None]], slop: int) -> Array:
    """Return the ends of the words where less than `slop` positions are between them in all.

    Of each end it is known how much room is left: `packed` is the end less the positions between
    the words so far, the greatest there is. So for a word that begins further on, what is between
    is how far it is from the greatest `packed` of the ends before it.
    """
    ends = packed = words[0][0]
    ends, packed = _packed_on(ends, packed, words[0][1])
    for begins, going_on in words[1:]:
        # The greatest of the document, as of all before: documents are the higher bits.
        greatest = np.maximum.accumulate(packed)
        index = np.searchsorted(ends, begins) - 1
        begins, index = begins[index >= 0], index[index >= 0]
        before = greatest[index]
        near = np.flatnonzero(begins - before <= slop)
        ends, packed = _packed_on(begins[near], before[near] + 1, going_on)
    return ends


def _packed_on(ends: Array, packed: Array, going_on: Array | None) -> tuple[Array, Array]:
    """Return the ends, and those to which the word goes on from them, each with its `packed`."""
    if going_on is None:
        return ends, packed
    more, more_packed = ends, packed
    while len(more):  # once for each part of the longest spelling
        _, which, _ = np.intersect1d(more + 1, going_on, assume_unique=True, return_indices=True)
        more, more_packed = more[which] + 1, more_packed[which] + 1
        every, every_packed = np.append(ends, more), np.append(packed, more_packed)
        order = np.lexsort((-every_packed, every))
        every, every_packed = every[order], every_packed[order]
        first = begins_of(every)  # of equal ends the one with the most room left
        ends, packed = every[first], every_packed[first]
    return ends, packed


def _gone_on(ends: Array, going_on: Array | None) -> Array:
    """Return the ends, and those to which the word goes on from them."""
    if going_on is None:
        return ends
    more = _following(ends, going_on)
    while len(more):  # once for each part of the longest spelling
        ends, more = distinct(np.concatenate((ends, more))), _following(more, going_on)
    return ends


def _following(ends: Array, following: Array) -> Array:
    """Return the occurrences that stand at the position after one of the ends."""
    # Sorting both together is several times faster than looking each up.
    both = np.concatenate((ends + 1, following))
    both.sort(kind="stable")  # which makes use of both being in order already
    near: Array = both[np.flatnonzero(both[1:] == both[:-1])]
    return near

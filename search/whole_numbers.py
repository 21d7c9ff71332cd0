"""What is asked of arrays of whole numbers that numpy lacks, or does slowly?"""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Integers = npt.NDArray[np.integer[Any]]

#: Numbers of a slice, on average, from which on slices are copied one by one: for short ones the
#: step of Python takes longer than indexes of all numbers.
LONG_SLICE = 32
#: Odd numbers that spread what they multiply over all of 64 bits.
SPREADING, ALSO_SPREADING = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def spread(starts: Integers, lengths: Integers) -> Array:
    """Return the `length` numbers from each start on: [5, 9], [2, 3] -> [5, 6, 9, 10, 11]."""
    lengths = lengths.astype(np.int64)
    ends = lengths.cumsum()
    numbers: Array = (starts.astype(np.int64) - ends + lengths).repeat(lengths)
    numbers += np.arange(len(numbers))
    return numbers


def taken(values: Array, starts: Integers, lengths: Integers) -> Array:
    """Return slices of an array, one after another, given where each begins and how long it is."""
    if lengths.sum() < LONG_SLICE * len(lengths):
        return values[spread(starts, lengths)]
    edges = zip(starts.tolist(), (starts + lengths).tolist(), strict=True)
    return np.concatenate([values[start:end] for start, end in edges])


def put(into: Array, starts: Integers, lengths: Integers, values: Array) -> None:
    """Put values into slices of an array, given where each begins and how long it is."""
    if len(values) < LONG_SLICE * len(lengths):
        into[spread(starts, lengths)] = values
        return
    first = 0
    for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
        into[start : start + length] = values[first : first + length]
        first += length


def begins_of(values: Array) -> Array:
    """Return the indexes of the values that differ from the one before: [4, 4, 7] -> [0, 2]."""
    differs = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return differs.nonzero()[0]


def distinct(values: Array) -> Array:
    """Return each different value once, ascending. np.unique takes up to 45 times as long."""
    ordered = np.sort(values, kind="stable")  # which makes use of what is in order already
    return ordered[begins_of(ordered)]


def steps_of(begins: Array, end: int) -> Array:
    """Return the steps from each number to the next, the last one's to the end: [0, 2] to 5 ->
    [2, 3].
    """
    steps = np.empty_like(begins)  # `np.diff(begins, append=end)` takes several times as long
    np.subtract(begins[1:], begins[:-1], out=steps[:-1])
    steps[-1:] = end - begins[-1:]
    return steps

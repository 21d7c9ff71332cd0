"""How many steps are many texts from a word? One table is computed for all at once."""

from collections.abc import Sequence

import numpy as np

from search.whole_numbers import Array


def code_points(words: Sequence[str]) -> Array:
    """Return a row of code points for each word; all have the same length."""
    joined = "".join(words).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(joined, "<u4").reshape(len(words), -1)


def distances(rows: Array, lengths: Array, word: Array, most: int, *, swaps: bool = False) -> Array:
    """Return the distance of each row from a word; those above `most` may be greater than told.

    `lengths` says how much of a row is filled. With `swaps` two swapped neighbours are one
    step. Only cells within `most` of the diagonal are computed: all others are greater.
    """
    count, width = rows.shape
    far = np.full(count, most + 1, np.int8)
    above = {column: np.full(count, column, np.int8) for column in range(min(most, width) + 1)}
    before: dict[int, Array] = {}
    for number, letter in enumerate(word, 1):
        line: dict[int, Array] = {}
        for column in range(max(0, number - most), min(width, number + most) + 1):
            if column == 0:
                line[0] = np.full(count, number, np.int8)
                continue
            cell = above[column - 1] + (rows[:, column - 1] != letter)
            np.minimum(cell, above.get(column, far) + 1, out=cell)
            np.minimum(cell, line.get(column - 1, far) + 1, out=cell)
            if swaps and number > 1 and column > 1 and column - 2 in before:
                swapped = (rows[:, column - 1] == word[number - 2]) & (
                    rows[:, column - 2] == letter
                )
                np.minimum(cell, before[column - 2] + 1, out=cell, where=swapped)
            line[column] = cell
        before, above = above, line
    found = np.full(count, most + 1, np.int8)
    for column, cell in above.items():
        ends = lengths == column
        found[ends] = cell[ends]
    return found

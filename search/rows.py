"""Where do words stand in a row? The one meaning of a phrase, for finding and for marking."""

from bisect import bisect_left, bisect_right


def rows(positions: list[list[int]], slop: int) -> list[list[int]]:
    """Return, for each word of a phrase, the places at which it ends a beginning of the phrase.

    `positions` are the places of each word, in order; a word must stand 1 to `slop` places after
    the one before. The whole phrase is there if the last list is not empty. Linear in the
    number of places, whatever the slop.
    """
    reached = [positions[0]]
    for places in positions[1:]:
        before = reached[-1]
        reached.append([place for place in places if _any_in(before, place - slop, place - 1)])
    return reached


def places_in_row(positions: list[list[int]], slop: int) -> set[int]:
    """Return the places of all words that make up the phrase, wherever it is whole."""
    reached = rows(positions, slop)
    ends = reached.pop()
    found = set(ends)
    # Backwards: of the beginnings, those that the whole phrase goes on from.
    for earlier in reversed(reached):
        ends = [place for place in earlier if _any_in(ends, place + 1, place + slop)]
        found.update(ends)
    return found


def _any_in(places: list[int], first: int, last: int) -> bool:
    return bisect_left(places, first) < bisect_right(places, last)

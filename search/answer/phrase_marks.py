"""Where do words stand in a row? The one meaning of a phrase, for finding and for marking."""


def rows(positions: list[list[int]], slop: int) -> list[list[int]]:
    """Return, for each word of a phrase, the places at which it ends a beginning of the phrase.

    `positions` are the places of each word, in order; a word must stand 1 to `slop` places after
    the one before. The whole phrase is there if the last list is not empty. Linear in the number
    of places, whatever the slop.
    """
    reached = [positions[0]]
    for places in positions[1:]:
        reached.append(_near(places, reached[-1], -slop, -1))
    return reached


def places_in_row(positions: list[list[int]], slop: int) -> set[int]:
    """Return the places of all words that make up the phrase, wherever it is whole."""
    reached = rows(positions, slop)
    ends = reached.pop()
    found = set(ends)
    # Backwards: of the beginnings, those that the whole phrase goes on from.
    for earlier in reversed(reached):
        ends = _near(earlier, ends, 1, slop)
        found.update(ends)
    return found


def _near(places: list[int], others: list[int], least: int, most: int) -> list[int]:
    """Return the places that have one of the others `least` to `most` places after them."""
    near = []
    index, end = 0, len(others)
    for place in places:
        while index < end and others[index] < place + least:
            index += 1
        if index == end:
            break
        if others[index] <= place + most:
            near.append(place)
    return near

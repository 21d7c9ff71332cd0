"""Where does a phrase stand in a text? For marks; `search.embedded.evaluate.phrases` finds it."""


def ends_of_beginnings(positions: list[list[int]], slop: int) -> list[list[int]]:
    """Return, for word i of a phrase, the positions at which words 0..i of it can end.

    `positions` are the positions of each word in a text, ascending. Each word must stand 1 to
    `slop` positions after the one before. The text has the phrase if the last list is not empty.
    Linear in the number of positions, whatever the slop.

    >>> ends_of_beginnings([[0, 7], [2, 3]], slop=2)  # strike _ port port _ _ _ strike
    [[0, 7], [2]]
    """
    reached = [positions[0]]
    for own in positions[1:]:
        reached.append(_near(own, reached[-1], -slop, -1))
    return reached


def positions_in_phrase(positions: list[list[int]], slop: int) -> set[int]:
    """Return the positions of all words that belong to the phrase, wherever it is whole."""
    reached = ends_of_beginnings(positions, slop)
    ends = reached.pop()
    found = set(ends)
    # Backwards: keep the beginnings from which the whole phrase goes on.
    for earlier in reversed(reached):
        ends = _near(earlier, ends, 1, slop)
        found.update(ends)
    return found


def _near(positions: list[int], others: list[int], least: int, most: int) -> list[int]:
    """Return the positions that have one of the others `least` to `most` positions after them."""
    near = []
    index, end = 0, len(others)
    for position in positions:
        while index < end and others[index] < position + least:
            index += 1
        if index == end:
            break
        if others[index] <= position + most:
            near.append(position)
    return near

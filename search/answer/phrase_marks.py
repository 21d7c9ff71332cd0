"""Where does a phrase stand in a text? For marks; `search.embedded.evaluate.phrases` finds it.

A word is the positions at which it begins, ascending, and those to which it goes on
(`search.text.GOES_ON`): `e-mail` begins at the position of `e` and goes on to that of `mail`.
"""

from collections.abc import Sequence

Positions = Sequence[int]


def ends_of_beginnings(
    words: Sequence[tuple[Positions, Positions]], slop: int
) -> list[tuple[list[int], list[int]]]:
    """Return, for word i of a phrase, where it can begin and end if words 0..i are in a row.

    Each word must begin 1 to `slop` positions after an end of the one before. The text has the
    phrase if the last word can end. Linear in the number of positions, whatever the slop.

    >>> ends_of_beginnings([([0, 7], []), ([2, 3], [])], slop=2)  # strike _ port port _ _ _ strike
    [([0, 7], [0, 7]), ([2], [2])]
    """
    reached: list[tuple[list[int], list[int]]] = []
    begins = list(words[0][0])
    for number, (own, going_on) in enumerate(words):
        if number:
            begins = _near(own, reached[-1][1], -slop, -1)
        reached.append((begins, _gone_on(begins, going_on, 1)))
    return reached


def positions_in_phrase(words: Sequence[tuple[Positions, Positions]], slop: int) -> set[int]:
    """Return where all words begin that belong to the phrase, wherever it is whole."""
    reached = ends_of_beginnings(words, slop)
    ends = reached[-1][1]
    found: set[int] = set()
    # Backwards: keep the beginnings from which the whole phrase goes on.
    for (begins, every), (_, going_on) in zip(reversed(reached), reversed(words), strict=True):
        ends = _near(every, ends, 1, slop) if found else ends
        back = set(_gone_on(ends, [position - 1 for position in reversed(going_on)], -1))
        ends = [position for position in begins if position in back]
        if not ends:
            break
        found.update(ends)
    return found


def _gone_on(positions: Sequence[int], going_on: Sequence[int], step: int) -> list[int]:
    """Return positions and those that are reached from them by steps on."""
    reached = set(positions)
    for position in going_on:
        if position - step in reached:
            reached.add(position)
    return sorted(reached) if going_on else list(positions)


def _near(positions: Positions, others: Positions, least: int, most: int) -> list[int]:
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

"""Where does a phrase stand in a text? For marks; `search.embedded.evaluate.phrases` finds it.

A phrase has its words in order and at most `between` other positions between them in all: one less
than the `slop` of a tree, which is Whoosh's number.

A word is the positions at which it begins, ascending, and those to which it goes on
(`search.text.GOES_ON`): `e-mail` begins at the position of `e` and goes on to that of `mail`.
"""

from collections.abc import Iterable, Mapping, Sequence

Positions = Sequence[int]


#: Where words can stand -> the fewest positions between the words of the phrase on that side.
_Costs = dict[int, int]


def positions_in_phrase(words: Sequence[tuple[Positions, Positions]], between: int) -> set[int]:
    """Return where all words begin that belong to the phrase, wherever it is whole.

    Linear in the number of positions, whatever may be between.

    >>> strike, port = ([0, 7], []), ([2, 3], [])  # strike _ port port _ _ _ strike
    >>> positions_in_phrase([strike, port], between=1)
    {0, 2}
    """
    # Forwards: for each beginning of a word, what is between the words up to it.
    before: list[_Costs] = []
    ends: _Costs = {}
    for number, (own, going_on) in enumerate(words):
        before.append(_reached(own, ends, between) if number else dict.fromkeys(own, 0))
        ends = _gone_on(before[-1], going_on, 1)
    # Backwards: keep the positions from which the phrase reaches its end, too, with few enough
    # words between.
    found: set[int] = set()
    after: _Costs = {}
    for number, (_, going_on) in reversed(list(enumerate(words))):
        every = _gone_on(before[number], going_on, 1)
        ends = _reached(every, after, between, -1) if found else dict.fromkeys(every, 0)
        back = _gone_on(ends, [position - 1 for position in reversed(going_on)], -1)
        begins = before[number]
        after = {at: back[at] for at in begins if at in back and begins[at] + back[at] <= between}
        if not after:
            break
        found.update(after)
    return found


def _gone_on(costs: _Costs, going_on: Sequence[int], step: int) -> _Costs:
    """Return positions and those that are reached from them by steps on, which cost nothing."""
    reached = dict(costs)
    for position in going_on:
        if position - step in reached:
            cost = reached[position - step]
            reached[position] = min(cost, reached.get(position, cost))
    return reached


def _reached(
    positions: Iterable[int], others: Mapping[int, int], between: int, step: int = 1
) -> _Costs:
    """Return the positions that stand `step` or more from one of the others, with their costs.

    A position costs what the other costs and how many are between; none may cost above `between`.
    """
    reached: _Costs = {}
    ordered = sorted(others, key=lambda other: other * step)
    # The one of the others behind us from which it costs least to come here.
    nearest: int | None = None
    index = 0
    for position in sorted(positions, key=lambda position: position * step):
        while index < len(ordered) and (position - ordered[index]) * step > 0:
            other = ordered[index] * step - others[ordered[index]]
            nearest = other if nearest is None else max(nearest, other)
            index += 1
        if nearest is not None and (cost := position * step - nearest - 1) <= between:
            reached[position] = cost
    return reached

"""When was each commit of a line made, if clocks stood still, ran back, or were far ahead?"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

#: Seconds by which a clock may be ahead of the commits that follow before it is called wrong.
MAX_SECONDS_AHEAD = 86_400
_LATEST_SECOND = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())
_LAST_SECOND = _LATEST_SECOND + 86_399


def believed_times(times: Sequence[int]) -> list[int]:
    """Return the times of the commits of a line, oldest first, each later than the one before.

    A commit that is not later than its parent counts a second after it: so each has a time of its
    own, and no state of a file takes the place of another. One that is far ahead of more commits
    behind it than agree with it has a wrong clock; it counts as made when the next one was.
    """
    times = [min(max(time, 0), _LATEST_SECOND) for time in times]  # times in git begin in 1970
    believed: list[int] = []
    for time in _without_wrong_clocks(times):
        earliest = believed[-1] + 1 if believed else 0
        believed.append(min(max(time, earliest), _LAST_SECOND))
    return believed


def _without_wrong_clocks(times: list[int]) -> list[int]:
    if all(time <= following for time, following in pairwise(times)):
        return times  # as most lines are
    agreeing = _longest_row(times)
    following = _LAST_SECOND
    for at in range(len(times) - 1, -1, -1):
        if at in agreeing:
            following = times[at]
        elif times[at] > following + MAX_SECONDS_AHEAD:
            times[at] = following
    return times


def _longest_row(times: list[int]) -> set[int]:
    """Return the indices of most times of which none is before another that precedes it.

    Of two such rows the one whose times are later is meant: a single commit that steps back does
    not outvote a single one before it.
    """
    ends: list[int] = []  # length of a row less one -> the last time it may have, from behind
    last: list[int] = []  # and the index of that
    before: dict[int, int | None] = {}
    for at in range(len(times) - 1, -1, -1):
        length = bisect_right(ends, -times[at])
        before[at] = last[length - 1] if length else None
        ends[length : length + 1] = [-times[at]]
        last[length : length + 1] = [at]
    row: set[int] = set()
    found: int | None = last[-1] if last else None
    while found is not None:
        row.add(found)
        found = before[found]
    return row

"""When was each commit of a line made, if clocks stood still, ran back, or were far ahead?"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

#: Seconds by which a clock may be ahead of the commits that follow before it is called wrong.
MAX_SECONDS_AHEAD = 86_400
_LATEST_SECOND = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())
_LAST_SECOND = _LATEST_SECOND + 86_399


class WrongClock(NamedTuple):
    """A commit that counts as made at another time than it says, both in seconds since 1970."""

    commit: str
    said: int
    believed: int


def told(wrong: Sequence[WrongClock]) -> str:
    """Return what the ledger says of commits with wrong clocks, the first of them by name."""
    first, *others = wrong
    detail = (
        f"Commit {first.commit[:16]} says that it was made on {_day_of(first.said)}, which does "
        f"not go with the commits around it; it counts as made on {_day_of(first.believed)}."
    )
    if others:
        detail += f" So {'does another' if len(others) == 1 else f'do {len(others):,} others'}."
    return detail


def _day_of(seconds: int) -> str:
    try:
        return str(datetime.fromtimestamp(seconds, UTC).date())
    except (ValueError, OverflowError, OSError):
        return f"second {seconds} since 1970"


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

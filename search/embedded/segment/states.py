"""How do the states of an item become documents? Each is packed, and gets the days it stood."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from search.embedded.schema import LAST_DAY, UNDATED, members, pack
from search.errors import ItemInvalid
from search.model import Item, Version

#: Index, in the list that `pack` writes, of the time at which a state was first seen.
_SEEN = 9


def packed(given: Item | Sequence[Item]) -> tuple[str, tuple[bytes, ...]]:
    """Return an item's id, and its packed states, oldest first; a lone Item is its only state.

    The older of several states become the `versions` of the newest. Raises ItemInvalid where they
    are not states of one item, each seen later than the one before.
    """
    if isinstance(given, Item):
        return given.id, (pack(given),)
    states = tuple(given)
    if not states:
        raise ItemInvalid("an item without a state; give at least one Item in its list")
    for before, state in pairwise(states):
        if state.id != before.id:
            raise ItemInvalid(
                f"item {before.id!r}: {state.id!r} is among its states; give each item a list"
            )
        if state.seen is None or (before.seen is not None and state.seen <= before.seen):
            raise ItemInvalid(
                f"item {state.id!r}: a state seen at {state.seen} comes after one seen at "
                f"{before.seen}; give the states oldest first, each with the time it was seen"
            )
    *older, newest = (replace(state, versions=()) for state in states)
    versions = tuple(Version(state.seen, state.title, state.headlines) for state in older)
    return newest.id, (*map(pack, older), pack(replace(newest, versions=versions)))


def documents(states: Sequence[bytes]) -> Iterator[tuple[Any, ...]]:
    """Yield for each packed state its values, its `stood_from`, its `stood_until`, and itself."""
    rows = [members(state) for state in states]
    days = [_day(row[_SEEN]) for row in rows]
    for row, day, following, state in zip(rows, days, [*days[1:], LAST_DAY], states, strict=True):
        yield *row, day, following, state


def last_day(day: date) -> int:
    """Return the ordinal of a day, less than LAST_DAY: that is the end of what still stands."""
    return min(day.toordinal(), LAST_DAY - 1)


def _day(seen: str | None) -> int:
    return last_day(date.fromisoformat(seen[:10])) if seen else UNDATED

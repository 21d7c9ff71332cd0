"""How do the states of an item become documents? Each is packed, and gets the days it stood."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from search.model import Item
from search.packed import AT_GONE, AT_SEEN, NEVER, UNDATED, members, pack
from search.versions import whole


def packed(given: Item | Sequence[Item]) -> tuple[str, tuple[bytes, ...]]:
    """Return an item's id, and its packed states, oldest first; a lone Item is its only state.

    Raises ItemInvalid where they are not the states of one item (`versions.whole`).
    """
    states = whole(given)
    return states[0].id, tuple(map(pack, states))


def documents(states: Sequence[bytes]) -> Iterator[tuple[Any, ...]]:
    """Yield for each packed state its values, the columns `stood_from` to `gone_on`, and itself."""
    rows = [members(state) for state in states]
    days = [_ordinal(row[AT_SEEN], UNDATED) for row in rows]
    for row, day, following, state in zip(rows, days, [*days[1:], NEVER], states, strict=True):
        yield *row, day, following, _ordinal(row[AT_GONE], NEVER), state


def _ordinal(written: str | None, without: int) -> int:
    return date.fromisoformat(written[:10]).toordinal() if written else without

"""Which of two came to the archive before the other? The one with the earlier time of first sight.

Where a time is unknown days are compared. Of what has the same time or day nobody knows the order.
"""

from datetime import UTC, date, datetime
from typing import NamedTuple, Protocol

from search.model import Item


class Came(Protocol):
    """What came: `seen` is when, None if that is unknown; `day` is then the day that it is of."""

    @property
    def seen(self) -> datetime | None:
        """When it was first seen."""

    @property
    def day(self) -> date | None:
        """The day that its author wrote."""


class FirstState(NamedTuple):
    """When an item came."""

    seen: datetime | None
    day: date | None


def first_state(item: Item) -> FirstState:
    """Return when the first state of an item, which has its versions, came."""
    return FirstState(item.versions[0].seen if item.versions else item.seen, item.day)


def came_before(one: Came, other: Came) -> bool:
    """Tell whether one is known to have come before the other."""
    if one.seen and other.seen:
        return one.seen < other.seen
    day, other_day = _day(one), _day(other)
    return day is not None and other_day is not None and day < other_day


def _day(own: Came) -> date | None:
    return own.seen.astimezone(UTC).date() if own.seen else own.day

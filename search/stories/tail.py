"""From what does a pass go on? From the items of the last days, as its window has them.

Most items that come are newer than all that there are, or a few days late. So the items of the
window and of a few days more are kept, with the weights that their words had: a pass that begins
within these days need not read any item before. A record is a line of JSON, read only if needed.
"""

import json
from bisect import bisect_left
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from search.stories.evidence import DAY_SECONDS, Evidence
from search.stories.logarithms import GRAIN
from search.stories.window import (
    MAX_WINDOW_ITEMS,
    WINDOW_SECONDS,
    WindowItem,
)

#: Seconds that an item may come late without another reading of the weeks before.
LATE_SECONDS = 3 * DAY_SECONDS
#: Seconds from 1970, either way, of any item.
_MAX_SECONDS = 1 << 40
#: Items that are kept at most, with those that may be late.
MAX_TAIL_ITEMS = MAX_WINDOW_ITEMS + MAX_WINDOW_ITEMS // 5


class Tail:
    """The last items of a pass in their order. From the time `since` on (None: ever) all are here.

    Entries are the items' times and their records, each packed or still to be packed.
    """

    def __init__(
        self, entries: Iterable[tuple[int, WindowItem | bytes]] = (), since: int | None = None
    ) -> None:
        self._entries = deque(entries)
        self.since = since

    def __len__(self) -> int:
        return len(self._entries)

    def become(self, other: "Tail") -> None:
        """Hold what another holds, which is not used any more."""
        self._entries, self.since = other._entries, other.since

    def records(self) -> Iterator[tuple[int, bytes]]:
        """Yield time and packed record of each item."""
        for time, record in self._entries:
            yield time, record if isinstance(record, bytes) else packed(record)

    def before(self, time: int) -> list[WindowItem] | None:
        """Return the items of the window before a time; None where some may not be here.

        Records that a pass has not written are as if they were not here.
        """
        end = bisect_left(self._entries, time, key=lambda entry: entry[0])
        begin = bisect_left(self._entries, time - WINDOW_SECONDS, key=lambda entry: entry[0])
        begin = max(begin, end - MAX_WINDOW_ITEMS)
        is_whole = self.since is None or self.since <= time - WINDOW_SECONDS
        if not is_whole and end < MAX_WINDOW_ITEMS:
            return None
        records = [record for _, record in islice(self._entries, begin, end)]
        rows = [record for record in records if isinstance(record, bytes)]
        try:
            values = json.loads(b"[%b]" % b",".join(rows))  # far quicker than one by one
        except (ValueError, RecursionError):
            return None
        if len(values) != len(rows) or not all(map(_is_record, values)):
            return None
        read = iter(values)
        return [
            _unpacked(*next(read)) if isinstance(record, bytes) else record for record in records
        ]

    def cut(self, time: int) -> None:
        """Leave out the items from a time on."""
        while self._entries and self._entries[-1][0] >= time:
            self._entries.pop()

    def add(self, time: int, item: WindowItem) -> None:
        """Take in the next item, and leave out those that are too old for any use."""
        entries = self._entries
        entries.append((time, item))
        least = time - WINDOW_SECONDS - LATE_SECONDS
        if entries[0][0] < least:
            self.since = least
            while entries[0][0] < least:
                entries.popleft()
        while len(entries) > MAX_TAIL_ITEMS:
            # Another item of the same second may be here still.
            self.since = entries.popleft()[0] + 1


def packed(item: WindowItem) -> bytes:
    """Return the record of an item."""
    story, (time, words, *others), vector = item
    terms = None if list(words) == list(vector) else list(vector)
    row = (story, time, words, *others, terms, list(vector.values()))
    return json.dumps(row, separators=(",", ":")).encode()


def _is_record(row: Any) -> bool:
    """Tell whether a row has the values of an item: texts where texts are, numbers in range."""
    match row:
        case [str(), int(time), dict(words), list(), list(), str(), list(), terms, list(weights)]:
            _, _, _, links, lines, _, starts, _, _ = row
            return (
                abs(time) < _MAX_SECONDS
                and _are(str, links)
                and _are(str, lines)
                and _are(str, starts)
                and _are_weights(words.values(), GRAIN)
                and _are_weights(weights, GRAIN)
                and len(weights) == len(words if terms is None else terms)
                and (terms is None or (type(terms) is list and _are(str, terms)))
            )
    return False


def _are(kind: type, values: Collection[Any]) -> bool:
    return set(map(type, values)) <= {kind}


def _are_weights(values: Collection[Any], most: int) -> bool:
    return not values or (_are(int, values) and 0 <= min(values) <= max(values) <= most)


def _unpacked(
    story: str,
    time: int,
    words: dict[str, int],
    links: list[str],
    lines: list[str],
    title: str,
    starts: list[str],
    terms: list[str] | None,
    weights: list[int],
) -> WindowItem:
    """Return the item of a record's values; its story is of no window."""
    evidence = Evidence(time, words, tuple(links), tuple(lines), title, starts)
    vector = dict(zip(words if terms is None else terms, weights, strict=True))
    return WindowItem(story, evidence, vector)

"""From what does a pass go on? From the items of the last days, as its window has them.

Most items that come are newer than all that there are, or a few days late. So the items of the
window and of a few days more are kept, with the weights that their words had: a pass that begins
within these days need not read any item before. A record is read only if needed. It has these
values, all little-endian:

    uint32 [4]    how many links, lines, starts and words there are
    6 bytes each  the keys of title, links, lines, starts and words (`search.stories.keys`)
    uint16        the weight of each word
    UTF-8         the story
"""

import struct
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice, pairwise

import numpy as np

from search.stories.evidence import DAY_SECONDS
from search.stories.keys import KEY_BITS, KEY_BYTES
from search.stories.logarithms import GRAIN
from search.stories.window import (
    MAX_WINDOW_ITEMS,
    WINDOW_SECONDS,
    WindowItem,
)

#: Seconds that an item may come late without another reading of the weeks before.
LATE_SECONDS = 3 * DAY_SECONDS
#: How many links, lines, starts and words a record has; the weight of a word.
_COUNTS = struct.Struct("<4I")
_WEIGHT = np.dtype("<u2")
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
        try:
            return [
                _unpacked(time, record) if isinstance(record, bytes) else record
                for time, record in islice(self._entries, begin, end)
            ]
        except (ValueError, struct.error):
            return None

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
    counts = _COUNTS.pack(*map(len, (item.links, item.lines, item.starts, item.words)))
    known = np.array([item.title, *item.links, *item.lines], np.int64)
    keys = np.concatenate((known, item.starts, item.words)).astype("<i8").view("u1")
    return b"".join(
        (
            counts,
            keys.reshape(-1, 8)[:, :KEY_BYTES].tobytes(),
            item.weights.astype(_WEIGHT).tobytes(),
            item.story.encode("utf-8", "surrogatepass"),
        )
    )


def _unpacked(time: int, record: bytes) -> WindowItem:
    """Return the item of a record. Raises ValueError or struct.error for what was not packed."""
    counts = _COUNTS.unpack_from(record)
    key_count = 1 + sum(counts)
    end_of_keys = _COUNTS.size + KEY_BYTES * key_count
    end = end_of_keys + _WEIGHT.itemsize * counts[-1]
    if end >= len(record) or b"\0" in record[end:]:
        raise ValueError("a record names no story")
    keys = np.zeros((key_count, 8), np.uint8)
    keys[:, :KEY_BYTES] = np.frombuffer(
        record, np.uint8, KEY_BYTES * key_count, _COUNTS.size
    ).reshape(-1, KEY_BYTES)
    every = keys.view("<i8").ravel().astype(np.int64, copy=False)
    weights = np.frombuffer(record, _WEIGHT, counts[-1], end_of_keys).astype(np.int64)
    if every.max() >> KEY_BITS or weights.max(initial=0) > GRAIN:
        raise ValueError("a record has no such keys or weights")
    ends = [1, *(1 + count for count in accumulate(counts))]
    links, lines, starts, words = (every[a:b] for a, b in pairwise(ends))
    vector = {w: x for w, x in zip(words.tolist(), weights.tolist(), strict=True) if x}
    return WindowItem(
        record[end:].decode("utf-8", "surrogatepass"),
        time,
        tuple(links.tolist()),
        tuple(lines.tolist()),
        int(every[0]),
        starts,
        words,
        weights,
        vector,
    )

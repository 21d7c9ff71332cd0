"""Which beginnings does an outlet give to lines of many days? They say nothing of a story.

Ukraine war briefing: Kyiv counts the cost     the first three words of a line a day
List of key events, day 1,413                  all of it
"""

from typing import NamedTuple

import numpy as np

from search.stories.evidence import ItemLines
from search.stories.keys import Rows, Whole
from search.stories.postings import ITEM_BITS, KeyPostings

#: Words of a beginning -> days before that have it, from which on it is a template. Two words may
#: as well be a name in the news.
_DAYS_OF_TEMPLATE = {2: 7, 3: 3, 6: 3}
#: Such days of a whole line: Crossword, Weather forecast for London: cloudy with sunny spells. One
#: of fewer words than three has no other beginning.
_DAYS_OF_LINE = 3
_SHORT = 3
#: Tells a whole line from the first words of a longer one.
_WHOLE = 1


class Starts(NamedTuple):
    """Beginnings of lines: of each its key, with the outlet's, and its item."""

    keys: Whole
    items: Whole


class Templates:
    """The beginnings of the lines of the last days; the value of each posting is its day."""

    def __init__(self) -> None:
        self._postings = KeyPostings()

    def __len__(self) -> int:
        return len(self._postings)

    def forget(self, items: int) -> None:
        """Leave out the first items."""
        self._postings.forget(items)

    def add(self, starts: Starts, days: Whole) -> None:
        """Take in the beginnings of items that are later than all; `days` has each item's day."""
        own = self._postings.add(*starts)
        self._postings.values[own] = days[starts.items]

    def cut(
        self, lines: ItemLines, rows: Rows, first: int, windows: Whole, days: Whole
    ) -> tuple[Whole, Starts]:
        """Take in the lines of items; return how many first words of each line are a template.

        The items' numbers begin with `first`; `windows` tells where the window of each begins, and
        `days` the day of each item of the window, and then of each new one.
        """
        begun = []
        whole = np.flatnonzero(lines.lengths > 0)
        outlets = 2 * lines.outlets
        keys = rows.keys(whole, lines.lengths[whole], outlets[whole] + _WHOLE)
        begun.append((whole, lines.lengths[whole], keys, np.full(len(keys), _DAYS_OF_LINE)))
        for length, least in _DAYS_OF_TEMPLATE.items():
            some = np.flatnonzero(lines.lengths >= max(length, _SHORT))
            keys = rows.keys(some, length, outlets[some])
            begun.append((some, np.full(len(keys), length), keys, np.full(len(keys), least)))
        asked, lengths, keys, leasts = (np.concatenate(one) for one in zip(*begun, strict=True))
        items = first + lines.owners[asked]
        starts = Starts(keys, items)
        self.add(starts, days)
        is_template = self._days_before(starts, windows[lines.owners[asked]], days) >= leasts
        cut = np.zeros(len(lines.lengths), np.int64)
        np.maximum.at(cut, asked[is_template], lengths[is_template])
        return cut, starts

    def _days_before(self, starts: Starts, windows: Whole, days: Whole) -> Whole:
        """Return on how many other days each beginning was there, from the item in `windows` on."""
        rows, of_rows = self._postings.rows, self._postings.values
        is_last = np.ones(len(rows) + 1, np.int64)
        is_last[0] = 0
        keys = rows >> ITEM_BITS
        # The last posting of each day: it is in the window if any of its day is.
        is_last[1:-1] = (keys[1:] != keys[:-1]) | (of_rows[1:] != of_rows[:-1])
        before = is_last.cumsum()
        todays = days.searchsorted(days[starts.items])
        begins = self._postings.begins(starts.keys, windows)
        ends = self._postings.begins(starts.keys, todays)
        return np.where(ends > begins, before[ends] - before[begins], 0)

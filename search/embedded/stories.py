"""Which story does each document belong to, and which documents has a story?

Stories are numbered. Of a day, an item whose day is later, and which was never seen, is a story by
itself: its story may follow from items that were seen later than that day.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np

from search.embedded.segment.segment import Segment
from search.embedded.store.story_column import StoryColumn
from search.embedded.store.story_file import FIRST
from search.packed import UNDATED
from search.whole_numbers import Array

#: So few numbers are told apart one by one.
FEW_NUMBERS = 100
#: Numbers of stories for each document from which on they are numbered anew in memory.
SPARSE = 8


class Stories:
    """The stories of a commit; the documents of all segments are numbered together."""

    def __init__(self, column: StoryColumn, segids: Sequence[str], starts: Sequence[int]) -> None:
        parts = [column.numbers[segid] for segid in segids]
        raw = np.concatenate([np.zeros(0, np.uint32), *parts])
        firsts = np.flatnonzero(raw & np.uint32(FIRST))
        #: The number of each document's story.
        self.of: Array = (raw & np.uint32(FIRST - 1)).astype(np.int64)
        ties = [
            column.ties[segid].astype(np.int64) + np.array([start, 0])
            for segid, start in zip(segids, starts, strict=False)
        ]
        #: Documents, and the numbers of stories that their items tie their own to.
        self.ties: Array = np.concatenate([np.zeros((0, 2), np.int64), *ties])
        following = column.following
        if following > SPARSE * len(self.of):  # most stories are no more
            known, self.of = np.unique(self.of, return_inverse=True)
            self.ties = self.ties[np.isin(self.ties[:, 1], known)]
            self.ties[:, 1] = known.searchsorted(self.ties[:, 1])
            following = len(known)
        #: A document of the first item of each story, by its number.
        self.begins = np.zeros(following, np.int64)
        self.begins[self.of[firsts]] = firsts


class SeenStories:
    """The stories of the documents that may be found (None: all), as of a day."""

    def __init__(
        self,
        stories: Stories,
        segments: Sequence[Segment],
        visible: Array | None,
        day: date | None,
    ) -> None:
        self._stories, self._visible = stories, visible
        #: The number of each document's story.
        self.of = stories.of
        self._own_from = len(stories.begins)
        if day is not None:
            late = [
                (segment.column("stood_from") == UNDATED)
                & (segment.column("days") > day.toordinal())
                for segment in segments
            ]
            documents = np.flatnonzero(np.concatenate([np.zeros(0, bool), *late]))
            if len(documents):
                self.of = self.of.copy()
                self.of[documents] = self._own_from + documents
        self._sorted: tuple[Array, Array] | None = None

    def begin(self, number: int) -> int:
        """Return a document of the item that a story begins with."""
        if number >= self._own_from:
            return number - self._own_from
        return int(self._stories.begins[number])

    def documents(self, number: int) -> Array:
        """Return the documents of a story that may be found, ascending."""
        if self._sorted is None:
            shown = np.arange(len(self.of)) if self._visible is None else self._visible.nonzero()[0]
            order = shown[self.of[shown].argsort(kind="stable")]
            self._sorted = self.of[order], order
        numbers, order = self._sorted
        found: Array = order[slice(*numbers.searchsorted([number, number + 1]).tolist())]
        return found

    def ties(self, number: int) -> list[tuple[int, int]]:
        """Return the documents that tie a story to others, or others to it, and the others."""
        rows = self._stories.ties
        if self._visible is not None:
            rows = rows[self._visible[rows[:, 0]]]
        rows = rows[self.of[rows[:, 0]] < self._own_from]
        owners = self.of[rows[:, 0]]
        ours = np.flatnonzero((owners == number) | (rows[:, 1] == number))
        others = np.where(owners[ours] == number, rows[ours, 1], owners[ours])
        return list(zip(rows[ours, 0].tolist(), others.tolist(), strict=True))


def counted(numbers: Array) -> int:
    """Return how many different stories there are among some numbers."""
    if len(numbers) < FEW_NUMBERS:
        return len(set(numbers.tolist()))
    is_there = np.zeros(int(numbers.max()) + 1, bool)
    is_there[numbers] = True
    return int(np.count_nonzero(is_there))


def sizes(numbers: Array) -> Array:
    """Return for each number how often it is there, as float32."""
    if not len(numbers):
        return np.zeros(0, np.float32)
    return np.bincount(numbers)[numbers].astype(np.float32)

"""What is known of the stories of the last days? Sums over the items of a window.

An item that is too old is taken out of the sums again. They are whole numbers, so what the window
knows follows from its items and their stories alone, in whatever way it came to know them. So no
window need be stored: one that takes in the last items with their stories goes on from there. How
much the words of an item weigh follows from the items of the window before it, and which templates
these are without from the window before that: it takes the items of three windows in all.
"""

from collections import deque
from math import sqrt
from operator import mul
from typing import NamedTuple, TypeVar

import numpy as np

from search.stories.evidence import DAY_SECONDS
from search.stories.keys import Whole
from search.stories.logarithms import GRAIN, size_of

#: Seconds that the window reaches back.
WINDOW_SECONDS = 14 * DAY_SECONDS
#: Seconds before a time from which a window must follow the items to be complete at that time.
SECONDS_TO_FOLLOW = 3 * WINDOW_SECONDS
#: Items of the window, so that its memory is bounded in any archive: some 10 KB an item.
MAX_WINDOW_ITEMS = 50_000
#: Slots for its items: items are numbered, and have the slot of their number modulo this.
WINDOW_PLACES = 1 << 16

#: The key of an article -> the number of each story that has it -> how many of its items do.
Articles = dict[int, dict[int, int]]

_Key = TypeVar("_Key")


class RunningStory:
    """A story with items in the window, and the sums over these.

    `number` is its index in the window's arrays; another story has it when this one is gone.
    `words` is the sum of its items' vectors, `square` the square of its length.
    """

    __slots__ = ("id", "items", "last", "number", "square", "words")

    def __init__(self, id: str, number: int) -> None:
        self.id = id
        self.number = number
        self.items = self.last = self.square = 0
        self.words: dict[int, int] = {}


class WindowItem(NamedTuple):
    """What a window knows of an item: its story, time in seconds, and keys of what it says.

    An article is known by its address (`links`) or by the words of its line (`lines`); `title` is
    that line which is the item's title, 0 if it is too short. `starts` are the beginnings of lines
    that may be templates. `words` are those of the item; `weights` those of the vector that it is
    compared by, 0 for words that it is not compared by. `vector` has these without the others.
    """

    story: str
    time: int
    links: tuple[int, ...]
    lines: tuple[int, ...]
    title: int
    starts: Whole
    words: Whole
    weights: Whole
    vector: dict[int, int]


class Window:
    """The items of the last days and their stories."""

    def __init__(self) -> None:
        self.links: Articles = {}
        self.lines: Articles = {}
        self.titles: Articles = {}
        #: For the slot of each item the number of its story.
        self.numbers: Whole = np.zeros(WINDOW_PLACES, np.int64)
        #: The stories by their numbers.
        self.stories: list[RunningStory] = []
        #: For each number 1 by GRAIN times the length of the sum of the story's vectors.
        self.scales = np.zeros(WINDOW_PLACES)
        #: For each number the size of the story's items and one more.
        self.sizes = np.zeros(WINDOW_PLACES)
        self._numbers: dict[str, int] = {}
        self._free: list[int] = []
        self._members: deque[WindowItem] = deque()
        self._following = 0

    def story(self, id: str) -> RunningStory:
        """Return the story of a name, which begins if it has no item in the window."""
        number = self._numbers.get(id)
        if number is not None:
            return self.stories[number]
        if self._free:
            number = self._free.pop()
            self.stories[number] = story = RunningStory(id, number)
        else:
            number = len(self.stories)
            self.stories.append(story := RunningStory(id, number))
        self._numbers[id] = number
        return story

    def add(self, item: WindowItem) -> None:
        """Take in the next item."""
        story = self.story(item.story)
        self.numbers[self._following % WINDOW_PLACES] = story.number
        self._following += 1
        for table, keys in self._articles(item):
            for key in keys:
                stories = table.setdefault(key, {})
                stories[story.number] = stories.get(story.number, 0) + 1
        self._members.append(item)
        story.items += 1
        story.last = item.time
        vector = item.vector
        if story.items == 1:
            story.words = vector  # most stories: no sum is needed
            square = sum(map(mul, vector.values(), vector.values()))
        else:
            words, square = dict(story.words) if story.items == 2 else story.words, story.square
            for term, x in vector.items():
                y = words.get(term, 0)
                words[term] = x + y
                square += x * (x + 2 * y)
            story.words = words
        self._resize(story, square)

    def forget(self, first: int) -> None:
        """Take out the items before the item of a number."""
        while self._following - len(self._members) < first:
            self._remove(self._members.popleft())

    def _remove(self, item: WindowItem) -> None:
        number = self._numbers[item.story]
        story = self.stories[number]
        for table, keys in self._articles(item):
            for key in keys:
                _less(table[key], number, 1)
                if not table[key]:
                    del table[key]
        story.items -= 1
        if not story.items:
            del self._numbers[item.story]
            self._free.append(number)
            return
        square = story.square
        for term, x in item.vector.items():
            square -= x * (x + 2 * _less(story.words, term, x))
        self._resize(story, square)

    def _articles(self, item: WindowItem) -> tuple[tuple[Articles, tuple[int, ...]], ...]:
        titles = (item.title,) if item.title else ()
        return (self.links, item.links), (self.lines, item.lines), (self.titles, titles)

    def _resize(self, story: RunningStory, square: int) -> None:
        story.square = square
        self.scales[story.number] = 1 / sqrt(square) / GRAIN if square else 1 / GRAIN
        self.sizes[story.number] = size_of(story.items + 1)


def _less(table: dict[_Key, int], key: _Key, weight: int) -> int:
    """Take a weight out of a key's; return what is left."""
    left = table[key] - weight
    if left:
        table[key] = left
    else:
        del table[key]
    return left

"""What is known of the stories of the last days? Sums over the items of a window.

An item that is too old is taken out of the sums again. They are whole numbers, so what the window
knows follows from its items and their stories alone, in whatever way it came to know them. So no
window need be stored: one that takes in the last items with their stories goes on from there. How
much the words of an item weigh follows from the items of the window before it, and which templates
these are without from the window before that: it takes the items of three windows in all.
"""

from array import array
from collections import Counter, deque
from collections.abc import Iterable
from itertools import repeat
from math import isqrt, sqrt
from operator import mul
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from search.stories.evidence import DAY_SECONDS, Evidence
from search.stories.logarithms import GRAIN, logarithms
from search.stories.templates import Templates

#: Seconds that the window reaches back.
WINDOW_SECONDS = 14 * DAY_SECONDS
#: Seconds before a time from which a window must follow the items to be complete at that time.
SECONDS_TO_FOLLOW = 3 * WINDOW_SECONDS
#: Items of the window, so that its memory is bounded in any archive: some 10 KB an item.
MAX_WINDOW_ITEMS = 50_000
#: Words of an item, at most, by which it is compared: those that weigh most.
MAX_COMPARED_WORDS = 40
#: Items that are thought to be in every window, so that in a small one no word counts as frequent.
_ITEMS_BEFORE = 10
#: Stories that the arrays of a window have room for at first.
_ROOM = 1_024

#: An article -> the number of each story that has it -> how many of its items do.
Articles = dict[str, dict[int, int]]
#: Bits of a posting that are the word's weight; those above are the story's number.
WEIGHT_BITS = GRAIN.bit_length()

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
        self.words: dict[str, int] = {}


class Weighed(NamedTuple):
    """The words that an item is compared by, and their weights.

    `vector` maps them to their weights in a vector of length GRAIN. One value a word have `shares`,
    its share of the lines by its rarity, in parts of the square of GRAIN, and `rarities`, in parts
    of GRAIN.
    """

    vector: dict[str, int]
    shares: list[int]
    rarities: list[int]


class WindowItem(NamedTuple):
    """An item of the window, and the vector that it is compared by."""

    story: str
    evidence: Evidence
    vector: dict[str, int]


class Window:
    """The items of the last days and their stories."""

    def __init__(self) -> None:
        self.templates = Templates()
        self.links: Articles = {}
        self.lines: Articles = {}
        self.titles: Articles = {}
        #: A word -> a posting for each item that is compared by it, the oldest item first.
        self.postings: dict[str, array[int]] = {}
        #: The stories by their numbers.
        self.stories: list[RunningStory] = []
        #: For each number 1 by GRAIN times the length of the sum of the story's vectors.
        self.scales: NDArray[np.float64] = np.zeros(_ROOM)
        #: Room for a sum for each number.
        self.sums: NDArray[np.int64] = np.zeros(_ROOM, np.int64)
        #: In how many items a word is, also where these are not compared by it.
        self._frequencies: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}
        self._free: list[int] = []
        self._members: deque[WindowItem] = deque()

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
            if number == len(self.scales):
                self.scales = np.concatenate((self.scales, np.zeros(number)))
                self.sums = np.zeros(len(self.scales), np.int64)
        self._numbers[id] = number
        return story

    def weigh(self, evidence: Evidence) -> Weighed:
        """Return the words that an item is compared by, each with its weights.

        A word is as rare as few items of the window have it: 1 - log(2 n + 1) / log(2 N + 20).
        """
        most = 2 * (len(self._members) + _ITEMS_BEFORE)
        log = logarithms(most + 1)
        whole = log[most]
        terms, shares, rarities = [], [], []
        frequencies = map(self._frequencies.get, evidence.words, repeat(0))
        for (term, share), frequency in zip(evidence.words.items(), frequencies, strict=True):
            rarity = GRAIN - log[2 * frequency + 1] * GRAIN // whole
            if rarity > 0:
                terms.append(term)
                shares.append(share * rarity)
                rarities.append(rarity)
        length = isqrt(sum(map(mul, shares, shares))) or 1
        weights = [share * GRAIN // length for share in shares]
        if len(terms) > MAX_COMPARED_WORDS or 0 in weights:
            negative = [-share for share in shares]
            rows = sorted(zip(negative, terms, weights, shares, rarities, strict=True))
            rows = [row for row in rows[:MAX_COMPARED_WORDS] if row[2]]
            _, terms, weights, shares, rarities = map(list, zip(*rows, strict=True))
        return Weighed(dict(zip(terms, weights, strict=True)), shares, rarities)

    def restore(self, items: Iterable[WindowItem]) -> None:
        """Take in items of another window, in order, into this one, which is empty.

        It does what `add` does for each.
        """
        for item in items:
            self._add(self.story(item.story), item)

    def add(self, story: RunningStory, evidence: Evidence, words: Weighed) -> WindowItem:
        """Take in an item of a story; `words` is what `weigh` made of it."""
        item = WindowItem(story.id, evidence, words.vector)
        self._add(story, item)
        return item

    def _add(self, story: RunningStory, item: WindowItem) -> None:
        _, evidence, vector = item
        postings, number = self.postings, story.number << WEIGHT_BITS
        for term, x in vector.items():
            if term in postings:
                postings[term].append(number | x)
            else:
                postings[term] = array("q", (number | x,))
        self._frequencies.update(iter(evidence.words))
        for table, keys in self._articles(evidence):
            for key in keys:
                stories = table.setdefault(key, {})
                stories[story.number] = stories.get(story.number, 0) + 1
        self.templates.add(evidence.starts, evidence.time // DAY_SECONDS)
        self._members.append(item)
        story.items += 1
        story.last = evidence.time
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

    def forget(self, time: int) -> None:
        """Take out the items that are too old at a time, when one more item is to come."""
        members = self._members
        while members and (
            members[0].evidence.time < time - WINDOW_SECONDS or len(members) >= MAX_WINDOW_ITEMS
        ):
            self._remove(members.popleft())

    def _remove(self, member: WindowItem) -> None:
        id, evidence, vector = member
        number = self._numbers[id]
        story = self.stories[number]
        postings, frequencies = self.postings, self._frequencies
        for term in vector:
            # The items of a posting come and go in the same order.
            if len(own := postings[term]) == 1:
                del postings[term]
            else:
                del own[0]
        for term in evidence.words:
            frequency = frequencies[term]
            if frequency == 1:
                del frequencies[term]
            else:
                frequencies[term] = frequency - 1
        for table, keys in self._articles(evidence):
            for key in keys:
                _less(table[key], number, 1)
                if not table[key]:
                    del table[key]
        self.templates.remove(evidence.starts, evidence.time // DAY_SECONDS)
        story.items -= 1
        if not story.items:
            del self._numbers[id]
            self._free.append(number)
            return
        square = story.square
        for term, x in vector.items():
            square -= x * (x + 2 * _less(story.words, term, x))
        self._resize(story, square)

    def _articles(self, evidence: Evidence) -> tuple[tuple[Articles, tuple[str, ...]], ...]:
        titles = (evidence.title,) if evidence.title else ()
        return (self.links, evidence.links), (self.lines, evidence.lines), (self.titles, titles)

    def _resize(self, story: RunningStory, square: int) -> None:
        story.square = square
        self.scales[story.number] = 1 / sqrt(square) / GRAIN if square else 1 / GRAIN


def _less(table: dict[_Key, int], key: _Key, weight: int) -> int:
    """Take a weight out of a key's; return what is left."""
    left = table[key] - weight
    if left:
        table[key] = left
    else:
        del table[key]
    return left

"""What is known of the stories of the last days? Sums over the items of a window.

An item that is too old is taken out of the sums again. They are whole numbers, so what the window
knows follows from its items and their stories alone, in whatever way it came to know them. So no
window need be stored: one that takes in the last items with their stories goes on from there. How
much the words of an item weigh follows from the items of the window before it, and which templates
these are without from the window before that: it takes the items of three windows in all.
"""

from collections import deque
from collections.abc import Iterable
from math import isqrt, sqrt
from typing import NamedTuple

from search.stories.evidence import DAY_SECONDS, Evidence
from search.stories.logarithms import GRAIN, logarithms
from search.stories.templates import Templates

#: Seconds that the window reaches back.
WINDOW_SECONDS = 14 * DAY_SECONDS
#: Seconds before a time; a window that follows the items from then on knows what it must.
SECONDS_TO_FOLLOW = 3 * WINDOW_SECONDS
#: Items of the window, so that its memory is bounded in any archive: some 10 KB an item.
MAX_WINDOW_ITEMS = 50_000
#: Words of an item, at most, by which it is compared: those that weigh most.
MAX_COMPARED_WORDS = 40
#: Items that are thought to be in every window, so that in a small one no word counts as frequent.
_ITEMS_BEFORE = 10


class RunningStory:
    """A story with items in the window, and the sums over these.

    `square` is the square of the length of the sum of their words' vectors, `scale` 1 by that
    length.
    """

    __slots__ = ("id", "items", "last", "scale", "square")

    def __init__(self, id: str) -> None:
        self.id = id
        self.items = self.last = self.square = 0
        self.scale = 1.0


class Occurrences:
    """In how many items of the window a word or article is, and its weight in each story."""

    __slots__ = ("frequency", "stories")

    def __init__(self) -> None:
        self.frequency = 0
        self.stories: dict[RunningStory, int] = {}


class Weighed(NamedTuple):
    """The words that an item is compared by, and their weights, one value of each list a word.

    `vector` are the weights in a vector of length GRAIN, `shares` a word's share of the lines by
    its rarity, in parts of the square of GRAIN; `rarities` are in parts of GRAIN.
    """

    occurrences: list[Occurrences]
    vector: list[int]
    shares: list[int]
    rarities: list[int]
    terms: list[str]


class WindowItem(NamedTuple):
    """An item of the window; of its `Weighed` only what its removal needs, and the terms."""

    story: RunningStory
    evidence: Evidence
    occurrences: list[Occurrences]
    vector: list[int]
    terms: list[str]


class Window:
    """The items of the last days and their stories."""

    def __init__(self) -> None:
        self.templates = Templates()
        self.links: dict[str, Occurrences] = {}
        self.lines: dict[str, Occurrences] = {}
        self.titles: dict[str, Occurrences] = {}
        self._words: dict[str, Occurrences] = {}
        self._stories: dict[str, RunningStory] = {}
        self._members: deque[WindowItem] = deque()

    def story(self, id: str) -> RunningStory:
        """Return the story of a name, which begins if it has no item in the window."""
        found = self._stories.get(id)
        if found is None:
            found = self._stories[id] = RunningStory(id)
        return found

    def weigh(self, evidence: Evidence) -> Weighed:
        """Return the words that an item is compared by, each with its weights.

        A word is as rare as few items of the window have it: 1 - log(2 n + 1) / log(2 N + 20).
        """
        known = self._words
        most = 2 * (len(self._members) + _ITEMS_BEFORE)
        log = logarithms(most + 1)
        whole = log[most]
        words = []
        square = 0
        for term, share in evidence.words.items():
            word = known.get(term)
            rarity = GRAIN - log[2 * word.frequency + 1] * GRAIN // whole if word else GRAIN
            if rarity > 0:
                share *= rarity
                square += share * share
                words.append((-share, term, rarity))
        if len(words) > MAX_COMPARED_WORDS:
            words.sort()
            del words[MAX_COMPARED_WORDS:]
        length = isqrt(square) or 1
        shares = [-less for less, _, _ in words]
        return Weighed(
            [known.get(term) or Occurrences() for _, term, _ in words],
            [share * GRAIN // length for share in shares],
            shares,
            [rarity for _, _, rarity in words],
            [term for _, term, _ in words],
        )

    def restore(self, items: Iterable[WindowItem]) -> None:
        """Take in items of another window, in order, into this one, which is empty.

        It does what `add` does for each, but for the squares of the stories, which come at the end.
        """
        words, squares = self._words, dict[RunningStory, int]()
        for item in items:
            story, evidence, occurrences = self.story(item.story.id), item.evidence, []
            for term in evidence.words:
                (words.get(term) or words.setdefault(term, Occurrences())).frequency += 1
            for term, x in zip(item.terms, item.vector, strict=True):
                occurrences.append(word := words[term])
                stories = word.stories
                stories[story] = stories[story] + x if story in stories else x
            self._add_articles(story, evidence)
            self._members.append(item._replace(story=story, occurrences=occurrences))
            story.items += 1
            story.last = evidence.time
        for word in words.values():
            for story, y in word.stories.items():
                squares[story] = squares.get(story, 0) + y * y
        for story, square in squares.items():
            _resize(story, square)

    def add(self, story: RunningStory, evidence: Evidence, words: Weighed) -> WindowItem:
        """Take in an item of a story; `words` is what `weigh` made of it."""
        known, square = self._words, story.square
        known.update(zip(words.terms, words.occurrences, strict=True))
        for word, x in zip(words.occurrences, words.vector, strict=True):
            y = word.stories.get(story, 0)
            word.stories[story] = x + y
            square += x * (x + 2 * y)
        for term in evidence.words:
            (known.get(term) or known.setdefault(term, Occurrences())).frequency += 1
        self._add_articles(story, evidence)
        member = WindowItem(story, evidence, words.occurrences, words.vector, words.terms)
        self._members.append(member)
        story.items += 1
        story.last = evidence.time
        _resize(story, square)
        return member

    def _add_articles(self, story: RunningStory, evidence: Evidence) -> None:
        for table, keys in self._articles(evidence):
            for key in keys:
                article = table.get(key) or table.setdefault(key, Occurrences())
                article.frequency += 1
                article.stories[story] = article.stories.get(story, 0) + 1
        self.templates.add(evidence.starts, evidence.time // DAY_SECONDS)

    def forget(self, time: int) -> None:
        """Take out the items that are too old at a time, when one more item is to come."""
        members = self._members
        while members and (
            members[0].evidence.time < time - WINDOW_SECONDS or len(members) >= MAX_WINDOW_ITEMS
        ):
            self._remove(members.popleft())

    def _remove(self, member: WindowItem) -> None:
        story, evidence, occurrences, vector, _ = member
        square = story.square
        for word, x in zip(occurrences, vector, strict=True):
            y = word.stories[story] - x
            square -= x * (x + 2 * y)
            if y:
                word.stories[story] = y
            else:
                del word.stories[story]
        for term in evidence.words:
            _less(self._words, term)
        for table, keys in self._articles(evidence):
            for key in keys:
                stories = table[key].stories
                stories[story] -= 1
                if not stories[story]:
                    del stories[story]
                _less(table, key)
        self.templates.remove(evidence.starts, evidence.time // DAY_SECONDS)
        story.items -= 1
        _resize(story, square)
        if not story.items:
            del self._stories[story.id]

    def _articles(
        self, evidence: Evidence
    ) -> tuple[tuple[dict[str, Occurrences], tuple[str, ...]], ...]:
        titles = (evidence.title,) if evidence.title else ()
        return (self.links, evidence.links), (self.lines, evidence.lines), (self.titles, titles)


def _resize(story: RunningStory, square: int) -> None:
    story.square = square
    story.scale = 1 / sqrt(square) if square else 1.0


def _less(table: dict[str, Occurrences], key: str) -> None:
    occurrences = table[key]
    occurrences.frequency -= 1
    if not occurrences.frequency:
        del table[key]

"""What do the next items say, and which earlier items share their words? Read ahead, many at once.

None of it depends on the stories of items: their words, how rare these are among the items of the
window before each, and which of these have them.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, compress, islice, pairwise
from typing import NamedTuple

import numpy as np

from search.model import Item
from search.stories.evidence import DAY_SECONDS, Evidence, evidence, seconds
from search.stories.lines import LineTerms
from search.stories.postings import Whole, WordPostings, WordsOf
from search.stories.templates import Start, Templates
from search.stories.weighing import weighed
from search.stories.window import MAX_WINDOW_ITEMS, WINDOW_PLACES, WINDOW_SECONDS, WindowItem
from search.text import Analyzer

#: Items that are read together: so many, and at least this part of those in the window.
_READ_AHEAD = 256
_READ_AHEAD_PART = 16
#: Items that are touched by the words of an item, about; then no more frequent words are read.
_TOUCHED_ITEMS = 400
#: Words that the array of frequencies has room for at first.
_WORDS_AT_FIRST = 1 << 14


class Said(NamedTuple):
    """What an item says, and what in the window shares its rarest words.

    Items are counted; `first` is the number of the window's first one. `vector` maps the words that
    the item is compared by to their weights in a vector of length GRAIN, `rarities` to parts of
    GRAIN. `touched` are the places of earlier items, one for each word in common, and `products`
    those of this word's weights in both.
    """

    item: Item
    first: int
    evidence: Evidence
    vector: dict[str, int]
    rarities: dict[str, int]
    touched: Whole
    products: Whole


class _Member(NamedTuple):
    """What the window must forget of an item; its words by their numbers."""

    time: int
    words: Whole
    starts: list[Start]


class _WordNumbers(dict[str, int]):
    """The numbers of the words of a window; another word has that of one that is gone."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self._free: list[int] = []

    def __missing__(self, word: str) -> int:
        if self._free:
            number = self._free.pop()
            self._words[number] = word
        else:
            number = len(self._words)
            self._words.append(word)
        self[word] = number
        return number

    @property
    def count(self) -> int:
        """How many numbers there are, with those that are free."""
        return len(self._words)

    def free(self, number: int) -> None:
        """Forget a word."""
        del self[self._words[number]]
        self._free.append(number)


class ReadingAhead:
    """Reads items that come in the order of `in_order`."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._terms = LineTerms(analyzer)
        self._templates = Templates()
        self._postings = WordPostings()
        self._numbers = _WordNumbers()
        #: In how many items of the window a word is, also where these are not compared by it.
        self._frequencies: Whole = np.zeros(_WORDS_AT_FIRST, np.int64)
        self._members: deque[_Member] = deque()
        self._following = 0
        self._time: int | None = None

    def restore(self, items: Iterable[WindowItem]) -> None:
        """Take in the items of a window, in order, as another one had them; this one has none."""
        vectors = []
        for _, said, vector in items:
            self._add(said, self._numbers_of(said.words))
            vectors.append(vector)
        words = self._numbers_of([word for vector in vectors for word in vector])
        owners = np.arange(len(vectors)).repeat(np.array([*map(len, vectors)], np.int64))
        weights = np.array([x for vector in vectors for x in vector.values()], np.int64)
        self._postings.add(WordsOf(words, owners, weights), 0)

    def read(self, items: Iterable[Item]) -> Iterator[Said]:
        """Yield what items say. Raises ValueError if one has no time, or an earlier one."""
        coming = iter(items)
        while some := list(
            islice(coming, max(_READ_AHEAD, len(self._members) // _READ_AHEAD_PART))
        ):
            yield from self._read(some)

    def _read(self, items: list[Item]) -> Iterator[Said]:
        begin = self._following
        begin_of_window = begin - len(self._members)
        said: list[Evidence] = []
        numbers_of: list[Whole] = []
        frequencies: list[Whole] = []
        firsts = []
        for item in items:
            said.append(own := self._evidence(item))
            numbers_of.append(numbers := self._numbers_of(own.words))
            frequencies.append(self._frequencies[numbers])
            firsts.append(self._following - len(self._members))
            self._add(own, numbers)
        # From here on all words of all items are in one array.
        each, first = np.arange(len(said)), np.array(firsts)
        lengths = np.array([len(own.words) for own in said])
        shares = np.array([x for own in said for x in own.words.values()], np.int64)
        is_compared, rarities, weights = weighed(
            shares, np.concatenate(frequencies), lengths, begin + each - first
        )
        owners = each.repeat(lengths)[is_compared]
        new = WordsOf(np.concatenate(numbers_of)[is_compared], begin + owners, weights)
        self._postings.add(new, begin_of_window)
        touched, products, touched_by = self._touched(new, first[owners])
        words = chain.from_iterable(own.words for own in said)
        compared = compress(words, is_compared.tolist())
        rows = list(zip(compared, weights.tolist(), rarities.tolist(), strict=True))
        own_rows = pairwise([0, *owners.searchsorted(each, "right").tolist()])
        own_touched = pairwise([0, *touched_by.searchsorted(begin + each, "right").tolist()])
        for index, ((a, b), (c, d)) in enumerate(zip(own_rows, own_touched, strict=True)):
            yield Said(
                items[index],
                firsts[index],
                said[index],
                {word: x for word, x, _ in rows[a:b]},
                {word: rarity for word, _, rarity in rows[a:b]},
                touched[c:d],
                products[c:d],
            )

    def _touched(self, asked: WordsOf, firsts: Whole) -> tuple[Whole, Whole, Whole]:
        """Return the places of items that share words, the products of the words' weights in both.

        Of each item those words are read that the fewest items have, one at least. What is returned
        last is the item that each of the others is touched by.
        """
        begins, counts = self._postings.having(asked, firsts)
        order = np.lexsort((counts, asked.items))
        order = order[counts[order] > 0]
        owners, counts = asked.items[order], counts[order]
        before = counts.cumsum() - counts
        before -= before[owners.searchsorted(owners)]
        is_read = (before == 0) | (before + counts <= _TOUCHED_ITEMS)
        read, counts = order[is_read], counts[is_read]
        numbers, weights = self._postings.ranges(begins[read], counts)
        weights *= asked.weights[read].repeat(counts)
        return numbers % WINDOW_PLACES, weights, asked.items[read].repeat(counts)

    def _evidence(self, item: Item) -> Evidence:
        """Return what an item says; forget what is too old then."""
        time = seconds(item)
        if time is None or (self._time is not None and time < self._time):
            raise ValueError(f"item {item.id!r} comes after a later one; sort by `in_order`")
        self._time = time
        members = self._members
        while members and (
            members[0].time < time - WINDOW_SECONDS or len(members) >= MAX_WINDOW_ITEMS
        ):
            self._forget(members.popleft())
        return evidence(item, time, self._terms, self._templates)

    def _forget(self, member: _Member) -> None:
        frequencies, words = self._frequencies, member.words
        frequencies[words] -= 1
        for number in words[frequencies[words] == 0].tolist():
            self._numbers.free(number)
        self._templates.remove(member.starts, member.time // DAY_SECONDS)

    def _numbers_of(self, words: Collection[str]) -> Whole:
        numbers = np.fromiter(map(self._numbers.__getitem__, words), np.int64, len(words))
        room = len(self._frequencies)
        if self._numbers.count > room:
            more = np.zeros(max(room, self._numbers.count - room), np.int64)
            self._frequencies = np.concatenate((self._frequencies, more))
        return numbers

    def _add(self, said: Evidence, words: Whole) -> None:
        self._frequencies[words] += 1
        self._templates.add(said.starts, said.time // DAY_SECONDS)
        self._members.append(_Member(said.time, words, said.starts))
        self._following += 1

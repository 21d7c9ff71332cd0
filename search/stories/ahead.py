"""What do the next items say, and which earlier items share their words? Read ahead, many at once.

None of it depends on the stories of items: their words, how rare these are among the items of the
window before each, and which of these have them. It is reckoned for some hundred items together.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from search.model import Item
from search.stories.evidence import DAY_SECONDS, LineReader, addresses, seconds
from search.stories.keys import Rows, Whole
from search.stories.lines import LineWords
from search.stories.logarithms import GRAIN
from search.stories.postings import ITEM, ITEM_BITS, KeyPostings
from search.stories.shares import Shares, line_keys, shares
from search.stories.templates import Starts, Templates
from search.stories.weighing import weighed
from search.stories.window import MAX_WINDOW_ITEMS, WINDOW_PLACES, WINDOW_SECONDS, WindowItem
from search.text import Analyzer
from search.whole_numbers import begins_of

#: Items that are read together: so many, and at least this part of those in the window.
_READ_AHEAD = 256
_READ_AHEAD_PART = 16
#: Items that are touched by the words of an item, about; then no more frequent words are read.
_TOUCHED_ITEMS = 400
#: Cosine of two items by the words that are read, in parts of GRAIN squared; those less alike do
#: not touch each other.
_LEAST_ALIKE = GRAIN * GRAIN // 50
#: Bits of the number of a word of some items, of the cost of reading its postings, and of a product
#: of two weights.
_WORD_BITS = 24
_COST_BITS = 24
_PRODUCT_BITS = 25


class Said(NamedTuple):
    """What an item says, and which earlier items of the window are a little like it.

    Items are counted; `first` is the number of the window's first one. `known` is what the window
    knows of the item once its story is known. `telling` are the words that it is compared by: of
    each its weight, its rarity, and this times its share of the lines. The item has about `length`
    words a line. `touched` are the slots of earlier items, `products` their cosines by some words,
    in parts of GRAIN squared.
    """

    item: Item
    first: int
    known: WindowItem
    rarities: list[int]
    rare_shares: list[int]
    length: int
    touched: Whole
    products: Whole


class ReadingAhead:
    """Reads items that come in the order of `in_order`."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._reader = LineReader(LineWords(analyzer))
        self._templates = Templates()
        #: The words of the items of the window, with their weights.
        self._postings = KeyPostings()
        #: The times of these items, and how many there were before them.
        self._times: Whole = np.zeros(0, np.int64)
        self._gone = 0

    def restore(self, items: Sequence[WindowItem]) -> None:
        """Take in the items of a window, in order, as another one had them; this one has none."""
        if not items:
            return
        each = np.arange(len(items))
        self._times = np.array([item.time for item in items])
        words = np.concatenate([item.words for item in items])
        own = self._postings.add(words, each.repeat([len(item.words) for item in items]))
        self._postings.values[own] = np.concatenate([item.weights for item in items])
        starts = np.concatenate([item.starts for item in items])
        owners = each.repeat([len(item.starts) for item in items])
        self._templates.add(Starts(starts, owners), self._times // DAY_SECONDS)

    def read(self, items: Iterable[Item]) -> Iterator[Said]:
        """Yield what items say. Raises ValueError if one has no time, or an earlier one."""
        coming = iter(items)
        while some := list(islice(coming, max(_READ_AHEAD, len(self._times) // _READ_AHEAD_PART))):
            yield from self._read(some)

    def _read(self, items: Sequence[Item]) -> Iterator[Said]:
        begin, gone = len(self._times), self._gone
        own_times = list(self._times_of(items))
        times = np.concatenate((self._times, np.array(own_times)))
        numbers = np.arange(begin, len(times))
        windows = times.searchsorted(times[begin:] - WINDOW_SECONDS)
        windows = np.maximum(windows, numbers - MAX_WINDOW_ITEMS + 1)

        lines = self._reader.read(items)
        rows = Rows(lines.words, lines.begins, lines.lengths)
        cut, starts = self._templates.cut(lines, rows, begin, windows, times // DAY_SECONDS)
        said = shares(lines, cut, len(items))
        by_lines = line_keys(lines, rows, cut)
        # An item whose lines all begin so is a column, at one address each day: no article.
        is_column = np.bincount(lines.owners, cut == 0, len(items)) == 0
        own = self._postings.add(said.words, begin + said.items)
        begins = self._postings.begins(said.words, windows[said.items])
        frequencies = own - begins
        rarities, weights = weighed(said.shares, frequencies, said.lengths, numbers - windows)
        self._postings.values[own] = weights
        touched, products, touched_ends = self._touched(said, weights, begins, frequencies)

        count = len(items)
        order = np.argsort(starts.items, kind="stable")
        own_starts = starts.keys[order]
        compared = np.flatnonzero(weights)
        word_ends = [0, *said.lengths.cumsum().tolist()]
        begins_and_ends = (
            word_ends,
            _ends(said.items[compared], count),
            _ends(starts.items[order] - begin, count),
            _ends(by_lines.items, count),
            touched_ends,
        )
        totals = np.concatenate(([0], said.shares.cumsum()))[word_ends]
        lengths = (1 + np.diff(totals) // GRAIN).tolist()
        line_keys_of, titles = by_lines.keys.tolist(), by_lines.titles.tolist()
        words_of, weights_of, rarities_of, rare_shares_of = (
            row[compared].tolist()
            for row in (said.words, weights, rarities, said.shares * rarities)
        )
        touched = (touched + gone) % WINDOW_PLACES
        firsts = (gone + windows).tolist()
        self._forget(int(windows[-1]), times)
        cuts = zip(*map(pairwise, begins_and_ends), strict=True)
        for index, ((a, b), (c, d), (e, f), (g, h), (i, j)) in enumerate(cuts):
            known = WindowItem(
                "",
                own_times[index],
                () if is_column[index] else addresses(items[index]),
                tuple(dict.fromkeys(line_keys_of[g:h])),
                titles[index],
                own_starts[e:f],
                said.words[a:b],
                weights[a:b],
                dict(zip(words_of[c:d], weights_of[c:d], strict=True)),
            )
            yield Said(
                items[index],
                firsts[index],
                known,
                rarities_of[c:d],
                rare_shares_of[c:d],
                lengths[index],
                touched[i:j],
                products[i:j],
            )

    def _times_of(self, items: Iterable[Item]) -> Iterator[int]:
        last = int(self._times[-1]) if len(self._times) else None
        for item in items:
            time = seconds(item)
            if time is None or (last is not None and time < last):
                raise ValueError(f"item {item.id!r} comes after a later one; sort by `in_order`")
            yield time
            last = time

    def _touched(
        self, said: Shares, weights: Whole, begins: Whole, counts: Whole
    ) -> tuple[Whole, Whole, list[int]]:
        """Return the items that are alike, and their cosines by the words that are read.

        Of each item those words are read that weigh most by the number of items that have them, one
        at least. A word of all lines of an item is read before a rarer one of one line. Returned
        last is where those that an item touches begin, and where all end.
        """
        items = said.items
        asked = np.flatnonzero((weights > 0) & (counts > 0))
        costs = counts[asked] * (GRAIN * GRAIN) // np.square(weights[asked])
        costs = np.minimum(costs, (1 << _COST_BITS) - 1)
        order = (items[asked] << _COST_BITS | costs) << _WORD_BITS | np.arange(len(asked))
        order.sort()
        order = asked[order & ((1 << _WORD_BITS) - 1)]
        owners, counts = items[order], counts[order]
        before = counts.cumsum() - counts
        before -= before[owners.searchsorted(owners)]
        is_read = (before == 0) | (before + counts <= _TOUCHED_ITEMS)
        read, counts = order[is_read], counts[is_read]
        numbers, products = self._postings.ranges(begins[read], counts)
        products *= weights[read].repeat(counts)
        pairs = (items[read].repeat(counts) << ITEM_BITS | numbers) << _PRODUCT_BITS | products
        pairs.sort()
        products = pairs & ((1 << _PRODUCT_BITS) - 1)
        pairs >>= _PRODUCT_BITS
        firsts = begins_of(pairs)
        pairs = pairs[firsts]
        if len(pairs):
            products = np.add.reduceat(products, firsts)
        is_alike = products >= _LEAST_ALIKE
        pairs, products = pairs[is_alike], products[is_alike]
        return pairs & ITEM, products, _ends(pairs >> ITEM_BITS, len(said.lengths))

    def _forget(self, items: int, times: Whole) -> None:
        self._times = times[items:]
        self._gone += items
        self._postings.forget(items)
        self._templates.forget(items)


def _ends(owners: Whole, count: int) -> list[int]:
    """Return where the rows of each owner begin, and where all end; they are sorted by owner."""
    ends: list[int] = owners.searchsorted(np.arange(count + 1)).tolist()
    return ends

"""What does an item say of its story?

The words of its lines, those that stand beside them (its tags, and how its text begins), and the
articles that it is about.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

import numpy as np

from search.language.text_cache import TextCache
from search.links import link_text
from search.model import Item
from search.stories.keys import Whole, key_of
from search.stories.lines import LineWords, pieces_of

DAY_SECONDS = 86_400
#: First headlines and tags of an item that are looked at, besides its title.
MAX_LINES = 12
_MAX_TAGS = 20
#: Characters of a text that are looked at: its first sentence says who, what and where. More of it
#: finds hardly more that belongs together.
_BEGINNING = 150
#: Characters of all names of outlets whose keys are cached.
_CACHED_CHARACTERS = 1 << 16
_EPOCH = date(1970, 1, 1).toordinal()


class ItemLines(NamedTuple):
    """What several items say, by their lines: the title first, then the other headlines.

    `words` are those of all lines, one line after another; `lengths` tells how many each has,
    `begins` where they begin, `owners` whose line it is: items are numbered from 0 on. `outlets`
    are the keys of their outlets. Words beside the lines stand with their items, too.
    """

    words: Whole
    begins: Whole
    lengths: Whole
    owners: Whole
    outlets: Whole
    words_beside: Whole
    owners_beside: Whole


def seconds(item: Item) -> int | None:
    """Return when an item was first seen, or else its day begins, from 1970 on; None: unknown."""
    if item.seen is not None:
        return int(item.seen.timestamp())
    return None if item.day is None else (item.day.toordinal() - _EPOCH) * DAY_SECONDS


def evidence_of(item: Item) -> tuple[object, ...]:
    """Return all that an item's story follows from."""
    return seconds(item), item.title, item.headlines, item.tags, item.link, beginning_of(item.text)


def in_order(items: Iterable[Item]) -> list[Item]:
    """Return items in the order in which stories are told: by time, then id; undated ones first."""

    def key(item: Item) -> tuple[bool, int, str]:
        time = seconds(item)
        return time is not None, time or 0, item.id

    return sorted(items, key=key)


class LineReader:
    """Reads the lines of items."""

    def __init__(self, words: LineWords) -> None:
        self._words = words
        self._outlets = TextCache(key_of, _CACHED_CHARACTERS)

    def read(self, items: Sequence[Item]) -> ItemLines:
        """Return what items say."""
        pieces: list[str] = []
        piece_counts: list[int] = []
        line_counts: list[int] = []
        outlets: list[int] = []
        beside: list[tuple[int, ...]] = []
        beside_counts: list[int] = []
        for item in items:
            title = item.title
            own = pieces_of(title)
            pieces += own
            piece_counts.append(len(own))
            at = len(outlets)
            outlets.append(0)
            is_of_nobody = True
            for line in item.headlines[:MAX_LINES]:
                if line.text != title:
                    own = pieces_of(line.text)
                    pieces += own
                    piece_counts.append(len(own))
                    outlets.append(self._outlets[line.outlet])
                elif is_of_nobody and line.outlet:
                    is_of_nobody = False
                    outlets[at] = self._outlets[line.outlet]
            if is_of_nobody:
                outlets[at] = self._outlets[""]
            line_counts.append(len(outlets) - at)
            before = len(beside)
            beside += map(self._words.of_tags.__getitem__, item.tags[:_MAX_TAGS])
            beside += map(self._words.__getitem__, beginning_of(item.text).split())
            beside_counts.append(len(beside) - before)
        found = [*map(self._words.__getitem__, pieces)]
        words, lengths = _flat(found)
        ends = np.concatenate(([0], lengths.cumsum()))
        piece_ends = np.concatenate(([0], np.array(piece_counts, np.int64).cumsum()))
        begins = ends[piece_ends]
        each = np.arange(len(items))
        words_beside, lengths_beside = _flat(beside)
        return ItemLines(
            words,
            begins[:-1],
            np.diff(begins),
            each.repeat(line_counts),
            np.array(outlets, np.int64),
            words_beside,
            each.repeat(beside_counts).repeat(lengths_beside),
        )


def beginning_of(text: str) -> str:
    """Return how a text begins, without a word that is cut, unless it is all one word.

    >>> beginning_of("The crane fell on a ferry. " * 99)[-15:]
    ' The crane fell'
    """
    if len(text) <= _BEGINNING:
        return text
    whole, _, _ = text[:_BEGINNING].rpartition(" ")
    return whole or text[:_BEGINNING]


def _flat(rows: Sequence[tuple[int, ...]]) -> tuple[Whole, Whole]:
    """Return the values of rows, one after another, and how many each has."""
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    count = int(lengths.sum())
    return np.fromiter(chain.from_iterable(rows), np.int64, count), lengths


def addresses(item: Item) -> tuple[int, ...]:
    """Return the keys of the item's articles; that of a front page is no article's."""
    links = {item.link: None}
    for line in item.headlines[:MAX_LINES]:
        links[line.link] = None
    texts = dict.fromkeys(map(link_text, filter(_has_path, links)))
    return tuple(map(key_of, texts))


def _has_path(link: str) -> bool:
    return "/" in (link.partition("://")[2] or link).rstrip("/")

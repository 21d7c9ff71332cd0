"""Which words do items say, and how much of an item's lines is each?"""

from typing import NamedTuple

import numpy as np

from search.stories.evidence import ItemLines
from search.stories.keys import KEY_BITS, Rows, Whole
from search.stories.logarithms import GRAIN
from search.whole_numbers import begins_of, distinct

#: Other lines that the title weighs as much as.
_TITLE_LINES = 2
#: Weight of a word beside the lines, where these do not give it more.
_BESIDE = GRAIN // 3
#: Words of a line, at least, by which it is known as the line of one article.
_WORDS_OF_ARTICLE = 4
_KEY = (1 << KEY_BITS) - 1


class Shares(NamedTuple):
    """The words of several items, those of an item together: key, item, share in GRAIN parts.

    The words of an item are in the order of their keys. An item has `lengths` words.
    """

    words: Whole
    items: Whole
    shares: Whole
    lengths: Whole


def shares(lines: ItemLines, cut: Whole, items: int) -> Shares:
    """Return what a number of items say, without the first words that are cut from each line.

    Tags are often words of the title, so words of a line that was cut are left out there, too.
    """
    line_counts = np.bincount(lines.owners, minlength=items)
    of_lines = GRAIN // (line_counts - 1 + _TITLE_LINES)[lines.owners]
    of_lines[_titles(lines)] *= _TITLE_LINES
    owners = np.arange(len(cut)).repeat(lines.lengths)
    rows = _row(owners, lines.words)
    if cut.any():
        indexes = np.arange(len(lines.words)) - lines.begins[owners]
        rows = rows[indexes >= cut[owners]]
    rows = distinct(rows)
    told = rows >> KEY_BITS
    said = _row(lines.owners[told], rows & _KEY)
    beside = distinct(_row(lines.owners_beside, lines.words_beside))
    if cut.any():
        silent = np.flatnonzero((cut > 0)[owners])
        silent_words = _row(lines.owners[owners[silent]], lines.words[silent])
        beside = beside[~np.isin(beside, silent_words) | np.isin(beside, said)]
    every = np.concatenate((said, beside))
    order = every.argsort()
    every = every[order]
    weights = np.concatenate((of_lines[told], np.zeros(len(beside), np.int64)))[order]
    is_beside = (order >= len(said)).astype(np.int64)
    begins = begins_of(every)
    if len(begins):
        weights = np.add.reduceat(weights, begins)
        is_beside = np.add.reduceat(is_beside, begins)
    every = every[begins]
    owned = every >> KEY_BITS
    weights = np.maximum(weights, _BESIDE * is_beside)
    return Shares(every & _KEY, owned, weights, np.bincount(owned, minlength=items))


class LineKeys(NamedTuple):
    """By which lines are the articles of several items known? ItemLines of one item stand together.

    `titles` has a key for each item, 0 where its title is too short to tell.
    """

    keys: Whole
    items: Whole
    titles: Whole


def line_keys(lines: ItemLines, rows: Rows, cut: Whole) -> LineKeys:
    """Return the keys of lines that are long enough, without the first words that are cut."""
    lengths = lines.lengths - cut
    is_telling = lengths >= _WORDS_OF_ARTICLE
    telling = np.flatnonzero(is_telling)
    keys = np.zeros(len(cut), np.int64)
    keys[telling] = rows.keys(telling, lengths[telling], skipped=cut[telling])
    return LineKeys(keys[telling], lines.owners[telling], keys[_titles(lines)])


def _titles(lines: ItemLines) -> Whole:
    """Return which lines are titles: the first of each item."""
    return begins_of(lines.owners)


def _row(owners: Whole, words: Whole) -> Whole:
    return (owners << KEY_BITS) | words

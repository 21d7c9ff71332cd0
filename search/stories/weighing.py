"""How much do the words of items weigh? The rarer they are among the items before, the more."""

from typing import NamedTuple

import numpy as np

from search.stories.keys import Whole
from search.stories.logarithms import GRAIN, logarithms

#: Words of an item, at most, by which it is compared: those that weigh most.
MAX_COMPARED_WORDS = 40
#: Items that are thought to be in every window, so that in a small one no word counts as frequent.
_ITEMS_BEFORE = 10


class Weighed(NamedTuple):
    """What words weigh: their rarities, in parts of GRAIN, and their weights.

    The vector of an item's weights has the length GRAIN; words that it is not compared by weigh 0.
    """

    rarities: Whole
    weights: Whole


def weighed(shares: Whole, frequencies: Whole, lengths: Whole, windows: Whole) -> Weighed:
    """Return what the words of items weigh, those of an item after those of the one before.

    A word has a share of its item's lines, and a frequency in the window before. An item has a
    number of words (`lengths`) and one of items in the window. A word is as rare as few of these
    have it: 1 - log(2 n + 1) / log(2 N + 20).
    """
    most = 2 * (windows + _ITEMS_BEFORE)
    last = int(most.max(initial=0)) + 1
    logs = np.array(logarithms(last)[: last + 1])
    rarities = (GRAIN - logs[2 * frequencies + 1] * GRAIN // logs[most].repeat(lengths)).clip(0)
    rare_shares = shares * rarities
    ends = lengths.cumsum()
    sums = np.concatenate(([0], np.square(rare_shares).cumsum()))
    sizes = _root(sums[ends] - sums[ends - lengths]).clip(1)
    weights = rare_shares * GRAIN // sizes.repeat(lengths)
    if lengths.max(initial=0) > MAX_COMPARED_WORDS:
        heaviest = np.lexsort((-rare_shares, np.arange(len(lengths)).repeat(lengths)))
        ranks = np.arange(len(heaviest)) - (ends - lengths).repeat(lengths)
        weights[heaviest[ranks >= MAX_COMPARED_WORDS]] = 0
    return Weighed(rarities, weights)


def _root(squares: Whole) -> Whole:
    """Return the whole parts of square roots, exactly."""
    root = np.sqrt(squares).astype(np.int64)
    root -= root * root > squares
    root += (root + 1) ** 2 <= squares
    return root

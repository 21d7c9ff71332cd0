"""Which stories may an item belong to, and how much speaks for each?

What speaks for a story is added up: a logistic model, in which 0 is as much for as against. Words
find the candidates, the rarest first, and so do shared articles. No sum depends on an order that is
not the item's own, and none is Python's `sum` of fractions, which differs between versions.
"""

from math import isqrt, sqrt
from typing import NamedTuple

import numpy as np

from search.stories.ahead import Said
from search.stories.evidence import DAY_SECONDS
from search.stories.logarithms import GRAIN, logarithms, size_of
from search.stories.window import Articles, RunningStory, Window

#: Candidates whose evidence is added up.
_CANDIDATES = 4

# What speaks for a story, and how much. The cosine is that of the item's vector and the sum of its
# items' vectors. Stories of many items are broader, so it counts more there.
_COSINE = 2.6
_COSINE_BY_SIZE = 6.6
#: Weight of the words in common, each by the root of its weight in the story.
_WORDS_IN_COMMON = 0.84
#: Rarities of the two rarest words in common. One alone (`interim`) is not yet a story.
_RAREST_WORD = 3.5
_SECOND_WORD = 4.5
#: A word tells of a story if its mean weight in the story's items is at least 1 by this.
_OFTEN = 40
#: Having the very title of an item of the story: the article again, under another address.
_SAME_TITLE = 6.0
#: Shares of the item's articles, each by the share of the story's items that have it. So links do
#: not chain: one that is shared with one of twenty items weighs a twentieth.
_LINKS = 10.0
_LINES = 8.0
#: An article that this many items of the window have counts for nothing, and up to half as many
#: have counts in full: it is a page to subscribe at, or a live page.
_ITEMS_OF_PAGE = 24
#: Weight of the days since the story's last item, d / (d + half): half of it is reached then.
_PAUSE = -8.0
_HALF_OF_PAUSE_DAYS = 4.0
#: Days that count at least: items come in bursts.
_LEAST_PAUSE_DAYS = 0.5
#: Long lines have words in common by chance.
_WORDS_OF_ITEM = -2.3
#: Size (`size_of`) from which on a story is large, some fifty items, and the weight of what is
#: over: a subject of hundreds of items is not a story.
_LARGE = 4 / 3
_OVER_LARGE = -25.0
_BIAS = -4.35
#: Cosine by the words that are read, and by articles, from which on a story is looked at closely.
_LEAST_COSINE = 0.09
_LEAST_SUM = 0.99 * _LEAST_COSINE * GRAIN * GRAIN  # lengths are rounded


class Candidate(NamedTuple):
    """A story that an item may belong to.

    `score` is above 0 if more speaks for it than against it; `without_pause` is the score if the
    story's last item were of the day before, if that is longer ago.
    """

    story: RunningStory
    score: float
    without_pause: float


def candidates(said: Said, window: Window) -> list[Candidate]:
    """Return the stories of the window that are most like an item, the first one best."""
    known = said.known
    links = _by_articles(known.links, window.links, window)
    lines = _by_articles(known.lines, window.lines, window)
    articles = dict.fromkeys(window.titles.get(known.title, ()), _SAME_TITLE)
    for weight, shares in ((_LINKS, links), (_LINES, lines)):
        for number, share in shares.items():
            articles[number] = articles.get(number, 0.0) + weight * share
    nearest = _nearest(said, articles, window)
    if not nearest:
        return []
    length = size_of(said.length)
    words = _Words(said)
    found = []
    for story in nearest:
        number = story.number
        score = (
            words.likeness(story, float(window.scales[number]), float(window.sizes[number]))
            + articles.get(number, 0.0)
            + _WORDS_OF_ITEM * length
            + _BIAS
        )
        days = max(_LEAST_PAUSE_DAYS, (known.time - story.last) / DAY_SECONDS)
        found.append(Candidate(story, score + _pause(days), score + _pause(min(days, 1.0))))
    found.sort(key=lambda candidate: (-candidate.score, candidate.story.id))
    return found


def _pause(days: float) -> float:
    return _PAUSE * days / (days + _HALF_OF_PAUSE_DAYS)


def _nearest(said: Said, articles: dict[int, float], window: Window) -> list[RunningStory]:
    """Return the stories that are nearest, as many as are looked at closely.

    Near are those of a large cosine, by the words that are looked at, and those of `articles`,
    which tells how much these speak for a story. The nearest have the highest scores without what
    the words in common add one by one.
    """
    stories, scales = window.stories, window.scales
    # Whole numbers, and the sums of them are exact.
    sums = np.bincount(window.numbers[said.touched], said.products, len(stories))
    # No story is nearer than the sum over its items: the sum of their vectors is longer than one.
    near = (sums >= _LEAST_SUM).nonzero()[0]
    near = near[sums[near] * scales[near] >= _LEAST_COSINE]
    if articles:
        near = np.union1d(near, list(articles))
    sizes = window.sizes[near]
    scores = sums[near] * scales[near] * (_COSINE + _COSINE_BY_SIZE * sizes)
    scores += _OVER_LARGE * np.maximum(0, sizes - _LARGE)
    if articles:
        scores[near.searchsorted(list(articles))] += list(articles.values())
    if len(near) > _CANDIDATES:
        best = scores >= np.partition(scores, -_CANDIDATES)[-_CANDIDATES]
        near, scores = near[best], scores[best]
    each = zip((-scores).tolist(), map(stories.__getitem__, near.tolist()), strict=True)
    return [story for _, _, story in sorted((x, story.id, story) for x, story in each)][
        :_CANDIDATES
    ]


def _by_articles(articles: tuple[int, ...], table: Articles, window: Window) -> dict[int, float]:
    """Return how much of an item's articles each story has, from 0 to 1."""
    found = [(key, table[key]) for key in articles if key in table]
    if not found:
        return {}
    shares: dict[int, float] = {}
    whole = 0.0
    weights = []
    for key in articles:
        weight = 1.0
        if key in table:
            frequency = sum(table[key].values())
            weight = GRAIN / (GRAIN + logarithms(1 + frequency)[1 + frequency])
            telling = min(1.0, max(0, _ITEMS_OF_PAGE - frequency) / (_ITEMS_OF_PAGE // 2))
            weights.append(weight * telling)
        whole += weight
    for weight, (_, stories) in zip(weights, found, strict=True):
        for number, items in stories.items():
            part = weight / whole * items / window.stories[number].items
            shares[number] = shares.get(number, 0.0) + part
    return shares


class _Words:
    """The words that an item is compared by."""

    def __init__(self, said: Said) -> None:
        vector = said.known.vector
        each = zip(vector.values(), said.rarities, said.rare_shares, strict=True)
        self._each = dict(zip(vector, each, strict=True))

    def likeness(self, story: RunningStory, scale: float, size: float) -> float:
        """Return how much the words of the item, and the story's size, speak for a story."""
        product = common = rarest = second = 0
        each, have = self._each, story.words
        often = story.items * GRAIN
        for word in each.keys() & have.keys():  # whole numbers: any order gives the same
            y = have[word]
            weight, rarity, rare_share = each[word]
            product += weight * y
            common += rare_share * isqrt(y * GRAIN * GRAIN)
            if rarity > second and y * _OFTEN >= often:
                second = rarity
                if rarity > rarest:
                    second, rarest = rarest, rarity
        cosine = product * scale
        return (
            (_COSINE + _COSINE_BY_SIZE * size) * cosine
            + _WORDS_IN_COMMON * common / (GRAIN * GRAIN * GRAIN * sqrt(story.items * GRAIN))
            + _RAREST_WORD * rarest / GRAIN
            + _SECOND_WORD * second / GRAIN
            + _OVER_LARGE * max(0.0, size - _LARGE)
        )

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
from search.stories.logarithms import GRAIN, logarithms
from search.stories.window import Articles, RunningStory, Window

#: Candidates whose evidence is added up.
_CANDIDATES = 4
#: An article of all items of a story makes it a candidate like this cosine.
_ARTICLE_AS_COSINE = 0.2

# What speaks for a story, and how much. The cosine is that of the item's vector and the sum of its
# items' vectors. Stories of many items are broader, so it counts more there.
_COSINE = 1.9
_COSINE_BY_SIZE = 6.6
_SIZE = 1.0
#: Weight of the words in common, each by the root of its weight in the story.
_WORDS_IN_COMMON = 0.84
#: Rarities of the two rarest words in common. One alone (`interim`) is not yet a story.
_RAREST_WORD = 3.0
_SECOND_WORD = 5.0
#: A word tells of a story if its mean weight in the story's items is at least 1 by this.
_OFTEN = 40
#: Having the very title of an item of the story: the article again, under another address.
_SAME_TITLE = 6.0
#: Shares of the item's articles, each by the share of the story's items that have it. So links do
#: not chain: one that is shared with one of twenty items weighs a twentieth.
_LINKS = 10.0
_LINES = 8.0
#: Weight of the days since the story's last item, d / (d + half): half of it is reached then.
_PAUSE = -8.0
_HALF_OF_PAUSE_DAYS = 4.0
#: Days that count at least: items come in bursts.
_LEAST_PAUSE_DAYS = 0.5
#: Long lines have words in common by chance.
_WORDS_OF_ITEM = -2.3
#: Logarithm of the items from which on a story is large, and the weight of what is over: a subject
#: of hundreds of items is not a story.
_LARGE = 4 * GRAIN
_OVER_LARGE = -25.0
_BIAS = -4.5
#: Stories that are sorted first, the nearest of those that are touched.
_LOOKED_AT = 8
#: Logarithms of sizes and lengths count by this part.
_LOGARITHMS = 3 * GRAIN


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
    evidence = said.evidence
    links = _by_articles(evidence.links, window.links, window)
    lines = _by_articles(evidence.lines, window.lines, window)
    same = window.titles.get(evidence.title, ())
    more: dict[int, float] = {}
    for shares in (links, lines):
        for number, share in shares.items():
            more[number] = more.get(number, 0.0) + _ARTICLE_AS_COSINE * share
    for number in same:
        more[number] = more.get(number, 0.0) + 1
    count = 1 + sum(evidence.words.values()) // GRAIN
    length = logarithms(count)[count] / _LOGARITHMS
    found = []
    for story in _nearest(said, more, window):
        number = story.number
        score = (
            _likeness(said, story, float(window.scales[number]))
            + _LINKS * links.get(number, 0.0)
            + _LINES * lines.get(number, 0.0)
            + (_SAME_TITLE if number in same else 0.0)
            + _WORDS_OF_ITEM * length
            + _BIAS
        )
        days = max(_LEAST_PAUSE_DAYS, (evidence.time - story.last) / DAY_SECONDS)
        found.append(Candidate(story, score + _pause(days), score + _pause(min(days, 1.0))))
    found.sort(key=lambda candidate: (-candidate.score, candidate.story.id))
    return found


def _pause(days: float) -> float:
    return _PAUSE * days / (days + _HALF_OF_PAUSE_DAYS)


def _nearest(said: Said, more: dict[int, float], window: Window) -> list[RunningStory]:
    """Return the stories that are nearest, as many as are looked at closely.

    Near are those of a large cosine, by the words that are looked at, and what `more` adds to it.
    """
    numbers, products = window.numbers[said.touched], said.products
    if more:
        numbers = np.concatenate((numbers, np.array(list(more), np.int64)))
        products = np.concatenate((products, np.zeros(len(more), np.int64)))
    # A story is there once for each word in common. Its last place counts, where `more` is.
    places, room = np.arange(len(numbers)), window.room
    room[numbers] = places
    stories = numbers[room[numbers] == places]
    room[stories] = 0
    np.add.at(room, numbers, products)
    near = room[stories] * window.scales[stories]
    if more:
        near[-len(more) :] += list(more.values())
    count = min(_LOOKED_AT, len(near))
    while True:
        some = near.argpartition(-count)[-count:] if count < len(near) else slice(None)
        rows = sorted(zip((-near[some]).tolist(), stories[some].tolist(), strict=True))
        # What is not looked at may be as near as the last.
        if count == len(near) or rows[_CANDIDATES - 1][0] < rows[-1][0]:
            break
        count = min(8 * count, len(near))
    last = rows[min(_CANDIDATES, count) - 1][0] if rows else 0.0
    nearest = [(x, window.stories[number]) for x, number in rows if x <= last]
    nearest.sort(key=lambda one: (one[0], one[1].id))
    return [story for _, story in nearest[:_CANDIDATES]]


def _by_articles(articles: tuple[str, ...], table: Articles, window: Window) -> dict[int, float]:
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
            frequency = 1 + sum(table[key].values())
            weight = GRAIN / (GRAIN + logarithms(frequency)[frequency])
            weights.append(weight)
        whole += weight
    for weight, (_, stories) in zip(weights, found, strict=True):
        for number, items in stories.items():
            part = weight / whole * items / window.stories[number].items
            shares[number] = shares.get(number, 0.0) + part
    return shares


def _likeness(said: Said, story: RunningStory, scale: float) -> float:
    """Return how much the words of an item, and the story's size, speak for a story."""
    product = common = rarest = second = 0
    vector, rarities, shares, have = said.vector, said.rarities, said.evidence.words, story.words
    often = story.items * GRAIN
    for term in vector.keys() & have.keys():  # whole numbers: any order gives the same
        y, rarity = have[term], rarities[term]
        product += vector[term] * y
        common += shares[term] * rarity * isqrt(y * GRAIN * GRAIN)
        if rarity > second and y * _OFTEN >= often:
            second = rarity
            if rarity > rarest:
                second, rarest = rarest, rarity
    logarithm = logarithms(story.items + 1)[story.items + 1]
    size = logarithm / _LOGARITHMS
    cosine = product * scale
    return (
        (_COSINE + _COSINE_BY_SIZE * size) * cosine
        + _SIZE * size
        + _WORDS_IN_COMMON * common / (GRAIN * GRAIN * GRAIN * sqrt(story.items * GRAIN))
        + _RAREST_WORD * rarest / GRAIN
        + _SECOND_WORD * second / GRAIN
        + _OVER_LARGE * max(0, logarithm - _LARGE) / _LOGARITHMS
    )

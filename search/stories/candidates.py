"""Which stories may an item belong to, and how much speaks for each?

What speaks for a story is added up: a logistic model, in which 0 is as much for as against. Words
find the candidates, the rarest first, and so do shared articles. No sum depends on an order that is
not the item's own, and none is Python's `sum` of fractions, which differs between versions.
"""

from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

from search.stories.evidence import DAY_SECONDS, Evidence
from search.stories.logarithms import GRAIN, logarithms
from search.stories.window import (
    MAX_WINDOW_ITEMS,
    Occurrences,
    RunningStory,
    Weighed,
    Window,
)

#: Stories that are touched by the words of an item, about; then no more frequent words are read.
_TOUCHED_STORIES = 200
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
#: Logarithms of sizes and lengths count by this part.
_LOGARITHMS = 3 * GRAIN

#: A word of the item that stories have: how many, the term, its weight in each, its own weights.
_Known = tuple[int, str, dict[RunningStory, int], int, int, int]


class Candidate(NamedTuple):
    """A story that an item may belong to.

    `score` is above 0 if more speaks for it than against it; `without_pause` is the score if the
    story's last item were of the day before, if that is longer ago.
    """

    story: RunningStory
    score: float
    without_pause: float


def candidates(evidence: Evidence, words: Weighed, window: Window) -> list[Candidate]:
    """Return the stories of the window that are most like an item, the first one best."""
    known = _known(words)
    near = _by_words(known)
    links = _by_articles(evidence.links, window.links)
    lines = _by_articles(evidence.lines, window.lines)
    for shares in (links, lines):
        for story, share in shares.items():
            near[story] = near.get(story, 0.0) + _ARTICLE_AS_COSINE * share
    same = window.titles[evidence.title].stories if evidence.title in window.titles else {}
    near.update({story: near.get(story, 0.0) + 1 for story in same})
    count = 1 + sum(evidence.words.values()) // GRAIN
    length = logarithms(count)[count] / _LOGARITHMS
    found = []
    for story in _nearest(near):
        score = (
            _likeness(known, story)
            + _LINKS * links.get(story, 0.0)
            + _LINES * lines.get(story, 0.0)
            + (_SAME_TITLE if story in same else 0.0)
            + _WORDS_OF_ITEM * length
            + _BIAS
        )
        days = max(_LEAST_PAUSE_DAYS, (evidence.time - story.last) / DAY_SECONDS)
        found.append(Candidate(story, score + _pause(days), score + _pause(min(days, 1.0))))
    found.sort(key=lambda candidate: (-candidate.score, candidate.story.id))
    return found


def _known(words: Weighed) -> list[_Known]:
    """Return the words of an item that stories have, those of the fewest stories first."""
    occurrences, *weights, terms = words
    rows = zip(terms, occurrences, *weights, strict=True)
    return sorted(
        (len(word.stories), term, word.stories, x, share, rarity)
        for term, word, x, share, rarity in rows
        if word.stories
    )


def _pause(days: float) -> float:
    return _PAUSE * days / (days + _HALF_OF_PAUSE_DAYS)


def _by_words(words: list[_Known]) -> dict[RunningStory, float]:
    """Return the cosines of stories that have words of the item, as far as these are looked at."""
    products: dict[RunningStory, int] = {}
    product = products.get
    left = _TOUCHED_STORIES
    for count, _, stories, x, _, _ in words:
        left -= count
        if left < 0 and products:
            break
        for story, y in stories.items():
            products[story] = product(story, 0) + x * y
    return {story: whole * story.scale / GRAIN for story, whole in products.items()}


def _by_articles(
    articles: tuple[str, ...], table: dict[str, Occurrences]
) -> dict[RunningStory, float]:
    """Return how much of an item's articles each story has, from 0 to 1."""
    shares: dict[RunningStory, float] = {}
    log = logarithms(MAX_WINDOW_ITEMS + 1)
    found, whole = [], 0.0
    for key in articles:
        article = table.get(key)
        weight = 1.0
        if article:
            weight = GRAIN / (GRAIN + log[1 + article.frequency])
            found.append((weight, article.stories))
        whole += weight
    for weight, stories in found:
        for story, items in stories.items():
            shares[story] = shares.get(story, 0.0) + weight / whole * items / story.items
    return shares


def _nearest(near: dict[RunningStory, float]) -> Iterable[RunningStory]:
    """Return the stories that are nearest, as many as are looked at closely."""
    if len(near) <= _CANDIDATES:
        return near
    least = sorted(near.values())[-_CANDIDATES]
    nearest = [(-x, story.id, story) for story, x in near.items() if x >= least]
    nearest.sort()
    return [story for _, _, story in nearest[:_CANDIDATES]]


def _likeness(words: list[_Known], story: RunningStory) -> float:
    """Return how much the words of an item, and the story's size, speak for a story."""
    product = rarest = second = 0
    common = 0.0
    for _, _, stories, x, share, rarity in words:
        y = stories.get(story)
        if y:
            product += x * y
            common += share * sqrt(y)
            if rarity > second and y * _OFTEN >= story.items * GRAIN:
                second = rarity
                if rarity > rarest:
                    second, rarest = rarest, rarity
    logarithm = logarithms(story.items + 1)[story.items + 1]
    size = logarithm / _LOGARITHMS
    cosine = product * story.scale / GRAIN
    return (
        (_COSINE + _COSINE_BY_SIZE * size) * cosine
        + _SIZE * size
        + _WORDS_IN_COMMON * common / (GRAIN * GRAIN * sqrt(story.items * GRAIN))
        + _RAREST_WORD * rarest / GRAIN
        + _SECOND_WORD * second / GRAIN
        + _OVER_LARGE * max(0, logarithm - _LARGE) / _LOGARITHMS
    )

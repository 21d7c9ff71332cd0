"""Which items are dear to search? Those of the benchmarks, with texts and words in parts."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from search import Item
from tests.benchmarks import vocabulary
from tests.benchmarks.items import CHUNK
from tests.benchmarks.items import items as clusters

#: One of this many items has a text, of SHORTEST to LONGEST words.
TEXT_EVERY = 2
SHORTEST, LONGEST = 30, 300
#: One of this many words of a text is joined to the next one by a hyphen.
JOINED_EVERY = 40
_SEED = 17


def items(count: int) -> Iterator[Item]:
    """Yield a number of items, always the same."""
    words = vocabulary.words()
    draw = np.random.default_rng(_SEED)
    texts: list[str] = []
    for number, item in enumerate(clusters(count)):
        if number % CHUNK == 0:
            texts = list(_texts(words, draw, CHUNK // TEXT_EVERY))
        if number % TEXT_EVERY == 0:
            item = replace(item, text=texts[number % CHUNK // TEXT_EVERY])
        yield item


def _texts(words: list[str], draw: np.random.Generator, count: int) -> Iterator[str]:
    lengths = draw.integers(SHORTEST, LONGEST, count)
    ranks = np.searchsorted(vocabulary.cumulative(), draw.random(lengths.sum()))
    joins = draw.integers(0, JOINED_EVERY, lengths.sum())
    start = 0
    for length in lengths.tolist():
        said = ranks[start : start + length].tolist()
        signs = joins[start : start + length].tolist()
        start += length
        parts = [
            words[rank] + (" " if sign else "-") for rank, sign in zip(said, signs, strict=True)
        ]
        yield "".join(parts).rstrip("- ")

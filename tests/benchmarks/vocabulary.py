"""Which made-up words are synthetic items written in, and how often does each occur?"""

import random
from functools import cache

import numpy as np
import numpy.typing as npt
import Stemmer

SIZE = 120_000
SHORTEST, LONGEST = 3, 12
#: Mandelbrot's offset to Zipf's law: the first words of a language are less frequent than 1/rank.
RANK_OFFSET = 2.7
_SEED = 20240312
_ONSETS, _VOWELS, _CODAS = (
    line.split()
    for line in (
        "b br c ch cl cr d dr f fl fr g gl gr h j k kl l m n p pl pr qu r s sc sk sl sm sn sp st "
        "str t th tr v w wh z",
        "a a e e i o o u ai au ea ee oa oo ou",
        ". . . . b ck d g k l lm ln m n nd nk nt p r rb rd rk rm rn rt st t x",
    )
)


@cache
def words() -> list[str]:
    """Return the words, distinct, the most frequent first; frequent ones tend to be short.

    No stemmer that an engine may use changes one of them, so that all engines have the same terms.
    """
    draw = random.Random(_SEED)
    stemmers = [Stemmer.Stemmer(name) for name in ("english", "porter")]
    found: dict[str, float] = {}
    while len(found) < SIZE:
        word = "".join(_syllable(draw) for _ in range(draw.choice((1, 2, 2, 3, 3, 3, 4))))
        if (
            SHORTEST <= len(word) <= LONGEST
            and word not in found
            and all(stemmer.stemWord(word) == word for stemmer in stemmers)
        ):
            found[word] = len(word) + draw.gauss(0, 2)
    return sorted(found, key=found.__getitem__)


@cache
def cumulative(size: int = SIZE, offset: float = RANK_OFFSET) -> npt.NDArray[np.float64]:
    """Return for each rank the share (0 to 1) of all occurrences up to and with it, after Zipf."""
    shares = 1.0 / (np.arange(1, size + 1) + offset)
    return np.cumsum(shares / shares.sum())


def _syllable(draw: random.Random) -> str:
    coda = draw.choice(_CODAS)
    return draw.choice(_ONSETS) + draw.choice(_VOWELS) + (coda if coda != "." else "")

"""What is asked of every engine? Eight kinds of question, their words chosen by frequency."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from search import Item
from tests.benchmarks.items import YEAR

#: Rare: the number of hits. The others: the share of items that have the word.
RARE_ITEMS = 20
MID_SHARE = 0.02
COMMON_SHARE = 0.3
#: A phrase is made of words that this share of items have.
FREQUENT_SHARE = 0.1
#: Words that a prefix stands for, about.
PREFIX_WORDS = 50
_PREFIX_LETTERS = (3, 4, 5, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that any engine can answer: words and what joins them, and days.

    `join` is one of all, any, phrase, prefix; without words everything is a hit.
    """

    kind: str
    words: tuple[str, ...] = ()
    join: str = "all"
    since: date | None = None
    until: date | None = None
    per_page: int = 10
    facets: tuple[str, ...] = ("sources", "tags", "month")


def choose(items: Iterable[Item]) -> list[Question]:
    """Return a question of each kind for these items, which are read once."""
    count = 0
    frequency: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for item in items:
        count += 1
        lines = [headline.text.split() for headline in item.headlines]
        frequency.update({word for line in lines for word in line})
        pairs.update({pair for line in lines for pair in pairwise(line)})
        if count % 50_000 == 0:  # a phrase that was met once in as many items is rare
            pairs = Counter({pair: number for pair, number in pairs.items() if number > 1})
    rare = _nearest(frequency, RARE_ITEMS)
    mids = _nearest(frequency, count * MID_SHARE)
    commons = _nearest(frequency, count * COMMON_SHARE)
    mid, other_mid = next(mids), next(mids)
    common, other_common = next(commons), next(commons)
    least, most = count * FREQUENT_SHARE, count * 2 * COMMON_SHARE
    phrase = max(
        (pair for pair in pairs if all(least <= frequency[word] <= most for word in pair)),
        key=lambda pair: (pair[0] != pair[1], pairs[pair], pair),
    )
    return [
        Question(kind="rare word", words=(next(rare),)),
        Question(kind="mid word", words=(mid,)),
        Question(kind="common word", words=(common,)),
        Question(kind="mid AND mid", words=(mid, other_mid)),
        Question(kind="common OR common", words=(common, other_common), join="any"),
        Question(kind="phrase", words=phrase, join="phrase"),
        Question(kind="prefix", words=(_prefix(frequency),), join="prefix"),
        Question(
            kind="year + common word",
            words=(common,),
            since=date(YEAR, 1, 1),
            until=date(YEAR, 12, 31),
        ),
    ]


def _nearest(frequency: Counter[str], wanted: float) -> Iterator[str]:
    """Yield the words whose frequency is nearest to the one wanted, the nearest first."""
    yield from sorted(frequency, key=lambda word: (abs(frequency[word] - wanted), word))


def _prefix(frequency: Counter[str]) -> str:
    words = Counter(
        word[:letters] for word in frequency for letters in _PREFIX_LETTERS if letters <= len(word)
    )
    return min(words, key=lambda prefix: (abs(words[prefix] - PREFIX_WORDS), prefix))

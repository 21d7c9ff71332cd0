"""How well does a word fit a query of which no item has all words?

how did german bank robbers dr|     drill: of all words with dr it is most often beside `robbers`
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest

from whoosh.query import Query

from search.query.bare import terms_of
from search.query.compiled import Compiled
from search.query.tree import all_of, alone

#: The rarest other words of a query, with each of which a word is counted.
OTHER_WORDS = 2


def beside(
    asked: Sequence[Compiled], frequencies: Mapping[str, int]
) -> Iterator[list[tuple[Query, int]]]:
    """Yield, of queries that differ in one word, what finds it with each of the rarest others.

    Each comes with how many items have the other.
    """
    counts = Counter(query for own in asked for query in {word.query for word in own.words})
    for own in asked:
        others: dict[Query, int] = {}
        typed = []
        for word in own.words:
            count = max(map(frequencies.__getitem__, terms_of(word)), default=0)
            if counts[word.query] < len(asked) or len(asked) == 1:
                typed += [] if word.says_little else [word.query]
            elif count and not word.says_little:
                others[word.query] = count
        rarest = nsmallest(OTHER_WORDS, others, key=others.__getitem__)
        found = [(alone(all_of([*typed, other])), others[other]) for other in rarest]
        yield found if typed else []


def less_lost(asked: Compiled, frequencies: Mapping[str, int]) -> Query:
    """Return the tree for all words of a query but those that no item has."""
    kept = [word.query for word in asked.words if any(map(frequencies.get, terms_of(word)))]
    return alone(all_of([*asked.strict, *kept]))

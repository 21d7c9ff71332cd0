"""Which hits stand for their stories, and which are the best of each?"""

from collections.abc import Callable, Sequence

import numpy as np

from search.deadlines import check_deadline
from search.whole_numbers import Array

#: Hits that are ranked at first for each story that is wanted; then more and more.
_HITS_OF_A_STORY = 3
_MORE = 4


def best_of_stories(
    ranked: Callable[[int], Sequence[int]],
    story_of: Callable[[int], int],
    hits: int,
    stories: int,
    first: int,
    count: int,
) -> list[int]:
    """Return the best hit of each of the stories of the ranks `first` to before `first + count`.

    `ranked` returns the documents of the best hits in order, as many as it is given; `hits` and
    `stories` are how many there are.
    """
    wanted = min(first + count, stories)
    if wanted <= first:
        return []
    looked_at = min(hits, wanted * _HITS_OF_A_STORY)
    while True:
        check_deadline()
        best: dict[int, int] = {}
        for document in ranked(looked_at):
            best.setdefault(story_of(document), document)
        if len(best) >= wanted or looked_at >= hits:
            return list(best.values())[first:wanted]
        looked_at = min(hits, looked_at * _MORE)


def by_stories(ranked: Array, numbers: Array) -> Array:
    """Return ranked documents, those of each story behind its best; `numbers` tell their stories.

    >>> by_stories(np.array([7, 3, 9, 4]), np.array([1, 2, 1, 2]))
    array([7, 9, 3, 4])
    """
    _, best, story = np.unique(numbers, return_index=True, return_inverse=True)
    ordered: Array = ranked[best[story].argsort(kind="stable")]
    return ordered


def of_story(numbers: Array, number: int) -> Array:
    """Tell which of some documents are of a story, given the numbers of theirs."""
    found: Array = numbers == number
    return found

"""The best hit of each story is the first of its hits, however many are equal."""

from typing import Any, cast

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.embedded.evaluate.grouping import best_of_stories
from search.embedded.evaluate.together import Together
from tests.search.embedded.evaluate.test_ranking import Days

#: A hit: its rank, its story, its id.
HIT = st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(0, 99))


@given(
    st.lists(st.lists(HIT, max_size=20, unique_by=lambda own: own[2]), max_size=4),
    st.integers(0, 20),
    st.integers(1, 5),
)
def test_stories_are_ranked_by_their_best_hits(
    segments: list[list[tuple[int, int, int]]], first: int, count: int
) -> None:
    parts = [Days([0] * len(own)) for own in segments]
    hits = [
        (rank, story, f"{name:02} {number}".encode())
        for number, own in enumerate(segments)
        for rank, story, name in sorted(own, key=lambda hit: hit[2])
    ]
    ranks = np.array([rank for rank, _, _ in hits], np.uint64)
    stories = np.array([story for _, story, _ in hits], np.int64)
    ids = [name for _, _, name in hits]
    together, documents = Together(cast(Any, parts)), np.arange(len(hits))
    span = (first, first + count)
    found = best_of_stories(together, documents, ranks, stories, span, ids.__getitem__).tolist()
    assert sorted(stories[found].tolist()) == sorted(set(stories.tolist()))
    expected: dict[int, bytes] = {}
    for _, story, name in sorted(hits, key=lambda hit: (hit[0], hit[2])):
        expected.setdefault(story, name)
    ordered = sorted(found, key=lambda index: (ranks[index], ids[index]))
    assert [ids[index] for index in ordered][slice(*span)] == [*expected.values()][slice(*span)]

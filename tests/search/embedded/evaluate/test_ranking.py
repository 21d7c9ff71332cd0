"""The hits of a page are those of its ranks, however deep it is and however many are equal."""

from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.embedded.evaluate.matches import Matches
from search.embedded.evaluate.ranking import ranked_between
from search.embedded.evaluate.together import Together

DOCUMENT = st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 999))


class Days:
    """A segment of which the days are known, in the order in which a segment has them."""

    def __init__(self, days: list[int]) -> None:
        self._days = np.array(days, np.int32)
        self.documents = len(days)
        self.dated = int(np.count_nonzero(self._days))

    def column(self, name: str) -> Any:
        return self._days

    def day(self, document: int) -> int:
        return int(self._days[document])

    def span(self, first: int, last: int) -> range:
        inside = np.flatnonzero((self._days >= first) & (self._days <= last)).tolist()
        return range(inside[0], inside[-1] + 1) if inside else range(0)


@given(
    st.lists(st.lists(DOCUMENT, max_size=30, unique_by=lambda own: own[2]), max_size=4),
    st.sampled_from(["relevance", "newest", "oldest"]),
    st.integers(0, 60),
    st.integers(1, 10),
)
def test_any_page_is_a_slice_of_all_hits(
    segments: list[list[tuple[int, int, int]]], sort: str, first: int, count: int
) -> None:
    ids: list[bytes] = []
    every, parts, scores = [], [], []
    for number, documents in enumerate(segments):
        documents = sorted(documents, key=lambda own: (-own[0], own[2]))
        for day, score, name in documents:
            every.append((day, score, f"{name:03} {number}", (len(ids), float(score))))
            ids.append(f"{name:03} {number}".encode())
            scores.append(score)
        parts.append(Days([day for day, _, _ in documents]))
    together = Together(cast(Any, parts))
    hits = Matches(np.arange(len(ids)), np.array(scores, np.float32))
    orders = {
        "relevance": lambda own: (-own[1], -own[0], own[2]),
        "newest": lambda own: (-own[0], -own[1], own[2]),
        "oldest": lambda own: (own[0] == 0, own[0], -own[1], own[2]),
    }
    every.sort(key=orders[sort])
    expected = [own[3] for own in every[first : first + count]]
    assert ranked_between(together, hits, sort, first, count, ids.__getitem__) == expected


@pytest.mark.parametrize("first", [0, 5_000, 99_990])
def test_of_very_many_equal_hits_few_ids_are_read(first: int) -> None:
    size, read = 50_000, []

    def number_of(document: int) -> int:
        """Number the documents of both segments in turns."""
        return 2 * (document % size) + document // size

    def item_id(document: int) -> bytes:
        read.append(document)
        return f"{number_of(document):06}".encode()

    alike = Together(cast(Any, [Days([0] * size), Days([0] * size)]))
    hits = Matches(np.arange(2 * size), np.ones(2 * size, np.float32))
    found = ranked_between(alike, hits, "relevance", first, 10, item_id)
    assert [number_of(document) for document, _ in found] == [*range(first, first + 10)]
    assert len(read) < 300

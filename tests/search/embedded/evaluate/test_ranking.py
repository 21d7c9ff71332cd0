"""The hits of a page are those of its ranks, however deep it is and however many are equal."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.embedded.evaluate.matches import Matches
from search.embedded.evaluate.ranking import ranked_between

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
    hits, ids, every = [], {}, []
    for number, documents in enumerate(segments):
        documents = sorted(documents, key=lambda own: (-own[0], own[2]))
        for document, (day, score, name) in enumerate(documents):
            ids[number, document] = f"{name:03} {number}"
            every.append((day, score, ids[number, document], (number, document, float(score))))
        scores = np.array([score for _, score, _ in documents], np.float32)
        segment: Any = Days([day for day, _, _ in documents])
        hits.append((segment, Matches(np.arange(len(documents)), scores)))
    orders = {
        "relevance": lambda own: (-own[1], -own[0], own[2]),
        "newest": lambda own: (-own[0], -own[1], own[2]),
        "oldest": lambda own: (own[0] == 0, own[0], -own[1], own[2]),
    }
    every.sort(key=orders[sort])
    expected = [own[3] for own in every[first : first + count]]
    assert ranked_between(hits, sort, first, count, lambda *own: ids[own]) == expected


@pytest.mark.parametrize("first", [0, 5_000, 99_990])
def test_of_very_many_equal_hits_few_ids_are_read(first: int) -> None:
    size, read = 50_000, []

    def item_id(number: int, document: int) -> str:
        read.append(document)
        return f"{2 * document + number:06}"

    alike: list[Any] = [
        (Days([0] * size), Matches(np.arange(size), np.ones(size, np.float32))) for _ in range(2)
    ]
    found = ranked_between(alike, "relevance", first, 10, item_id)
    assert [2 * document + number for number, document, _ in found] == [*range(first, first + 10)]
    assert len(read) < 300

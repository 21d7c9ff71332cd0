"""How lists of matches are joined depends on how many documents there are; their scores do not."""

import numpy as np
import pytest

from search.embedded.evaluate.matches import Matches, added, counted, joined, union


@pytest.mark.parametrize("lists", [2, 3, 6])
def test_deleted_documents_change_no_bit_of_a_score(lists: int) -> None:
    chance = np.random.default_rng(lists)
    parts = [
        Matches(
            np.sort(chance.choice(60, 40, replace=False)), chance.random(40).astype(np.float32) * 9
        )
        for _ in range(lists)
    ]
    dense, sparse = joined(parts, 60), joined(parts, 60_000)
    assert dense.documents.tolist() == sparse.documents.tolist()
    assert dense.scores.dtype == sparse.scores.dtype == np.float32
    assert dense.scores.tolist() == sparse.scores.tolist()


@pytest.mark.parametrize("size", [60, 60_000])
def test_how_often_words_occur_is_added_up_in_any_order(size: int) -> None:
    chance = np.random.default_rng(size)
    documents = chance.integers(0, 60, 200)
    times = chance.integers(1, 2_000, 200).astype(np.float32)
    found, expected = counted(documents, times, size), added(documents, times, size)
    assert found.documents.tolist() == expected.documents.tolist()
    assert found.scores.dtype == np.float32
    assert found.scores.tolist() == expected.scores.tolist()


@pytest.mark.parametrize("size", [60, 60_000])
def test_each_document_of_several_lists_is_given_once(size: int) -> None:
    lists = [np.array(own, np.intp) for own in ([1, 5, 9], [], [5, 6], [59])]
    assert union(lists, size).tolist() == [1, 5, 6, 9, 59]
    assert union(lists[:2], size).tolist() == [1, 5, 9]
    assert union([], size).tolist() == []

"""How lists of matches are joined depends on how many documents there are; their scores do not."""

import numpy as np
import pytest

from search.embedded.evaluate.matches import Matches, joined


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

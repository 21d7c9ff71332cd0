"""What a tree scores on a cluster, written down without one."""

from math import inf

import pytest
from whoosh.query import NullQuery

from search.opensearch.clauses import NONE
from search.opensearch.known import Known
from search.opensearch.scoring import scored


def test_what_finds_nothing_scores_nothing_whatever_boost_whoosh_left_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(NullQuery, "boost", inf, raising=False)
    assert scored(NullQuery, Known()) == NONE

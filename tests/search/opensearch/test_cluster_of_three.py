"""One of three nodes dies: nothing that was committed is lost, and no count is wrong."""

import os
from pathlib import Path

import pytest

from tests.opensearch.node import NODE_VARIABLE, missing
from tests.opensearch.three import lose_nodes


@pytest.mark.skipif("BACKFILE_TEST_THREE_NODES" not in os.environ, reason="it takes a minute")
def test_one_of_three_nodes_dies(
    tmp_path: Path, need_node: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(NODE_VARIABLE, raising=False)
    if reason := missing():
        pytest.skip(reason)
    lose_nodes(tmp_path, before=2.0, after=3.0, quorum=False)

"""What a process does that reads and builds for another."""

import pickle
import sys
from array import array
from collections.abc import Callable
from typing import Any

from search.processes.worker import _answers


class Pairs:
    """A batch that is full with two sources."""

    def __init__(self) -> None:
        self.read_sources: list[int] = []

    def read(self, read: Callable[[int], Any], lost: object, source: int) -> Any:
        self.read_sources.append(source)
        return read(source)

    @property
    def is_full(self) -> bool:
        return len(self.read_sources) >= 2

    def write(self, target: str) -> int:
        count = len(self.read_sources)
        self.read_sources.clear()
        return count


def test_a_full_batch_is_written_before_more_is_read() -> None:
    sent = [(Pairs, sys.path), (abs, None), ("a", [-1, -2, -3, -4]), ("b", [-3]), ("b", None)]
    progress = memoryview(array("d", (0.0, 0.0)))
    answers = list(_answers(map(pickle.dumps, sent), progress))
    assert answers == [([1, 2], 2), ([3], None), ([], 1)]

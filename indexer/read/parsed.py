"""What is read from front matter, in any of its languages?"""

from collections.abc import Mapping
from typing import NamedTuple


class Parsed(NamedTuple):
    """Values by key, as they are spelt, and the keys that are given more than once.

    The last value of a repeated key counts.
    """

    values: Mapping[str, object]
    repeated: tuple[str, ...] = ()


class Broken(Exception):
    """Front matter does not follow the grammar of its language; `line` counts from 1."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line

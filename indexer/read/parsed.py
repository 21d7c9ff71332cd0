"""What is read from front matter, in any of its languages?"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Parsed(NamedTuple):
    """Values by key, as they are spelt, and the keys that are given more than once.

    The last value of a repeated key that says something counts.
    """

    values: Mapping[str, object]
    repeated: tuple[str, ...] = ()


def in_pairs(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Return values by key; of several for one key the last that says something, or the last.

    >>> in_pairs([("title", "Storm"), ("tags", ["port"]), ("title", ""), ("tags", [])])
    {'title': 'Storm', 'tags': ['port']}
    """
    values: dict[str, T] = {}
    for key, value in pairs:
        if key not in values or says_something(value):
            values[key] = value
    return values


def says_something(value: object) -> bool:
    """Tell whether a value is more than nothing, blanks and lists of those.

    >>> says_something(["", None]), says_something([["port"]]), says_something(False)
    (False, True, True)
    """
    if isinstance(value, list):
        return any(map(says_something, value))
    return value is not None and value != {} and not (isinstance(value, str) and not value.strip())


class Broken(Exception):
    """Front matter does not follow the grammar of its language; `line` counts from 1."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line

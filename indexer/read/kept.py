"""What was made of a text before, and need not be made again?"""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

#: Names, tags and feeds come again and again: what is made of so many of them is kept.
KEPT_TEXTS = 4096
#: Not of longer ones, which would fill the memory.
MAX_KEPT_CHARACTERS = 200

T = TypeVar("T")


def kept(function: Callable[[str], T]) -> Callable[[str], T]:
    """Return a function that remembers what it makes of short texts."""
    remembered = lru_cache(maxsize=KEPT_TEXTS)(function)

    def answer(text: str) -> T:
        return remembered(text) if len(text) <= MAX_KEPT_CHARACTERS else function(text)

    return answer

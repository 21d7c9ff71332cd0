"""What was already made of a word or a piece of text? A cache of so many characters."""

from collections.abc import Callable
from typing import Generic, TypeVar

#: Characters of all keys of the cache run -> tokens, and of each cache of pieces. A token takes
#: about 200 bytes, and a piece of Chinese has one for each character.
CACHED_CHARACTERS = 1 << 18
#: Characters of a run or piece; a longer one is not cached.
MAX_CACHED_CHARACTERS = 64

T = TypeVar("T")


class TextCache(dict[str, T], Generic[T]):
    """Cache: run or piece -> what `make` returns for it; bounded by the characters of all."""

    def __init__(self, make: Callable[[str], T], most: int = CACHED_CHARACTERS) -> None:
        super().__init__()
        self._make = make
        self._most = most
        self._characters = 0

    def __missing__(self, key: str) -> T:
        made = self._make(key)
        if len(key) <= MAX_CACHED_CHARACTERS:
            self._characters += len(key)
            if self._characters > self._most:
                self.clear()
                self._characters = len(key)
            self[key] = made
        return made

"""How do items that are read become a segment? In batches, each of which fits into memory."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from search.embedded.segment.builder import build
from search.embedded.segment.states import packed
from search.text import Analyzer

#: Items, and words about, after which a batch is written: a word takes some 50 bytes until then.
BATCH_ITEMS = 50_000
BATCH_WORDS = 1_800_000
_BYTES_OF_A_WORD = 6
#: Words that cost as much memory as a character of a script without blanks: each is a word of its
#: own, and its runs differ from all others, while most words of other texts occur often.
_WORDS_OF_A_CHARACTER = 9
# All bytes but those that begin a character of three bytes, which may be a word by itself.
_OTHERS = bytes(byte for byte in range(256) if byte & 0xF0 != 0xE0)
#: Seconds after which a batch is written, however small.
BATCH_SECONDS = 20.0


class Batch:
    """Packed items on their way into one segment. Of several with one id the last counts."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._clear()

    def _clear(self) -> None:
        self._states: dict[str, tuple[bytes, ...]] = {}
        self._words = 0
        self._since = time.monotonic()

    def read(self, read: Callable[[Any], Any], lost: Callable[[Any, str], Any], source: Any) -> Any:
        """Take in the item of a source; return what is to be told of it (`engine.Reading`)."""
        try:
            item, telling = read(source)
            if item is not None:
                item_id, states = packed(item)
                self._states[item_id] = states
                self._words += sum(map(_words_in, states))
        except MemoryError:
            return lost(source, "there is not enough memory for it")
        return telling

    def __len__(self) -> int:
        """Return how many items there are."""
        return len(self._states)

    @property
    def is_full(self) -> bool:
        """Whether it should be written before more is read."""
        return bool(self._states) and (
            len(self._states) >= BATCH_ITEMS
            or self._words > BATCH_WORDS
            or time.monotonic() - self._since >= BATCH_SECONDS
        )

    def write(self, path: Path) -> int | None:
        """Write the items as a segment, and forget them; return how many documents it has.

        Without items nothing is written, and None returned.
        """
        states = list(self._states.values())
        documents = build(path, states, self._analyzer) if states else None
        self._clear()
        return documents


def _words_in(state: bytes) -> int:
    """Return about how many words a packed state has, or what costs as much as they do."""
    characters = len(state.translate(None, _OTHERS))
    return len(state) // _BYTES_OF_A_WORD + characters * _WORDS_OF_A_CHARACTER

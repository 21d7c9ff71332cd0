"""What lies at or behind an offset of a text? Asked for rising offsets, in linear time overall."""

from collections.abc import Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """A part of a text: the offsets of its first character and of the one behind its last."""

    start: int
    end: int


class Spans:
    """Parts of one text, in order, that do not overlap."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._next = 0

    def end_at(self, offset: int) -> int:
        """Return the end of the part that holds an offset, -1 if none does."""
        while self._next < len(self._spans) and self._spans[self._next].end <= offset:
            self._next += 1
        if self._next < len(self._spans) and self._spans[self._next].start <= offset:
            return self._spans[self._next].end
        return -1


class Ends:
    """Finds what closes something; what it did not find once it does not look for again."""

    def __init__(self, text: str) -> None:
        self._text = text
        #: Closing -> where it was found last, -1 if there is none from the last offset on.
        self._found: dict[str, int] = {}

    def after(self, closing: str, offset: int) -> int:
        """Return where the next closing at or after an offset begins, -1 if there is none."""
        found = self._found.get(closing, 0)
        if 0 <= found < offset or closing not in self._found:
            found = self._found[closing] = self._text.find(closing, offset)
        return found

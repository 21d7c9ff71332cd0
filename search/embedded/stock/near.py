"""Which words of a segment are near a word? Whoosh's Levenshtein automata tell."""

from collections.abc import Iterator, Sequence
from typing import Any

from search.embedded.segment.segment import Segment
from search.embedded.stock.codec import ColumnarCodec
from search.embedded.stock.reading import Cursor
from search.embedded.store.contents import Contents

#: The field whose terms are the words as written, folded.
WORDS_FIELD = "forms"


class NearWords:
    """The words of one generation's segments. Each call has a cursor of its own for its thread."""

    def __init__(self, storage: Any, contents: Contents, segments: Sequence[Segment]) -> None:
        self._storage = storage
        self._contents = contents
        self._segments = segments

    def near(self, number: int, word: str, distance: int) -> Iterator[str]:
        """Yield the words of segment `number` within a distance, the first letter kept."""
        cursor = Cursor(self._segments[number], WORDS_FIELD, self._contents.schema[WORDS_FIELD])
        automata = ColumnarCodec().automata(self._storage, self._contents.segments[number])
        yield from automata.terms_within(cursor, word, distance, prefix=1)

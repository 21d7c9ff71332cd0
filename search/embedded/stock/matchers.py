"""What do Whoosh's own matchers find? For query nodes that the evaluator does not know."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from whoosh.query import Query
from whoosh.reading import MultiReader, SegmentReader
from whoosh.searching import SearchContext, Searcher

from search.embedded.evaluate.matches import Matches
from search.embedded.segment.segment import Segment
from search.embedded.stock.codec import ColumnarCodec
from search.embedded.stock.reading import Cursor
from search.embedded.store.contents import Contents


class StockMatchers:
    """Whoosh's view of one generation. Threads may share it: each call opens its own readers."""

    def __init__(self, storage: Any, contents: Contents, segments: Sequence[Segment]) -> None:
        self._storage = storage
        self._contents = contents
        self._segments = segments

    def near(self, segment_number: int, form: str, distance: int) -> Iterator[str]:
        """Yield a segment's folded words that differ in up to `distance` letters, not the first."""
        cursor = Cursor(self._segments[segment_number], "forms", self._contents.schema["forms"])
        automata = ColumnarCodec().automata(self._storage, self._contents.segments[segment_number])
        yield from automata.terms_within(cursor, form, distance, prefix=1)

    def matches(self, segment_number: int, query: Query) -> Matches:
        """Return the documents of a segment that a query finds, scored over the generation."""
        contents = self._contents
        # The entries return the segments that this generation has open already.
        readers = [
            SegmentReader(self._storage, contents.schema, entry, contents.generation)
            for entry in contents.segments
        ]
        whole = Searcher(readers[0] if len(readers) == 1 else MultiReader(readers))
        leaf, _ = whole.leaf_searchers()[segment_number]
        matcher = query.matcher(leaf, SearchContext(weighting=whole.weighting))
        documents, scores = [], []
        while matcher.is_active():
            documents.append(matcher.id())
            scores.append(matcher.score())
            matcher.next()
        return Matches(np.array(documents, np.intp), np.array(scores, np.float32))

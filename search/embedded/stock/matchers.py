"""What do Whoosh's own matchers find? For query nodes that the evaluator does not know."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from whoosh.query import Query
from whoosh.reading import MultiReader, SegmentReader
from whoosh.searching import SearchContext, Searcher

from search.embedded.evaluate.matches import Matches
from search.embedded.segment.segment import Segment
from search.embedded.stock.reading import ColumnarCodec, Cursor
from search.embedded.store.contents import Contents


class StockMatchers:
    """Whoosh's view of one generation. Each call has a reader of its own: threads may share it."""

    def __init__(self, storage: Any, contents: Contents, segments: Sequence[Segment]) -> None:
        self._storage = storage
        self._contents = contents
        self._segments = segments

    def near(self, place: int, form: str, distance: int) -> Iterator[str]:
        """Yield the folded words of a segment within so many changed letters, the first kept."""
        cursor = Cursor(self._segments[place], "forms", self._contents.schema["forms"])
        automata = ColumnarCodec().automata(self._storage, self._contents.segments[place])
        yield from automata.terms_within(cursor, form, distance, prefix=1)

    def matches(self, place: int, query: Query) -> Matches:
        """Return what a query finds in a segment, scored within the whole generation."""
        contents = self._contents
        # Their segments are open in this generation, and serve again.
        readers = [
            SegmentReader(self._storage, contents.schema, entry, contents.generation)
            for entry in contents.segments
        ]
        whole = Searcher(readers[0] if len(readers) == 1 else MultiReader(readers))
        leaf, _ = whole.leaf_searchers()[place]
        matcher = query.matcher(leaf, SearchContext(weighting=whole.weighting))
        documents, scores = [], []
        while matcher.is_active():
            documents.append(matcher.id())
            scores.append(matcher.score())
            matcher.next()
        return Matches(np.array(documents, np.intp), np.array(scores, np.float32))

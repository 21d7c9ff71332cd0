"""Which documents does a question find? Those of its tree, its days and its values of facets."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
from whoosh.query import Query

from search.embedded.evaluate.budget import Budget
from search.embedded.evaluate.corpus_statistics import Norms, Statistics
from search.embedded.evaluate.evaluator import Evaluator
from search.embedded.evaluate.facets import Periods
from search.embedded.evaluate.kept_postings import MUCH_COMMONER
from search.embedded.evaluate.matches import Among, Matches, marked, meeting, narrowed
from search.embedded.evaluate.tallies import FacetValues
from search.embedded.evaluate.together import Together
from search.embedded.schema import as_term
from search.embedded.segment.segment import Segment
from search.embedded.stories import SeenStories
from search.engine import Question
from search.model import Item
from search.names import name_key
from search.packed import UNDATED
from search.whole_numbers import Array

#: Finds what a query finds among some documents, with scores or without.
Find = Callable[[Query, Among], Matches]


class Finder:
    """Finds in one commit, as it stands or as it stood on a day.

    `visible` tells which documents may be found, None where all `size` of them may. `item` reads an
    item from the number of a segment and that of a document in it.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        together: Together,
        visible: Array | None,
        size: int,
        statistics: Statistics,
        values: FacetValues,
        item: Callable[[int, int], Item],
        stories: SeenStories | None,
    ) -> None:
        self._segments, self._item, self._stories = segments, item, stories
        self._together, self._visible, self._values = together, visible, values
        self._statistics, self._norms = statistics, Norms(together, statistics)
        #: The documents that may be found, if these are few: then no others are read. Were others
        #: read, the bound on what phrases cost, which counts only these, would bound nothing.
        self._few: Array | None = None
        if visible is not None and size * MUCH_COMMONER < len(visible):
            self._few = np.flatnonzero(visible)

    def evaluator(self) -> Evaluator:
        """Return what evaluates the queries of one request."""
        story = self._of_story if self._stories else None
        return Evaluator(self._together, self._statistics, self._norms, self._visible, story)

    def _of_story(self, id: str) -> Array:
        """Return the documents of the story that has an id, ascending."""
        own, number = self._stories, self.number_of(id, of_hidden=True)
        if own is None or number is None:
            return np.zeros(0, np.intp)
        is_named_so = self._item(*self._together.within(own.begin(number))).id == id
        return own.documents(number) if is_named_so else np.zeros(0, np.intp)

    def number_of(self, id: str, of_hidden: bool = False) -> int | None:
        """Return the number of the story of an item, None where it is not known.

        `of_hidden` asks for that of an item, too, that may not be found.
        """
        for segment, start in zip(self._segments, self._together.starts, strict=False):
            for document in segment.find(as_term(id)):
                visible = self._visible
                is_asked = of_hidden or visible is None or visible[start + document]
                if self._stories and is_asked:
                    return int(self._stories.of[start + document])
        return None

    def limited(
        self, question: Question, budget: Budget, find: Find
    ) -> tuple[Matches, dict[str, Array], Matches]:
        """Return what a question finds before the facets limit it, and the hits.

        Between them, for each facet that does, which of those found have one of its values.
        """
        tree = budget.bounded(question.tree)
        found = self._found(tree, question, find)
        pool = self._less_excluded(found, question)
        masks = {
            facet: self._having(facet, values, pool)
            for facet, values in question.included.items()
            if values
        }
        return pool, masks, meeting(pool, list(masks.values()))

    def _found(self, tree: Query, question: Question, find: Find) -> Matches:
        """Return what a tree finds within the days of a question, of all items or the new ones."""
        among: Among = self._few
        since, until = question.since, question.until
        if since or until:
            first = since.toordinal() if since else UNDATED + 1
            span = self._together.span(first, (until or date.max).toordinal())
            among = narrowed(among, span)
        visible = self._visible
        found = find(tree, among)
        if question.new_since is not None:
            found = found.where(self._together.arrived[found.documents] > question.new_since)
        return found if visible is None else found.where(visible[found.documents])

    def _less_excluded(self, found: Matches, question: Question) -> Matches:
        """Return what the excluded values leave."""
        for facet, values in question.excluded.items():
            if values:
                found = found.where(~self._having(facet, values, found))
        return found

    def _having(self, facet: str, values: Sequence[str], found: Matches) -> Array:
        """Tell for each of the documents found whether it has one of the values of a facet."""
        kind = self._values.of(facet)
        having = np.zeros(len(found), bool)
        if isinstance(kind, Periods):
            spans = kind.spans(values)
            for start, end in found.documents.searchsorted(spans).tolist():
                having[start:end] = True
            return having
        for value in values:
            facts = self._statistics.of(facet, as_term(name_key(value)))
            if not facts.is_absent:
                documents, _ = self._together.postings(facet, facts.numbers)
                having |= marked(documents, found.documents, self._together.documents)
        return having

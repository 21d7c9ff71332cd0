"""How is a question answered from the segments? Find, limit, count, order: in this order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np
from whoosh.query import Query

from search.crossed import Crossed
from search.deadlines import check_deadline
from search.embedded.evaluate.budget import Budget
from search.embedded.evaluate.corpus_statistics import Statistics
from search.embedded.evaluate.crossing import crossed
from search.embedded.evaluate.evaluator import Evaluator
from search.embedded.evaluate.facets import Names
from search.embedded.evaluate.grouping import best_of_stories, by_stories, firsts_of_stories
from search.embedded.evaluate.matches import Matches, meeting, scored, shared
from search.embedded.evaluate.over_time import DayCounts, timeline
from search.embedded.evaluate.ranking import Ranked, highest, ranked_between, ranks_of
from search.embedded.evaluate.tallies import FacetValues, Tallies
from search.embedded.evaluate.together import Together
from search.embedded.finder import Finder
from search.embedded.schema import as_term
from search.embedded.segment.firsts import first_state
from search.embedded.segment.segment import Segment
from search.embedded.stories import SeenStories, counted, sizes
from search.engine import Answer, Listed, Question
from search.model import Item
from search.packed import UNDATED
from search.periods import Spread
from search.results import Timeline
from search.stories.naming import NAMING_ITEMS, central_title
from search.story_groups import FOLDED_HITS, StoryGroup, StorySummary, is_by_stories
from search.text import Analyzer
from search.whole_numbers import Array

#: Orders by a count, of which the most comes first.
_COUNTED = ("outlets", "size")
#: Hits of `every` that are in memory at a time: each slice ranks all hits anew, which costs less
#: than to read as many items.
HITS_OF_A_SLICE = 2_000
#: So many first hits are looked at for each story of a page, unless there would be too many.
HITS_FOR_A_STORY, MOST_LOOKED_AT = 16, 2_000
#: Entries of the cache of the titles of stories; a full cache is emptied.
TITLES_KEPT = 10_000


class Searcher:
    """The search of one commit, as it stands or as it stood on a day.

    `visible` tells which documents may be found, None where all may. `item` reads an item from the
    number of a segment and that of a document in it.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        together: Together,
        visible: Array | None,
        finder: Finder,
        statistics: Statistics,
        values: FacetValues,
        tallies: Tallies,
        analyzer: Analyzer,
        item: Callable[[int, int], Item],
        day_counts: Callable[[], DayCounts],
        stories: SeenStories | None,
    ) -> None:
        self._segments, self._together, self._visible = segments, together, visible
        self._finder, self._statistics, self._stories = finder, statistics, stories
        self._values, self._tallies, self._folded = values, tallies, analyzer.name
        self._analyzer = analyzer
        self._titles: dict[int, str] = {}
        self._item, self._day_counts = item, day_counts

    def search(self, question: Question, budget: Budget) -> Answer:
        """Find, limit, count and order."""
        evaluator = self._finder.evaluator()
        pool, masks, hits = self._finder.limited(question, budget, evaluator.matches)
        facets = {}
        for facet, listed in question.facets.items():
            check_deadline()
            if facet not in masks:
                tally = self._tallies.of(facet, hits.documents)
                facets[facet] = tally.listed(listed, self._folded)
                continue
            others = [masks[name] for name in masks if name != facet]
            tally = self._tallies.of(facet, meeting(pool, others).documents)
            counts = tally.listed(listed, self._folded)
            left = self._tallies.of(facet, meeting(pool, [*others, ~masks[facet]]).documents)
            more = [left.get(value)[1] for value, _ in counts.values]
            facets[facet] = replace(counts, more=more)
        total, shown, groups = len(hits), list[tuple[Item, float]](), list[StoryGroup]()
        # It counts all hits; those below may be the best alone.
        over_time = self._timeline(question.timeline, hits) if question.timeline else None
        frequencies = self._statistics.frequencies(question.frequencies_of)
        stories, is_grouped, own = None, False, self._stories
        if own:
            stories = counted(own.of[hits.documents])
            is_grouped = is_by_stories(question.group, total, stories)
            if is_grouped:
                whole = replace(question, first=0, count=total)
                hits = self._rescored(hits, whole, frequencies, evaluator)
                shown, groups = self._grouped(hits, own, question)
        if not is_grouped and question.count:
            hits = self._rescored(hits, question, frequencies, evaluator)
            shown = self._first(hits, question.sort, question.first, question.count)
        return Answer(
            total=total,
            hits=shown,
            facets=facets,
            frequencies=frequencies,
            loosened=tuple(budget.loosened),
            timeline=over_time,
            stories=stories,
            is_grouped=is_grouped,
            groups=tuple(groups),
        )

    def _grouped(
        self, hits: Matches, own: SeenStories, question: Question
    ) -> tuple[list[tuple[Item, float]], list[StoryGroup]]:
        """Return the best hits of the stories of a page, and what is told of each story."""
        shown, groups = [], []
        for document in self._best(hits, own, question) if question.count else []:
            check_deadline()
            number, size = int(own.of[document]), self._together.documents
            mine = hits.where(shared(hits.documents, own.documents(number), size))
            left = mine.where(mine.documents != document)
            others = self._first(left, question.sort, 0, FOLDED_HITS) if len(left) else []
            groups.append(
                StoryGroup(
                    story=self.summary(own, number),
                    matching=len(mine),
                    others=tuple(item for item, _ in others),
                )
            )
            score = float(mine.scores[mine.documents.searchsorted(document)])
            shown.append((self._item_of(document), score))
        return shown, groups

    def _best(self, hits: Matches, own: SeenStories, question: Question) -> list[int]:
        """Return the best hits of the stories of a page, in order.

        Those of a first page mostly stand among the first hits: these are looked at alone.
        """
        sort, first, end = question.sort, question.first, question.first + question.count
        keyed = Matches(hits.documents, self._keys(hits, sort))
        looked_at = end * HITS_FOR_A_STORY
        if looked_at < min(len(keyed), MOST_LOOKED_AT):
            ranked = self._ranked(keyed, keyed.scores, sort, 0, looked_at)
            documents = np.array([document for document, _ in ranked], np.intp)
            best = firsts_of_stories(documents, own.of[documents])
            if len(best) >= end:
                return list(map(int, best[first:end]))
        numbers = own.of[keyed.documents]
        ranks = ranks_of(self._together, keyed, _ranked_as(sort))
        which = best_of_stories(
            self._together, keyed.documents, ranks, numbers, (first, end), self._item_id
        )
        keyed = keyed.where(which)
        ranked = self._ranked(keyed, keyed.scores, sort, first, question.count)
        return [document for document, _ in ranked]

    def summary(self, own: SeenStories, number: int) -> StorySummary:
        """Return what a story is, as far as its documents may be found."""
        documents = own.documents(number)
        begin = self._state_of(own.begin(number))
        days = self._together.days[documents]
        days = days[days > UNDATED]
        return StorySummary(
            id=begin.id,
            title=self._title(number, documents) or begin.title,
            items=len(documents),
            outlets=len(self._tallies.of("sources", documents)),
            first=date.fromordinal(int(days.min())) if len(days) else None,
            last=date.fromordinal(int(days.max())) if len(days) else None,
        )

    def _title(self, number: int, documents: Array) -> str:
        """Return what a story of some documents is called."""
        title = self._titles.get(number)
        if title is None:
            hits = Matches(documents, np.ones(len(documents), np.float32))
            named_by = self._first(hits, "outlets", 0, NAMING_ITEMS)
            title = central_title((item for item, _ in named_by), self._analyzer)
            if len(self._titles) >= TITLES_KEPT:
                self._titles.clear()
            self._titles[number] = title
        return title

    def _state_of(self, document: int) -> Item:
        """Return the state of a document's item that may be found, else its first state."""
        number, own = self._together.within(document)
        segment, start = self._segments[number], self._together.starts[number]
        if segment.sections.meta["past"]:
            states = segment.find(as_term(self._item(number, own).id))
            visible = self._visible
            seen = [state for state in states if visible is None or visible[start + state]]
            own = seen[0] if seen else first_state(segment, states)
        return self._item(number, own)

    def every(self, question: Question, budget: Budget) -> Iterator[Item]:
        """Find now, then yield all hits in order, a slice of them in memory at a time."""
        evaluator = self._finder.evaluator()
        _, _, hits = self._finder.limited(question, budget, evaluator.matches)
        frequencies = self._statistics.frequencies(question.frequencies_of)
        whole = replace(question, first=0, count=len(hits))
        hits = self._rescored(hits, whole, frequencies, evaluator)
        own = self._stories
        if own and is_by_stories(question.group, len(hits), counted(own.of[hits.documents])):
            keys = self._keys(hits, question.sort)
            ranked = self._ranked(hits, keys, question.sort, 0, len(hits))
            documents = np.array([document for document, _ in ranked], np.intp)
            return map(self._item_of, by_stories(documents, own.of[documents]).tolist())
        slices = range(0, len(hits), HITS_OF_A_SLICE)
        return (
            item
            for first in slices
            for item, _ in self._first(hits, question.sort, first, HITS_OF_A_SLICE)
        )

    def totals(self, questions: Sequence[Question], budget: Budget) -> list[int]:
        """Return how many hits each question has; nothing is scored."""
        evaluator = self._finder.evaluator()
        return [len(self._finder.limited(own, budget, evaluator.unscored)[2]) for own in questions]

    def words(self, question: Question, budget: Budget) -> int:
        """Return how many words all hits have in their text fields together."""
        hits = self._finder.limited(question, budget, self._finder.evaluator().unscored)[2]
        return int(self._together.lengths()[hits.documents].sum())

    def shared(
        self,
        questions: Sequence[Question],
        others: Sequence[Question],
        budget: Callable[[], Budget],
    ) -> list[list[int]]:
        """Return for each question how many of its hits are also hits of each of the others."""
        evaluator = self._finder.evaluator()
        found: dict[int, Array] = {}  # a question may be among both
        for question in (*questions, *others):
            check_deadline()
            if id(question) not in found:
                hits = self._finder.limited(question, budget(), evaluator.unscored)[2]
                found[id(question)] = hits.documents
        counts = []
        for question in questions:
            is_hit = np.zeros(self._together.documents, bool)
            is_hit[found[id(question)]] = True
            counts.append([int(np.count_nonzero(is_hit[found[id(own)]])) for own in others])
        return counts

    def crossed(self, question: Question, facet: str, listed: Listed, budget: Budget) -> Crossed:
        """Find and limit; count the values of a facet of names, and on which days each is."""
        _, _, hits = self._finder.limited(question, budget, self._finder.evaluator().unscored)
        names = self._values.of(facet)
        assert isinstance(names, Names)
        counts = self._tallies.of(facet, hits.documents).listed(listed, self._folded)
        over_time = self._timeline(question.timeline, hits) if question.timeline else None
        return crossed(hits.documents, names, counts, self._day_counts(), over_time)

    def scores(
        self, numbers: Sequence[int | None], trees: Sequence[Query], budget: Budget
    ) -> list[list[float | None]]:
        """Return what each tree scores each document, None where it does not find it."""
        documents = np.array(sorted({own for own in numbers if own is not None}), np.intp)
        evaluator = self._finder.evaluator()
        found = []
        for tree in trees:
            own = evaluator.matches(budget.bounded(tree), documents)
            scores = dict(zip(own.documents.tolist(), own.scores.tolist(), strict=True))
            found.append([None if number is None else scores.get(number) for number in numbers])
        return found

    def _rescored(
        self,
        hits: Matches,
        question: Question,
        frequencies: Mapping[str, int],
        evaluator: Evaluator,
    ) -> Matches:
        """Return the hits with the scores that their order goes by; only the best if they do."""
        rescoring = question.rescoring
        if rescoring is None or question.sort != "relevance":
            return hits
        which = highest(hits.scores, rescoring.most)
        best = hits.where(which)
        looked_at = self._first(best, question.sort, 0, rescoring.looked_at)
        more = evaluator.matches(rescoring.tree_for(looked_at, frequencies), best.documents)
        best = scored(best.documents, (best, more))
        if len(best) == len(hits) or question.first + question.count <= len(best):
            return best
        scores = np.array(hits.scores)
        scores[which] = best.scores
        return Matches(hits.documents, scores)

    def _first(self, hits: Matches, sort: str, first: int, count: int) -> list[tuple[Item, float]]:
        """Return the hits of these ranks, in order, with their scores."""
        if not count:
            return []
        ranked = self._ranked(hits, self._keys(hits, sort), sort, first, count)
        if sort in _COUNTED:
            documents = [document for document, _ in ranked]
            scores = hits.scores[hits.documents.searchsorted(documents)].tolist()
            ranked = list(zip(documents, scores, strict=True))
        return [(self._item_of(document), score) for document, score in ranked]

    def _keys(self, hits: Matches, sort: str) -> Array:
        """Return what the hits are ranked by, besides their days: the most first."""
        if sort == "outlets":
            return self._together.outlet_counts[hits.documents].astype(np.float32)
        if sort == "size":
            own = self._stories
            return sizes(own.of[hits.documents]) if own else np.ones(len(hits), np.float32)
        return hits.scores

    def _ranked(
        self, hits: Matches, keys: Array, sort: str, first: int, count: int
    ) -> list[Ranked]:
        """Return the documents of the hits of these ranks, in order, with their keys."""
        ranked = Matches(hits.documents, keys)
        own = _ranked_as(sort)
        return ranked_between(self._together, ranked, own, first, count, self._item_id)

    def _item_id(self, document: int) -> bytes:
        number, own = self._together.within(document)
        return self._segments[number].id(own)

    def _item_of(self, document: int) -> Item:
        return self._item(*self._together.within(document))

    def _timeline(self, spread: Spread, hits: Matches) -> Timeline:
        check_deadline()
        days = self._day_counts()
        counts = days.count(hits.documents)
        return timeline(spread, days.days, counts, self._held, len(hits))

    @cached_property
    def _held(self) -> Array:
        """How many documents that may be found are of each day (`DayCounts.days`)."""
        return self._day_counts().count(self._together.listed(self._visible))


def _ranked_as(sort: str) -> str:
    """Return the order that the keys of hits are ranked in: of equal ones the newest is first."""
    return "relevance" if sort in _COUNTED else sort

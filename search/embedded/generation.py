"""What does one commit of a folder answer? `search.engine.Generation`, over its segments."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache, partial
from heapq import merge
from itertools import groupby, repeat
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
from whoosh.query import Query

from search.compared import compared_words
from search.crossed import Crossed
from search.embedded.evaluate.alike import AlikeWords
from search.embedded.evaluate.budget import Budget
from search.embedded.evaluate.corpus_statistics import Statistics
from search.embedded.evaluate.near import NearWords
from search.embedded.evaluate.over_time import DayCounts
from search.embedded.evaluate.tallies import FacetValues, Tallies
from search.embedded.evaluate.together import Together
from search.embedded.evaluate.vocabulary import Vocabulary
from search.embedded.finder import Finder
from search.embedded.schema import as_term
from search.embedded.searcher import Searcher
from search.embedded.segment.segment import Segment
from search.embedded.store.folder import Folder
from search.embedded.store.layout import SCHEMA_VERSION
from search.embedded.stories import SeenStories, Stories
from search.engine import Answer, Counted, Listed, Lookup, Question
from search.identity import Arrived
from search.known_outlets import KnownOutlets
from search.model import Item
from search.results import ArchiveInfo
from search.text import Analyzer

if TYPE_CHECKING:
    from search.story import HeldStory

#: Entries of the cache of items: those shown last are likely to be shown again.
ITEMS_KEPT = 256
#: Entries of the cache of days looked at; a full cache is emptied.
DAYS_KEPT = 8
_NEVER = datetime.min.replace(tzinfo=UTC)


class FolderGeneration:
    """One commit, opened, as it stands or (`at`) as it stood at the end of a day.

    Documents are numbered through all segments, in the order of the table of contents. Each is a
    state of an item. Those that are deleted, or not looked at, are found and counted by nothing.
    """

    def __init__(self, folder: Folder) -> None:
        self._contents, self._segments = folder.opened()
        #: Tells this commit from any other, also of an archive made anew in the same folder.
        self.state, self.number = self._contents.state, self._contents.generation
        self.arrivals_from = self._contents.arrivals_from
        self.analyzer = Analyzer(self._contents.language)
        self.outlets = KnownOutlets(self._contents.outlets)
        self._together = Together(self._segments)
        self._folder_bytes = folder.size
        # None of these refers to this object: the files are closed with the last answer that
        # needs them.
        self._near = NearWords(self._segments).near
        self._away = AlikeWords(self._segments).away
        self._item = lru_cache(ITEMS_KEPT)(partial(_unpacked, self._segments))
        self._values = FacetValues(self._segments, self.analyzer.name)
        self._day_counts = lru_cache(1)(partial(DayCounts, self._segments, self._together.starts))
        column = folder.stories(self._contents)
        segids = [entry.segid for entry in self._contents.segments]
        self._stories = Stories(column, segids, self._together.starts) if column else None
        self._look(None, standing=False)

    def _look(self, day: date | None, standing: bool) -> None:
        """Set all that depends on which documents may be found."""
        #: For each segment, which of its documents may be found; None where all may.
        self._visible = [segment.known(day, standing) for segment in self._segments]
        #: The same for the documents of all segments together.
        self._visible_together = self._together.marked(self._visible)
        self.size = sum(
            segment.documents if visible is None else int(np.count_nonzero(visible))
            for segment, visible in zip(self._segments, self._visible, strict=True)
        )
        visible = self._visible_together
        self._statistics = Statistics(self._segments, self._visible, self.size)
        self._tallies = Tallies(
            self._values, self._visible, partial(self._together.listed, visible)
        )
        stories = self._stories
        self._seen = SeenStories(stories, self._segments, visible, day) if stories else None
        self._finder = Finder(
            self._segments,
            self._together,
            visible,
            self.size,
            self._statistics,
            self._values,
            self._item,
            self._seen,
        )
        self._searcher = Searcher(
            self._segments,
            self._together,
            visible,
            self._finder,
            self._statistics,
            self._values,
            self._tallies,
            self.analyzer,
            self._item,
            self._day_counts,
            self._seen,
        )
        self._day = day
        self._others: dict[tuple[date | None, bool], FolderGeneration] = {}
        for of_day in ("_span", "has_history"):  # a copy's are those of another day
            self.__dict__.pop(of_day, None)

    def at(self, day: date | None) -> "FolderGeneration":
        """Return the same commit as it stood at the end of a day; None: as it stands."""
        return self if day is None else self._other(day, standing=False)

    def standing(self) -> "FolderGeneration":
        """Return the same commit and day without the items whose files were gone by then."""
        return self._other(self._day, standing=True)

    def _other(self, day: date | None, standing: bool) -> "FolderGeneration":
        found = self._others.get((day, standing))
        if found is None:
            found = copy(self)  # which shares all that is open
            found._look(day, standing)
            if len(self._others) >= DAYS_KEPT:
                self._others = {}
            self._others[day, standing] = found
        return found

    # -- items

    def item(self, id: str) -> Item | None:
        """Return an item, its newest state with all older versions; None where there is none."""
        for segment, visible in zip(self._segments, self._visible, strict=True):
            for document in segment.find(as_term(id)):
                if visible is None or visible[document]:
                    return segment.items.item(document)
        return None

    def states(self, ids: Sequence[str]) -> list[tuple[Item, ...]]:
        """Return all states of each item, the oldest first, whatever the day."""
        return list(map(self._states, ids))

    def _states(self, id: str) -> tuple[Item, ...]:
        found = [
            self._item(number, document)
            for number, segment in enumerate(self._segments)
            for document in segment.find(as_term(id))
        ]
        return tuple(sorted(found, key=lambda state: state.seen or _NEVER))

    def items(self) -> Iterator[Item]:
        """Yield all items in the order of their ids' bytes, each read when it is its turn."""
        streams = [
            zip(segment.living(), repeat(number)) for number, segment in enumerate(self._segments)
        ]
        for (_, document), number in merge(*streams):
            visible = self._visible[number]
            if visible is None or visible[document]:
                yield self._segments[number].items.item(document)

    def arrived(self) -> Iterator[Arrived]:
        """Yield the states of all items in that order, with the generations they came in with."""
        streams = [
            zip(segment.living(), repeat(number)) for number, segment in enumerate(self._segments)
        ]
        came = [segment.arrived() for segment in self._segments]
        for (number, _), own in groupby(
            (((at, id), document) for (id, document), at in merge(*streams)), itemgetter(0)
        ):
            documents = [document for _, document in own]
            states = [self._segments[number].items.state(one) for one in documents]
            states.sort(key=lambda state: state.seen or _NEVER)
            yield int(came[number][documents[0]]), states

    # -- words and names

    def look_up(self, lookups: Sequence[Lookup]) -> list[list[Counted]]:
        """Return for each look-up the words or values that items have, with their counts."""
        names = self._tallies.names
        vocabulary = Vocabulary(self._segments, self._visible, self._near, self._away, names)
        return list(map(vocabulary.look_up, lookups))

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """Return for each term how many items have it, in the text field that has it most often."""
        return self._statistics.frequencies(terms)

    def item_and_frequencies(self, id: str) -> tuple[Item, dict[str, int]] | None:
        """Return an item, and for each word it is compared by how many items have it."""
        item = self.item(id)
        if item is None:
            return None
        return item, self._statistics.frequencies(compared_words(item, self.analyzer))

    # -- search

    def search(self, question: Question) -> Answer:
        """Find, limit, count and order."""
        return self._searcher.search(question, self._budget())

    def every(self, question: Question) -> Iterator[Item]:
        """Find now, then yield all hits in order, a slice of them in memory at a time."""
        return self._searcher.every(question, self._budget())

    def totals(self, questions: Sequence[Question]) -> list[int]:
        """Return how many hits each question has."""
        budget = self._budget()  # of all together
        return self._searcher.totals(questions, budget)

    def words(self, question: Question) -> int:
        """Return how many words all hits have in their text fields together."""
        return self._searcher.words(question, self._budget())

    def shared(self, questions: Sequence[Question], others: Sequence[Question]) -> list[list[int]]:
        """Return for each question how many of its hits are also hits of each of the others."""
        return self._searcher.shared(questions, others, self._budget)

    def crossed(self, question: Question, facet: str, listed: Listed) -> Crossed:
        """Return the hits of a question by the values of a facet of names, and by its timeline."""
        return self._searcher.crossed(question, facet, listed, self._budget())

    def story(self, id: str, most: int) -> "HeldStory | None":
        """Return the story of an item, with its first items; None where none is known."""
        number = self._finder.number_of(id)
        if number is None or not self._seen:
            return None
        from search.embedded.story_of import StoryTeller  # a search needs none of it

        teller = StoryTeller(self._searcher, self._seen, self._together, self._segments)
        return teller.held(number, most)

    def stories_of(self, ids: Sequence[str]) -> list[str | None]:
        """Return the id of the story of each item; None where it is not known."""
        return [
            None if number is None else self._story_id(number)
            for number in map(self._finder.number_of, ids)
        ]

    def _story_id(self, number: int) -> str:
        assert self._seen
        segment, document = self._together.within(self._seen.begin(number))
        return self._segments[segment].id(document).decode("utf-8", "surrogatepass")

    def scores(self, ids: Sequence[str], trees: Sequence[Query]) -> list[list[float | None]]:
        """Return for each tree what it scores each item, None where it does not find the item."""
        return self._searcher.scores(list(map(self._document, ids)), trees, self._budget())

    def _budget(self) -> Budget:
        return Budget(self._statistics)

    def _document(self, id: str) -> int | None:
        """Return the number of an item's document among all that may be found."""
        for segment, start, visible in zip(
            self._segments, self._together.starts, self._visible, strict=False
        ):
            for document in segment.find(as_term(id)):
                if visible is None or visible[document]:
                    return start + document
        return None

    # -- what it is

    def info(self) -> ArchiveInfo:
        """Return what the archive is."""
        size, (first, last), parts = self._folder_bytes(), self._span, self._parts
        return ArchiveInfo(
            items=self.size,
            generation=self.number,
            language=self.analyzer.language,
            schema=SCHEMA_VERSION,
            outlets=len(self._tallies.of_all("sources")),
            first_day=first,
            last_day=last,
            has_history=self.has_history,
            bytes=size,
            segments=len(self._segments),
            deleted=sum(
                int(np.count_nonzero(~segment.live))
                for segment in self._segments
                if segment.live is not None
            ),
            # Another commit may have removed files since they were opened.
            parts={**parts, "other": max(size - sum(parts.values()), 0)},
        )

    @cached_property
    def has_history(self) -> bool:
        """Whether a state of an item, of those known by the day, says when it came or went."""
        known = self._visible if self._day else [segment.live for segment in self._segments]
        pairs = zip(self._segments, known, strict=True)
        return any(segment.has_history(visible, self._day) for segment, visible in pairs)

    @cached_property
    def _parts(self) -> Mapping[str, int]:
        """The bytes of segments by what they hold: items, words, facets."""
        found = Counter(items=0, words=0, facets=0)
        for segment in self._segments:
            found.update(segment.parts())
        return found

    @cached_property
    def _span(self) -> tuple[date | None, date | None]:
        """The first and the last day, None where no item has a day."""
        days: list[int] = []
        for segment, visible in zip(self._segments, self._visible, strict=True):
            if visible is None:
                dated = np.arange(segment.dated)
            else:
                dated = np.flatnonzero(visible[: segment.dated])
            if len(dated):
                days += (segment.day(int(dated[0])), segment.day(int(dated[-1])))
        if not days:
            return None, None
        return date.fromordinal(min(days)), date.fromordinal(max(days))


def _unpacked(segments: Sequence[Segment], number: int, document: int) -> Item:
    return segments[number].items.state(document)

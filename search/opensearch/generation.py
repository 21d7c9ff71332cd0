"""What does one commit of an archive on a cluster answer? It never changes."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from threading import Lock

from whoosh.query import Query

from search.compared import compared_words
from search.crossed import Crossed
from search.engine import Answer, Counted, Listed, Lookup, Question
from search.identity import Arrived
from search.known_outlets import KnownOutlets
from search.model import Item, is_unicode
from search.opensearch.client import Json
from search.opensearch.documents import day_of, item_of
from search.opensearch.facts import Facts, facts_of
from search.opensearch.knowledge import Knowledge
from search.opensearch.mapping import CLUSTER_SCHEMA
from search.opensearch.records import Newest
from search.opensearch.reworded import ClusterRewordings
from search.opensearch.searcher import ClusterSearcher
from search.opensearch.states import states_of
from search.opensearch.stories import ClusterStories
from search.opensearch.values import Values
from search.opensearch.view import View
from search.opensearch.vocabulary import ClusterVocabulary
from search.packed import NEVER, UNDATED
from search.query.tree import ID_FIELD
from search.results import ArchiveInfo
from search.story import HeldStory
from search.text import Analyzer

#: Items of one page where all are read.
ITEMS_OF_A_PAGE = 200
#: Items that were read last, which are kept.
ITEMS_KEPT = 256
#: Days and kinds of view that are kept; a full store is emptied.
VIEWS_KEPT = 8


class ClusterGeneration:
    """One commit, as it stands or as it stood at the end of a day."""

    def __init__(
        self,
        newest: Newest,
        view: View,
        analyzer: Analyzer,
        rewordings: ClusterRewordings | None = None,
    ) -> None:
        self._rewordings = rewordings or ClusterRewordings()
        self._newest, self._view, self.analyzer = newest, view, analyzer
        self.number, self.arrivals_from = newest.number, newest.arrivals_from
        self.outlets = KnownOutlets(newest.outlets)
        self._values = Values(view, analyzer.name)
        self._knowledge = Knowledge(view, lambda: self._facts, self._rewordings)
        stories = ClusterStories(view, self._values, analyzer) if view.with_stories else None
        self._searcher = ClusterSearcher(
            view, self._knowledge, self._values, lambda: self._facts, stories
        )
        self._stories = stories
        self._vocabulary = ClusterVocabulary(view, self._values)
        self._others: dict[View, ClusterGeneration] = {}
        self._lock = Lock()
        #: A page about an item asks for it several times.
        self._kept_item = lru_cache(ITEMS_KEPT)(self._item)

    @property
    def state(self) -> str:
        """A text that no other commit has."""
        return self._newest.state

    @property
    def size(self) -> int:
        """How many items there are."""
        return self._facts.items

    @cached_property
    def _facts(self) -> Facts:
        return facts_of(self._values)

    def at(self, day: date | None) -> "ClusterGeneration":
        """Return the same commit as it stood at the end of a day; None: as it stands."""
        return self._other(self._view.at(day))

    def standing(self) -> "ClusterGeneration":
        """Return the same commit and day without the items whose files were gone by then."""
        return self._other(self._view.standing())

    def _other(self, view: View) -> "ClusterGeneration":
        if view == self._view:
            return self
        with self._lock:
            if view not in self._others:
                if len(self._others) >= VIEWS_KEPT:
                    self._others = {}
                own = ClusterGeneration(self._newest, view, self.analyzer, self._rewordings)
                self._others[view] = own
            return self._others[view]

    # -- search

    def search(self, question: Question) -> Answer:
        """Find, limit, count and order."""
        return self._searcher.search(question)

    def every(self, question: Question) -> Iterator[Item]:
        """Find now, then yield all hits in order, a slice of them in memory at a time."""
        return self._searcher.every(question)

    def totals(self, questions: Sequence[Question]) -> list[int]:
        """Return how many hits each question has."""
        return self._searcher.totals(questions)

    def words(self, question: Question) -> int:
        """Return how many words all hits have in their text fields together."""
        return self._searcher.words(question)

    def shared(self, questions: Sequence[Question], others: Sequence[Question]) -> list[list[int]]:
        """Return for each question how many of its hits are also hits of each of the others."""
        return self._searcher.shared(questions, others)

    def scores(self, ids: Sequence[str], trees: Sequence[Query]) -> list[list[float | None]]:
        """Return for each tree what it scores each item, None where it does not find the item."""
        return self._searcher.scores(ids, trees)

    def crossed(self, question: Question, facet: str, listed: Listed) -> Crossed:
        """Return the hits of a question by the values of a facet of names, and by its timeline."""
        return self._searcher.crossed(question, facet, listed)

    # -- words and names

    def look_up(self, lookups: Sequence[Lookup]) -> list[list[Counted]]:
        """Return for each look-up the words or values that items have, with their counts."""
        return self._vocabulary.look_up(lookups)

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """Return for each term how many items have it, in the text field that has it most often."""
        return self._knowledge.frequencies(terms)

    # -- items

    def item_and_frequencies(self, id: str) -> tuple[Item, dict[str, int]] | None:
        """Return an item, and for each word it is compared by how many items have it."""
        item = self.item(id)
        if item is None:
            return None
        return item, self.frequencies(compared_words(item, self.analyzer))

    def item(self, id: str) -> Item | None:
        """Return an item, its newest state with all older versions; None where there is none."""
        return self._kept_item(id) if is_unicode(id) else None

    def _item(self, id: str) -> Item | None:
        body = self._view.asking({"term": {ID_FIELD: id}}, _source=["item"])
        hits = self._view.search(body | {"size": 1})["hits"]["hits"]
        return item_of(hits[0]["_source"], with_versions=True) if hits else None

    def states(self, ids: Sequence[str]) -> list[tuple[Item, ...]]:
        """Return all states of each item, the oldest first, whatever the day."""
        found = states_of(self._view, ids)
        return [tuple(found[id]) for id in ids]

    def items(self) -> Iterator[Item]:
        """Yield all items in the order of their ids' bytes, a page of them in memory at a time."""
        body = self._view.asking(_source=["item"], sort=[{ID_FIELD: "asc"}])
        for hit in self._view.listed(body, ITEMS_OF_A_PAGE):
            yield item_of(hit["_source"], with_versions=True)

    def arrived(self) -> Iterator[Arrived]:
        """Yield the states of all items in that order, with the generations they came in with."""
        body: Json = {"query": {"bool": {"filter": self._view.committed()}}}
        body |= {"_source": ["item", "came"], "sort": [{ID_FIELD: "asc"}, {"state": "asc"}]}
        hits = self._view.listed(body, ITEMS_OF_A_PAGE)
        for _, own in groupby(hits, lambda hit: hit["sort"][0]):
            sources = [hit["_source"] for hit in own]
            yield int(sources[0]["came"]), list(map(item_of, sources))

    # -- what it is

    @cached_property
    def has_history(self) -> bool:
        """Whether a state of an item, of those known by the day, says when it came or went."""
        day = self._view.day
        last = day.toordinal() if day else NEVER - 1
        either = [
            {"range": {"stood_from": {"gt": UNDATED}}},
            {"range": {"gone_on": {"lte": last}}},
        ]
        filters = self._view.filters() if day else self._view.committed()
        inside = {"filter": filters, "should": either, "minimum_should_match": 1}
        body: Json = {"query": {"bool": inside}, "size": 0, "track_total_hits": 1}
        return bool(self._view.search(body)["hits"]["total"]["value"])

    def stories_of(self, ids: Sequence[str]) -> list[str | None]:
        """Return the id of the story of each item; None where it is not known."""
        return self._stories.of_items(ids) if self._stories else [None] * len(ids)

    def story(self, id: str, most: int) -> HeldStory | None:
        """Return the story of an item, with its first items; None where none is known."""
        return self._stories.held(id, most) if self._stories else None

    def info(self) -> ArchiveInfo:
        """Return what the archive is; its size is the one that it had when it was asked first."""
        return self._info

    @cached_property
    def _info(self) -> ArchiveInfo:
        ends = self._facts.held.ends
        cluster, index = self._view.cluster, self._view.index
        told = cluster.ask("GET", f"/{index}/_stats/store,segments,docs")
        stats = told["indices"][index]["primaries"]
        size = int(stats["store"]["size_in_bytes"])
        return ArchiveInfo(
            items=self.size,
            generation=self.number,
            language=self.analyzer.language,
            schema=CLUSTER_SCHEMA,
            outlets=len(self._values.of_all("sources").counts),
            first_day=day_of(ends[0]) if ends else None,
            last_day=day_of(ends[1]) if ends else None,
            has_history=self.has_history,
            bytes=size,
            segments=int(stats["segments"]["count"]),
            deleted=int(stats["docs"]["deleted"]),
            parts={"items": 0, "words": 0, "facets": 0, "other": size},
        )

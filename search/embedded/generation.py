"""What does one generation of the index answer? It never changes; all threads share it."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache, partial
from heapq import merge
from itertools import accumulate, repeat
from math import log

import numpy as np
from whoosh.query import Every, Query

from search.embedded.evaluate.evaluator import Evaluator
from search.embedded.evaluate.facets import FacetCounts, Names, Periods
from search.embedded.evaluate.matches import Matches, marked, meeting
from search.embedded.evaluate.ranking import best
from search.embedded.evaluate.statistics import Statistics
from search.embedded.schema import NAME_FIELDS, UNDATED, as_term, language_of, unpack, unpack_state
from search.embedded.segment.sections import Array
from search.embedded.segment.segment import Segment
from search.embedded.stock.matchers import StockMatchers
from search.embedded.store.folder import Folder
from search.model import Item
from search.query.tree import TEXT_FIELDS
from search.request import FACETS, SearchRequest
from search.text import Analyzer


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits of a search: their number, those of the page as (document, score), the counts."""

    total: int
    ranked: list[tuple[int, float]]
    counts: Mapping[str, FacetCounts]


#: Items that were shown last, and are likely to be shown again.
ITEMS_KEPT = 256
#: Days that were looked at last; so many again are forgotten all at once.
DAYS_KEPT = 8
_NEVER = datetime.min.replace(tzinfo=UTC)


class Reader:
    """A generation, opened, and looked at as it stands or (`at`) as it stood on a day.

    Documents are numbered through all segments, in the order of the table of contents. Each is a
    state of an item; those that are deleted or did not stand are found by nothing and counted by
    nothing but the statistics for scores. Raises IndexDamaged wherever something is read that is
    not what was written.
    """

    def __init__(self, folder: Folder) -> None:
        self._contents, self._segments = folder.opened()
        self.state, self.generation = self._contents.state, self._contents.generation
        self.analyzer = Analyzer(language_of(self._contents.schema))
        self._starts = [0, *accumulate(segment.documents for segment in self._segments)]
        # None of these knows this reader: so it is let go of, and its files, with its last answer.
        self._statistics = statistics = Statistics(self._segments)
        self._stock = StockMatchers(folder.storage, self._contents, self._segments)
        self._evaluators = [
            Evaluator(segment, place, statistics, partial(self._stock.matches, place))
            for place, segment in enumerate(self._segments)
        ]
        self._item = lru_cache(ITEMS_KEPT)(partial(_unpacked, self._segments))
        self._facets: dict[str, Names | Periods] = {}
        self._names: dict[str, list[tuple[str, str]]] = {}
        self._look(None)

    def _look(self, day: date | None) -> None:
        """Set all that depends on which documents stand."""
        #: For each segment, which of its documents may be found; None where all may.
        self._seen = [segment.standing(day) for segment in self._segments]
        self._items = sum(
            segment.documents if seen is None else int(np.count_nonzero(seen))
            for segment, seen in zip(self._segments, self._seen, strict=True)
        )
        self._counts: dict[str, FacetCounts] = {}
        self._on_day: dict[date, Reader] = {}
        self._span: tuple[date | None, date | None] | None = None

    def at(self, day: date | None) -> "Reader":
        """Return the generation as it stood at the end of a day; for None, as it stands."""
        if day is None:
            return self
        found = self._on_day.get(day)
        if found is None:
            found = copy(self)  # which shares all that is open
            found._look(day)
            if len(self._on_day) >= DAYS_KEPT:
                self._on_day = {}
            self._on_day[day] = found
        return found

    def close(self) -> None:
        """Do nothing: the files are let go of with the last answer that needs them."""

    # -- items

    def __len__(self) -> int:
        """Return how many items there are."""
        return self._items

    @property
    def documents(self) -> int:
        """How many documents there are, with those that cannot be found."""
        return self._starts[-1]

    @property
    def segments(self) -> int:
        """How many segments there are."""
        return len(self._segments)

    @property
    def deleted(self) -> int:
        """How many documents were deleted, and are in segments until these are merged."""
        living = (segment.live for segment in self._segments)
        return sum(int(np.count_nonzero(~live)) for live in living if live is not None)

    @cached_property
    def has_history(self) -> bool:
        """Whether of some item it is known since when it stands."""
        return any(segment.has_history for segment in self._segments)

    @cached_property
    def parts(self) -> Counter[str]:
        """The bytes of segments by what they hold: items, words, facets."""
        found = Counter(items=0, words=0, facets=0)
        for segment in self._segments:
            found.update(segment.parts())
        return found

    def _place(self, document: int) -> tuple[int, int]:
        """Return which segment holds a document, and its number there."""
        place = bisect_right(self._starts, document) - 1
        return place, document - self._starts[place]

    def document(self, item_id: str) -> int | None:
        """Return the number of the document that holds an item; None where it has none."""
        for start, segment, seen in zip(self._starts, self._segments, self._seen, strict=False):
            for document in segment.find(as_term(item_id)):
                if seen is None or seen[document]:
                    return start + document
        return None

    def states(self, item_id: str) -> list[Item]:
        """Return all states of an item, whichever day is looked at, the oldest first."""
        found = [
            self._item(place, document)
            for place, segment in enumerate(self._segments)
            for document in segment.find(as_term(item_id))
        ]
        return sorted(found, key=lambda state: state.seen or _NEVER)

    def item(self, document: int) -> Item:
        """Return the item of a document, without its older states."""
        return self._item(*self._place(document))

    def items(self) -> Iterator[Item]:
        """Yield all items in the order of their ids' bytes, each read when it is its turn."""
        streams = [
            zip(segment.living(), repeat(place)) for place, segment in enumerate(self._segments)
        ]
        for (_, document), place in merge(*streams):
            seen = self._seen[place]
            if seen is None or seen[document]:
                yield unpack(self._segments[place].items[document])

    def whole_item(self, document: int) -> Item:
        """Return the item of a document, its older states with it."""
        place, own = self._place(document)
        return unpack(self._segments[place].items[own])

    def _item_id(self, place: int, document: int) -> str:
        return self._item(place, document).id

    # -- words and names

    def forms_starting(self, prefix: str) -> Iterator[str]:
        """Yield the folded words that begin so, in order."""
        found: set[bytes] = set()
        for segment in self._segments:
            terms = segment.field("forms").terms
            span = terms.starting(as_term(prefix))
            found.update(terms.slice(span.start, span.stop))
        yield from filter(self._lives, (form.decode() for form in sorted(found)))

    def forms_near(self, form: str, distance: int) -> Iterator[str]:
        """Yield the folded words within so many changed letters, the first letter kept."""
        found: set[str] = set()
        for place in range(len(self._segments)):
            found.update(self._stock.near(place, form, distance))
        yield from filter(self._lives, sorted(found))

    def _lives(self, form: str) -> bool:
        """Tell whether an item has a folded word; segments keep those of deleted ones too."""
        return all(seen is None for seen in self._seen) or bool(self.form_frequency(form))

    def names(self, facet: str) -> Sequence[tuple[str, str]]:
        """Return every value of a field of names with its folded form, in order.

        Whichever day is looked at: some may be of no item that can be found.
        """
        if facet not in self._names:
            postings = (segment.field(facet).terms for segment in self._segments)
            known = {term for terms in postings for term in terms.slice(0, len(terms))}
            values = [term.decode() for term in sorted(known)]
            self._names[facet] = [(value, self.analyzer.name(value)) for value in values]
        return self._names[facet]

    def known_name(self, facet: str, name: str) -> str:
        """Return the most frequent value of a facet that differs from a name in its writing only.

        The name itself where it is a value, or where there is none.
        """
        if self._frequency(facet, name):
            return name
        folded = self.analyzer.name(name)
        like = [value for value, other in self.names(facet) if folded and other == folded]
        most = max(like, key=lambda value: self._frequency(facet, value), default=name)
        return most if self._frequency(facet, most) else name

    def form_frequency(self, form: str) -> int:
        """Return how many items have a folded word."""
        return self._frequency("forms", form)

    def frequency(self, term: str) -> int:
        """Return how many items have a term in the field where it is most frequent.

        As in scores, all documents count: older states, and deleted ones until they are merged.
        """
        return max(self._statistics.of(name, as_term(term)).count for name in TEXT_FIELDS)

    def _frequency(self, field: str, term: str) -> int:
        """Return how many items have a term."""
        count = 0
        for segment, seen in zip(self._segments, self._seen, strict=True):
            postings = segment.field(field)
            number = postings.terms.find(as_term(term))
            if number is None:
                continue
            if seen is None:
                count += int(postings.counts[number])
            else:
                count += int(np.count_nonzero(seen[postings.of(number)[0]]))
        return count

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of a term, 0 for one that nothing has."""
        frequency = self.frequency(term)
        return log(1 + self.documents / frequency) if frequency else 0.0

    # -- search

    def matches(self, query: Query) -> dict[int, float]:
        """Return the score of every document that a query finds, by document."""
        scores: dict[int, float] = {}
        for start, found in zip(self._starts, self._found(query), strict=False):
            documents = (found.documents + start).tolist()
            scores.update(zip(documents, found.scores.tolist(), strict=True))
        return scores

    def total(self, query: Query) -> int:
        """Return how many documents a query finds."""
        return sum(map(len, self._found(query)))

    def best(self, query: Query, number: int) -> list[tuple[int, float]]:
        """Return the documents with the highest scores for a query, equals newest first."""
        return self._ranked(self._found(query), "relevance", number)

    def _found(
        self, query: Query, since: date | None = None, until: date | None = None
    ) -> list[Matches]:
        """Return the documents dated within some days that a query finds in each segment."""
        found = []
        for segment, evaluator, seen in zip(
            self._segments, self._evaluators, self._seen, strict=True
        ):
            among = None
            if since or until:
                first = since.toordinal() if since else UNDATED + 1
                among = segment.span(first, (until or date.max).toordinal())
            matches = evaluator.matches(query, among)
            if seen is not None:
                matches = matches.where(seen[matches.documents])
            found.append(matches)
        return found

    def _ranked(self, hits: list[Matches], sort: str, number: int) -> list[tuple[int, float]]:
        pairs = list(zip(self._segments, hits, strict=True))
        first = best(pairs, sort, number, self._item_id)
        return [(self._starts[place] + document, score) for place, document, score in first]

    def search(self, query: Query, request: SearchRequest, facets: Collection[str]) -> Answer:
        """Find, limit, count and order. The page's hits come ranked; counts are over all hits.

        A facet's own counts leave out the values it is limited to, not those it excludes: a
        search limited to one value instead has as many hits as the value's count says.
        """
        found = self._found(query, request.since, request.until)
        pools = [self._limited(place, matches, request) for place, matches in enumerate(found)]
        limited = [facet for facet in FACETS if request.included(facet)]
        # For each segment and limited facet, which of the pool has one of its values.
        allowed = [
            {facet: self._having(place, facet, request.included(facet), pool) for facet in limited}
            for place, pool in enumerate(pools)
        ]
        hits = [
            meeting(pool, list(masks.values())) for pool, masks in zip(pools, allowed, strict=True)
        ]
        documents = [found.documents for found in hits]
        counts = {}
        for facet in facets:
            counted = documents
            if facet in limited:
                counted = [
                    meeting(pool, [masks[name] for name in limited if name != facet]).documents
                    for pool, masks in zip(pools, allowed, strict=True)
                ]
            values = self._facet(facet)
            counts[facet] = FacetCounts(values.count(counted), values)
        first = (request.page - 1) * request.per_page
        ranked = self._ranked(hits, request.sort, first + request.per_page)
        return Answer(sum(map(len, hits)), ranked[first:], counts)

    def _limited(self, place: int, found: Matches, request: SearchRequest) -> Matches:
        """Return what the excluded values leave."""
        for facet in FACETS:
            if values := request.excluded(facet):
                found = found.where(~self._having(place, facet, values, found))
        return found

    def _having(self, place: int, facet: str, values: Sequence[str], found: Matches) -> Array:
        """Tell for each of the documents found whether it has one of the values of a facet."""
        segment = self._segments[place]
        kind = self._facet(facet)
        having = np.zeros(len(found), bool)
        if isinstance(kind, Periods):
            for span in kind.spans(place, values):
                start, end = np.searchsorted(found.documents, (span.start, span.stop))
                having[start:end] = True
            return having
        postings = segment.field(facet)
        for value in values:
            number = postings.terms.find(as_term(value))
            if number is not None:
                having |= marked(postings.of(number)[0], found.documents, segment.documents)
        return having

    # -- facets

    def counts(self, facet: str) -> dict[str, int]:
        """Return every value of a facet and how many items have it."""
        return dict(self._of_all(facet).items())

    def count(self, facet: str) -> int:
        """Return how many values a facet has."""
        return len(self._of_all(facet))

    def _of_all(self, facet: str) -> FacetCounts:
        """Return a facet's counts over all items, which no generation counts twice."""
        if facet not in self._counts:
            values = self._facet(facet)
            everything = [found.documents for found in self._found(Every())]
            self._counts[facet] = FacetCounts(values.count(everything), values)
        return self._counts[facet]

    @property
    def span(self) -> tuple[date | None, date | None]:
        """The first and the last day, None where no item has a day."""
        if self._span is None:
            self._span = self._first_and_last()
        return self._span

    def _first_and_last(self) -> tuple[date | None, date | None]:
        days: list[int] = []
        for segment, found in zip(self._segments, self._found(Every()), strict=True):
            dated = found.documents[: np.searchsorted(found.documents, segment.dated)]
            if len(dated):
                days += (segment.day(int(dated[0])), segment.day(int(dated[-1])))
        if not days:
            return None, None
        return date.fromordinal(min(days)), date.fromordinal(max(days))

    def _facet(self, facet: str) -> Names | Periods:
        if facet not in self._facets:
            kind = Names if facet in NAME_FIELDS else Periods
            self._facets[facet] = kind(self._segments, facet)
        return self._facets[facet]


def _unpacked(segments: Sequence[Segment], place: int, document: int) -> Item:
    return unpack_state(segments[place].items[document])

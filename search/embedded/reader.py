"""What does one generation of the index answer? For one thread at a time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import nsmallest
from itertools import chain
from math import log

from whoosh.query import And, Not, Or, Phrase, Query, Term
from whoosh.searching import SearchContext

from search.embedded.schema import NAME_FIELDS, UNDATED, unpack
from search.embedded.storage import Folder, damaged
from search.model import Item, is_unicode
from search.query import TEXT_FIELDS
from search.request import FACETS, SearchRequest
from search.rows import rows
from search.text import Analyzer


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits of a search: their number, those of the page as (document, score), the counts."""

    total: int
    ranked: list[tuple[int, float]]
    counts: dict[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class _Facet:
    """One facet of all documents, both ways round."""

    values: list[tuple[str, ...]]
    documents: dict[str, set[int]]


class Reader:
    """A generation, opened. Whoosh's searcher has one file position, so never share it."""

    def __init__(self, folder: Folder) -> None:
        self.analyzer = Analyzer(folder.language)
        # Before the index: a commit in between makes this state stale, never the index too new.
        self.state = folder.state()
        index = folder.index()
        try:
            self._searcher = index.searcher()
        except Exception as error:  # a damaged segment fails in any way
            raise damaged(folder.path, error) from error
        self._reader = self._searcher.reader()
        # Whoosh's reader of an index without segments knows no generation.
        generation = self._reader.generation()
        self.generation = int(index.latest_generation() if generation is None else generation)
        self._facets: dict[str, _Facet] = {}
        self._names: dict[str, list[tuple[str, str]]] = {}

    def close(self) -> None:
        """Let go of the files."""
        self._searcher.close()

    # -- items

    def __len__(self) -> int:
        """Return how many items there are."""
        return int(self._reader.doc_count())

    def document(self, item_id: str) -> int | None:
        """Return the number of the document that holds an item."""
        if not is_unicode(item_id) or ("path", item_id) not in self._reader:
            return None
        return next(iter(self._reader.postings("path", item_id).all_ids()), None)

    def item(self, document: int) -> Item:
        """Return the item of a document."""
        return unpack(self._searcher.stored_fields(document)["item"])

    @cached_property
    def days(self) -> list[int]:
        """The day of each document as an ordinal, UNDATED where it has none."""
        days: list[int] = []
        for leaf, _ in self._reader.leaf_readers():
            # Whoosh's reader of an index without segments has no columns.
            column = leaf.column_reader("date") if leaf.has_column("date") else ()
            days.extend(
                UNDATED if leaf.is_deleted(number) else int(column[number])
                for number in range(leaf.doc_count_all())
            )
        return days

    @cached_property
    def _places(self) -> list[int]:
        """The place of each document in the order of ids, which settles what else is equal."""
        places = [0] * self._reader.doc_count_all()
        for place, item_id in enumerate(self._reader.lexicon("path")):
            for document in self._reader.postings("path", item_id).all_ids():
                places[document] = place
        return places

    # -- words and names

    def forms_starting(self, prefix: str) -> Iterator[str]:
        """Yield the folded words that begin so, in order."""
        for form in self._reader.expand_prefix("forms", prefix):
            if self._lives(form):
                yield form.decode()

    def forms_near(self, form: str, distance: int) -> Iterator[str]:
        """Yield the folded words within so many changed letters, the first letter kept."""
        near = sorted(self._reader.terms_within("forms", form, distance, prefix=1))
        yield from filter(self._lives, near)

    def _lives(self, form: str | bytes) -> bool:
        """Tell whether an item has a folded word; Whoosh keeps those of deleted ones too."""
        return not self._reader.has_deletions() or any(
            True for _ in self._reader.postings("forms", form).all_ids()
        )

    def names(self, facet: str) -> Sequence[tuple[str, str]]:
        """Return every value of a facet with its folded form, in order."""
        if facet not in self._names:
            documents = self._facet(facet).documents
            self._names[facet] = [(value, self.analyzer.name(value)) for value in sorted(documents)]
        return self._names[facet]

    def known_name(self, facet: str, name: str) -> str:
        """Return the most frequent value of a facet that differs from a name in its writing only.

        The name itself where it is a value, or where there is none.
        """
        documents = self._facet(facet).documents
        if name in documents:
            return name
        folded = self.analyzer.name(name)
        like = [value for value, other in self.names(facet) if folded and other == folded]
        return max(like, key=lambda value: len(documents[value]), default=name)

    def form_frequency(self, form: str) -> int:
        """Return how many items have a folded word."""
        return self._frequency("forms", form)

    def frequency(self, term: str) -> int:
        """Return how many items have a term in the field where it is most frequent."""
        return max(self._frequency(name, term) for name in TEXT_FIELDS)

    def _frequency(self, field: str, term: str) -> int:
        """Return how many items have a term; Whoosh's own number counts deleted ones too."""
        if self._reader.has_deletions():
            if (field, term) not in self._reader:
                return 0
            return sum(1 for _ in self._reader.postings(field, term).all_ids())
        return int(self._reader.doc_frequency(field, term))

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of a term, 0 for one that nothing has."""
        frequency = self.frequency(term)
        return log(1 + len(self) / frequency) if frequency else 0.0

    # -- search

    def matches(self, query: Query) -> dict[int, float]:
        """Return the score of every document that a query finds, by document.

        Whoosh's matchers answer single terms and ranges; what joins them is done here,
        on whole sets: its trees of matchers are slow for many terms, and wrong for some negations.
        """
        match query:
            case And():
                return self._all_of(query.subqueries)
            case Or():
                scores: defaultdict[int, float] = defaultdict(float)
                for part in query.subqueries:
                    for document, score in self.matches(part).items():
                        scores[document] += score
                return scores
            case Phrase():
                return self._phrase(query)
        return self._leaf(query)

    def _all_of(self, parts: list[Query]) -> dict[int, float]:
        wanted = [self.matches(part) for part in parts if not isinstance(part, Not)]
        wanted.sort(key=len)
        scores, *others = wanted
        for other in others:
            scores = {
                document: score + other[document]
                for document, score in scores.items()
                if document in other
            }
        for part in parts:
            if isinstance(part, Not):
                left_out = self.matches(part.query)
                scores = {
                    document: score
                    for document, score in scores.items()
                    if document not in left_out
                }
        return scores

    def _phrase(self, phrase: Phrase) -> dict[int, float]:
        """Find words in a row, linear in their positions; scored as all of the words are.

        Whoosh's spans multiply: a phrase of many frequent words takes it minutes.
        """
        words = Counter(phrase.words)
        scores: dict[int, float] = {}
        for leaf, offset in self._searcher.leaf_searchers():
            terms = {word: Term(phrase.fieldname, word) for word in words}
            documents = set.intersection(
                *(set(term.matcher(leaf).all_ids()) for term in terms.values())
            )
            matchers = {word: term.matcher(leaf, self._context) for word, term in terms.items()}
            for document in sorted(documents):
                score = 0.0
                positions = {}
                for word, matcher in matchers.items():
                    if matcher.id() < document:
                        matcher.skip_to(document)
                    score += matcher.score() * words[word]
                    positions[word] = matcher.value_as("positions")
                if rows([positions[word] for word in phrase.words], phrase.slop)[-1]:
                    scores[offset + document] = score * phrase.boost
        return scores

    @property
    def _context(self) -> SearchContext:
        return SearchContext(weighting=self._searcher.weighting)

    def _leaf(self, query: Query) -> dict[int, float]:
        scores: dict[int, float] = {}
        for leaf, offset in self._searcher.leaf_searchers():
            matcher = query.matcher(leaf, self._context)
            while matcher.is_active():
                scores[offset + matcher.id()] = matcher.score()
                matcher.next()
        return scores

    def search(self, query: Query, request: SearchRequest, facets: Collection[str]) -> Answer:
        """Find, limit, count and order. The page's hits come ranked; counts are over all hits.

        A facet's own counts leave out the values it is limited to, not those it excludes: a
        search limited to one value instead has as many hits as the value's count says.
        """
        scores = self.matches(query)
        pool: Collection[int] = self._limited(scores, request)
        allowed = {
            facet: set().union(
                *(self._facet(facet).documents.get(value, ()) for value in request.included(facet))
            )
            for facet in FACETS
            if request.included(facet)
        }
        hits = _within(pool, allowed)
        counts = {}
        for facet in facets:
            others = {name: found for name, found in allowed.items() if name != facet}
            counted = hits if len(others) == len(allowed) else _within(pool, others)
            values = self._facet(facet).values
            counts[facet] = Counter(chain.from_iterable(values[document] for document in counted))
        first = (request.page - 1) * request.per_page
        ranked = nsmallest(first + request.per_page, hits, key=self._order(request, scores))
        return Answer(
            len(hits), [(document, scores[document]) for document in ranked[first:]], counts
        )

    def _limited(self, scores: dict[int, float], request: SearchRequest) -> Collection[int]:
        """Return the documents that the days and the excluded values leave."""
        pool: Collection[int] = scores
        if request.since or request.until:
            first = request.since.toordinal() if request.since else UNDATED + 1
            last = request.until.toordinal() if request.until else date.max.toordinal()
            days = self.days
            pool = [document for document in pool if first <= days[document] <= last]
        for facet in FACETS:
            for value in request.excluded(facet):
                left_out = self._facet(facet).documents.get(value, ())
                pool = [document for document in pool if document not in left_out]
        return pool

    def _order(
        self, request: SearchRequest, scores: dict[int, float]
    ) -> Callable[[int], tuple[float, ...]]:
        days, places = self.days, self._places
        if request.sort == "newest":
            return lambda document: (-days[document], -scores[document], places[document])
        if request.sort == "oldest":
            # Items without a day come last in either direction.
            return lambda document: (
                days[document] or date.max.toordinal() + 1,
                -scores[document],
                places[document],
            )
        return lambda document: (-scores[document], -days[document], places[document])

    # -- facets

    def counts(self, facet: str) -> dict[str, int]:
        """Return every value of a facet and how many items have it."""
        return {value: len(documents) for value, documents in self._facet(facet).documents.items()}

    def span(self) -> tuple[date | None, date | None]:
        """Return the first and the last day, None where no item has a day."""
        days = [day for day in self.days if day != UNDATED]
        if not days:
            return None, None
        return date.fromordinal(min(days)), date.fromordinal(max(days))

    def count(self, facet: str) -> int:
        """Return how many values a facet has."""
        return len(self._facet(facet).documents)

    def _facet(self, facet: str) -> _Facet:
        if facet not in self._facets:
            self._facets[facet] = _inverted(
                self._names_of_documents(facet)
                if facet in NAME_FIELDS
                else [
                    (date.fromordinal(day).isoformat()[: 4 if facet == "year" else 7],)
                    if day != UNDATED
                    else ()
                    for day in self.days
                ]
            )
        return self._facets[facet]

    def _names_of_documents(self, facet: str) -> list[tuple[str, ...]]:
        values: list[tuple[str, ...]] = [()] * self._reader.doc_count_all()
        for name in self._reader.lexicon(facet):
            value = (name.decode(),)
            for document in self._reader.postings(facet, name).all_ids():
                values[document] += value
        return values


def _inverted(values: list[tuple[str, ...]]) -> _Facet:
    documents: defaultdict[str, set[int]] = defaultdict(set)
    for document, names in enumerate(values):
        for name in names:
            documents[name].add(document)
    return _Facet(values, dict(documents))


def _within(pool: Collection[int], allowed: dict[str, set[int]]) -> Collection[int]:
    for documents in allowed.values():
        pool = [document for document in pool if document in documents]
    return pool

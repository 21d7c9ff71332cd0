"""What is the answer, if every item is looked at for each question? In lists and dicts."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import chain

from whoosh.query import Every, Query
from whoosh.support.levenshtein import damerau_levenshtein as steps_between
from whoosh.support.levenshtein import levenshtein as changes

from search import engine as seam
from search.compared import compared_words
from search.crossed import Crossed
from search.identity import Arrived
from search.known_outlets import WELL_KNOWN, KnownOutlets
from search.model import Item
from search.names import name_key
from search.query.tree import days
from search.results import ArchiveInfo, Timeline
from search.stories.threader import Told
from search.story import HeldStory
from search.story_groups import is_by_stories
from search.text import Analyzer
from search.versions import gone_by
from tests.search.plain_crossing import plain_crossed
from tests.search.plain_documents import WORDS, Document, counted, limited
from tests.search.plain_scores import Scores
from tests.search.plain_stories import PlainStories, told_of
from tests.search.plain_timeline import plain_timeline

#: What hits are sorted by, they and their scores given.
ORDERS: Mapping[str, Callable[[Document, float], tuple[float, ...]]] = {
    "relevance": lambda hit, score: (-score, -hit.day),
    "newest": lambda hit, score: (-hit.day, -score),
    "oldest": lambda hit, score: (not hit.day, hit.day, -score),
    "outlets": lambda hit, score: (-len(hit.values["sources"]), -hit.day),
}


@dataclass(eq=False)
class PlainGeneration:
    """One commit, as it stands or as it stood at the end of a day."""

    number: int
    analyzer: Analyzer
    #: The id of each item -> its states, oldest first.
    histories: dict[str, Sequence[Document]] = field(default_factory=dict)
    #: The id of each item -> the generation that it came in with.
    arrivals: dict[str, int] = field(default_factory=dict)
    arrivals_from: int = 0
    day: date | None = None
    without_gone: bool = False
    with_stories: bool = True
    outlets: KnownOutlets = WELL_KNOWN
    #: What is told of each item, once that was asked for.
    told: dict[str, Told] = field(default_factory=dict)

    def __post_init__(self) -> None:
        #: The state of each item that is known, in the order of ids: of code points, as in UTF-8.
        self.documents: list[Document] = []
        for _, states in sorted(self.histories.items()):
            known = [state for state in states if state.since <= (self.day or date.max)]
            if known and not (self.without_gone and gone_by(known[-1].item, self.day)):
                self.documents.append(known[-1])
        self.size = len(self.documents)
        story_of = (lambda own: self._stories.story_of(own)) if self.with_stories else None
        self._scores = Scores(self.documents, story_of)

    def copied(self) -> "PlainGeneration":
        """Return the same with histories and arrivals of its own, of which nothing is told yet."""
        own = {"histories": dict(self.histories), "arrivals": dict(self.arrivals), "told": {}}
        return replace(self, **own)

    @cached_property
    def _stories(self) -> PlainStories | None:
        if self.with_stories and len(self.told) != len(self.histories):
            self.told |= told_of(self.histories, self.analyzer)
        known = self.told, self.histories, self.documents, self.day, self.analyzer
        return PlainStories(*known) if self.with_stories else None

    def stories_of(self, ids: Sequence[str]) -> list[str | None]:
        stories = self._stories
        known = {own.item.id: own for own in self.documents}
        return [stories.story_of(known[id]) if stories and id in known else None for id in ids]

    def story(self, id: str, most: int) -> HeldStory | None:
        return self._stories and self._stories.held(id, most)

    def at(self, day: date | None) -> "PlainGeneration":
        return replace(self, day=day) if day else self

    def standing(self) -> "PlainGeneration":
        return replace(self, without_gone=True)

    def crossed(self, question: seam.Question, facet: str, listed: seam.Listed) -> Crossed:
        pool, _ = self._pool(question)
        hits = limited(pool, question.included)
        counts = self._listed(facet, counted(hits, facet), listed)
        return plain_crossed(hits, facet, counts, self._timeline(question, hits))

    def shared(
        self, questions: Sequence[seam.Question], others: Sequence[seam.Question]
    ) -> list[list[int]]:
        one, other = (
            [limited(self._pool(own)[0], own.included) for own in asked]
            for asked in (questions, others)
        )
        return [[len({*map(id, row)} & {*map(id, column)}) for column in other] for row in one]

    def _timeline(self, question: seam.Question, hits: Sequence[Document]) -> Timeline | None:
        days, every_day = ([own.day for own in some] for some in (hits, self.documents))
        return question.timeline and plain_timeline(question.timeline, days, every_day)

    def _pool(self, question: seam.Question) -> tuple[list[Document], dict[Document, float | None]]:
        """Return what the tree finds within the days less what is excluded, and all scores."""
        since, until, new_since = question.since, question.until, question.new_since
        dated = days(since, until) if since or until else Every()
        scores = {own: self._scores.of(question.tree, own) for own in self.documents}
        pool = [
            document
            for document, score in scores.items()
            if score is not None
            and self._scores.of(dated, document) is not None
            and (new_since is None or self.arrivals[document.item.id] > new_since)
            and not any(document.has_any(*limit) for limit in question.excluded.items())
        ]
        return pool, scores

    def search(self, question: seam.Question) -> seam.Answer:
        pool, scores = self._pool(question)
        hits = limited(pool, question.included)  # in the order of ids, which sorting keeps
        stories = self._stories
        of_each = Counter(map(stories.story_of, hits)) if stories else Counter()
        order = ORDERS.get(question.sort) or (
            lambda own, _: (-of_each[stories.story_of(own)] if stories else 0, -own.day)
        )
        ranked = sorted(hits, key=lambda own: order(own, scores[own]))
        if question.rescoring and question.count and question.sort == "relevance":
            scores |= self._rescored(ranked, scores, question)
            ranked = sorted(hits, key=lambda own: order(own, scores[own]))
        shown, groups, count = ranked[question.first :][: question.count], (), None
        if stories:
            shown, groups, count = stories.grouped(ranked, question)
        facets = {}
        for facet, listed in question.facets.items():
            own = question.included.get(facet, ())
            others = limited(pool, {**question.included, facet: ()})
            listing = self._listed(facet, counted(others, facet), listed)
            left = counted((one for one in others if not one.has_any(facet, own)), facet)
            more = [left[name_key(value)] for value, _ in listing.values] if own else []
            facets[facet] = replace(listing, more=more)
        return seam.Answer(
            total=len(hits),
            hits=[(own.shown, scores[own]) for own in shown],
            stories=count,
            is_grouped=bool(stories) and is_by_stories(question.group, len(hits), count),
            groups=groups,
            facets=facets,
            frequencies=self.frequencies(question.frequencies_of),
            timeline=self._timeline(question, hits),
        )

    def _rescored(
        self, ranked: Sequence[Document], scores: Mapping[Document, float], question: seam.Question
    ) -> dict[Document, float]:
        """Return the new scores of the best hits, and of those that equal the last of them."""
        rescoring = question.rescoring
        looked_at = [(own.shown, scores[own]) for own in ranked[: rescoring.looked_at]]
        tree = rescoring.tree_for(looked_at, self.frequencies(question.frequencies_of))
        least = min((scores[own] for own in ranked[: rescoring.most]), default=0.0)
        best = [own for own in ranked if scores[own] >= least]
        return {own: scores[own] + (self._scores.of(tree, own) or 0.0) for own in best}

    def scores(self, ids: Sequence[str], trees: Sequence[Query]) -> list[list[float | None]]:
        known = {own.item.id: own for own in self.documents}
        documents = [known.get(id) for id in ids]
        return [[own and self._scores.of(tree, own) for own in documents] for tree in trees]

    def every(self, question: seam.Question) -> Iterator[Item]:
        whole = replace(question, first=0, count=max(1, self.size))
        is_grouped = self.search(whole).is_grouped
        ranked = [item for item, _ in self.search(replace(whole, group="none")).hits]
        if not is_grouped:
            return iter(ranked)
        documents = {own.item.id: own for own in self.documents}
        together = self._stories.together([documents[item.id] for item in ranked])
        return (own.shown for own in together)

    def totals(self, questions: Sequence[seam.Question]) -> list[int]:
        return [self.search(question).total for question in questions]

    def words(self, question: seam.Question) -> int:
        return sum(own.length for own in limited(self._pool(question)[0], question.included))

    def _written(self, field: str) -> dict[str, str]:
        """Return for the key of each value how most items write it."""
        pairs = Counter(chain.from_iterable(own.values[field].items() for own in self.documents))
        best_first = sorted(pairs, key=lambda pair: (-pairs[pair], pair))
        return dict(reversed(best_first))

    def _listed(self, facet: str, counts: Counter[str], listed: seam.Listed) -> seam.FacetCounts:
        """Choose from the counted values of a facet."""
        always = {name_key(value): value for value in listed.always}
        written = always | self._written(facet)
        ranked = sorted(counts.keys() | always.keys(), key=lambda key: (-counts[key], key))
        alphabet = sorted(ranked) if listed.by_name else ranked
        starts, name = seam.Likeness.WORD_START.holds, self.analyzer.name
        too = [*map(name_key, listed.starting_too)]
        wanted = [
            key for key in ranked if starts(name(written[key]), listed.starting) or key in too
        ]
        every = [key for key in alphabet if counts[key] and key in wanted]
        first = every[: listed.most]
        first += [key for key in wanted if key in always and key not in first]
        return seam.FacetCounts(
            size=len(every), values=[(written[key], counts[key]) for key in first]
        )

    def look_up(self, lookups: Sequence[seam.Lookup]) -> list[list[seam.Counted]]:
        return [self._look_up(lookup) for lookup in lookups]

    def _look_up(self, lookup: seam.Lookup) -> list[seam.Counted]:
        field = getattr(lookup, "facet", WORDS)
        counts, written = counted(self.documents, field), self._written(field)
        match lookup:
            case seam.WordsStarting(prefix):
                found = [word for word in counts if word.startswith(prefix)]
            case seam.WordsLike(pattern):
                found = [word for word in counts if fnmatchcase(word, pattern)]
            case seam.WordsNear(word, most):
                found = [own for own in counts if own[0] == word[0] and changes(own, word) <= most]
            case seam.WordsAway(word, steps):
                found = [own for own in counts if steps_between(own, word) == steps]
            case seam.NamesAway(_, name, steps):
                folded = {key: seam.unarticled(self.analyzer.name(key)) for key in (*counts, name)}
                found = [
                    key
                    for key in counts
                    if 0 < len(folded[key]) <= seam.MAX_AWAY_CHARACTERS
                    and steps_between(folded[key], folded[name]) == steps
                ]
            case seam.NamesLike(_, name, ways):
                read = {way: name_key if way.by_key else self.analyzer.name for way in ways}
                of_ways = (
                    [key for key in counts if way.holds(read[way](key), read[way](name))]
                    for way in ways
                )
                found = next(filter(None, of_ways), [])
        by_count = getattr(lookup, "by_count", isinstance(lookup, seam.WordsAway | seam.NamesAway))
        found.sort(key=lambda key: (-counts[key] if by_count else 0, key))
        return [(written.get(key, key), counts[key]) for key in found[: lookup.most]]

    def item_and_frequencies(self, id: str) -> tuple[Item, dict[str, int]] | None:
        item = self.item(id)
        terms = compared_words(item, self.analyzer) if item else ()
        return (item, self.frequencies(terms)) if item else None

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        return {term: max(own[term] for own in self._scores.frequencies.values()) for term in terms}

    def item(self, id: str) -> Item | None:
        return next((own.item for own in self.documents if own.item.id == id), None)

    def states(self, ids: Sequence[str]) -> list[tuple[Item, ...]]:
        return [tuple(document.shown for document in self.histories.get(id, ())) for id in ids]

    def items(self) -> Iterator[Item]:
        return (document.item for document in self.documents)

    def arrived(self) -> Iterator[Arrived]:
        for id, states in sorted(self.histories.items()):
            yield self.arrivals.get(id, 0), tuple(state.shown for state in states)

    @property
    def has_history(self) -> bool:
        states = self.documents if self.day else chain.from_iterable(self.histories.values())
        return any(own.item.seen or gone_by(own.item, self.day) for own in states)

    def info(self) -> ArchiveInfo:
        dated = [document.item.day for document in self.documents if document.item.day]
        return ArchiveInfo(
            items=self.size,
            generation=self.number,
            language=self.analyzer.language,
            schema=0,
            outlets=len(counted(self.documents, "sources")),
            first_day=min(dated, default=None),
            last_day=max(dated, default=None),
            has_history=self.has_history,
            bytes=0,
            segments=min(1, len(self.histories)),
            deleted=0,
            parts=dict.fromkeys(("items", "words", "facets", "other"), 0),
        )

"""How is a question answered by a cluster? What the tree needs is asked, then all else at once."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from itertools import islice
from math import inf

from whoosh.query import Query

from search.crossed import Crossed, CrossedValue
from search.engine import Answer, Listed, Question, Rescoring
from search.model import Item
from search.opensearch.client import Json
from search.opensearch.documents import day_of
from search.opensearch.facets import CountedFacet, Facets, counted_within, part_of
from search.opensearch.facts import Facts
from search.opensearch.grouping import Hits, StoryPages
from search.opensearch.knowledge import Knowledge
from search.opensearch.known import Known
from search.opensearch.pages import Looks, adds_nothing
from search.opensearch.periods import CountedDays, timeline_of
from search.opensearch.phrases import is_loosened
from search.opensearch.ranking import ORDERS, READ_AT_A_TIME, Order, expected, read_documents
from search.opensearch.scoring import scored
from search.opensearch.stories import ClusterStories
from search.opensearch.translate import found, wants
from search.opensearch.values import VALUES_AT_ONCE, Values, days_listed, keys_of, terms_of
from search.opensearch.view import View
from search.query.tree import ID_FIELD, STORY_FIELD, days
from search.results import Timeline
from search.story_groups import StoryGroup, is_by_stories


class ClusterSearcher:
    """Answers questions about the documents of a view."""

    def __init__(
        self,
        view: View,
        knowledge: Knowledge,
        values: Values,
        facts: Callable[[], Facts],
        stories: ClusterStories | None,
    ) -> None:
        self._view, self._knowledge, self._values = view, knowledge, values
        self._facts, self._stories = facts, stories

    @cached_property
    def _facets(self) -> Facets:
        return Facets(self._values, self._facts())

    # -- hits

    def search(self, question: Question) -> Answer:
        """Find, limit, count and order: in one search, or, to score many hits anew, in two."""
        known = self._told([question], question.frequencies_of)
        limits = _limits(question.included)
        body = self._asking(question, known, limits) | {"track_total_hits": True}
        more = partial(self._more, question.frequencies_of)
        whole = self._pool(question, known, limits)
        order = self._order(question, whole, question.first + question.count)
        looks = Looks(self._view, question, body, expected(question.tree, known), more, order)
        looks.first[0]["aggs"] = self._aggregations(question, known, limits)
        answers = self._asked(looks.first)
        answer = answers[0]
        aggregations = answer.get("aggregations", {})
        total = int(answer["hits"]["total"]["value"])
        counted = self._counted(question, known, limits, aggregations)
        page = looks.second(answers)
        stories = self._story_count(whole, aggregations)
        is_grouped = stories is not None and is_by_stories(question.group, total, stories)
        asked = [page] if page and question.first < total and not is_grouped else []
        spelling = self._values.spelling(
            {name: self._facets.shown(counted[name], own) for name, own in question.facets.items()}
        )
        others = self._asked([*asked, *(own for _, own in spelling)])
        hits: Hits = []
        groups: tuple[StoryGroup, ...] = ()
        if is_grouped and self._stories:
            pages = StoryPages(self._view, self._stories, looks.whole(), order)
            hits, groups = pages.page(question.first, question.count)
        elif not is_grouped:
            hits = looks.hits(answers, others[0] if asked else None)
        self._values.learn(spelling, others[len(asked) :])
        timeline = None
        if question.timeline is not None:
            timeline = self._timeline(question, part_of(aggregations, "days")["of"], whole)
        loosened = (
            tuple(own.words) for own in wants([question.tree]).phrases if is_loosened(own, known)
        )
        return Answer(
            total=total,
            hits=hits,
            facets={
                name: self._facets.chosen(counted[name], name, own)
                for name, own in question.facets.items()
            },
            frequencies=self._knowledge.frequencies(question.frequencies_of),
            loosened=tuple(dict.fromkeys(loosened)),
            timeline=timeline,
            stories=stories,
            is_grouped=is_grouped,
            groups=groups,
        )

    def _order(self, question: Question, query: Json, wanted: float) -> Order:
        """Return what the hits of a question are sorted by, those of the first ranks."""
        order = ORDERS[question.sort]
        if question.sort == "size" and self._stories and question.count:
            return [self._stories.by_size(query, wanted), *order]
        return order

    def _story_count(self, query: Json, answer: Json) -> int | None:
        """Return how many stories the hits of a query are of; None where none are known."""
        if self._stories is None:
            return None
        known = self._facets.number(STORY_FIELD, query)
        if known is None:
            known = self._facets.keep(STORY_FIELD, query, self._stories.counted(answer))
        return known

    def _asked(self, bodies: Sequence[Json]) -> list[Json]:
        """Return the answers to some searches; one is not sent as several are."""
        if len(bodies) == 1:
            return [self._view.search(bodies[0])]
        return self._view.searches(bodies)

    def _more(
        self, terms: frozenset[str], rescoring: Rescoring, best: Sequence[tuple[Item, float]]
    ) -> Json | None:
        """Return the query for what adds to the scores of the best hits; None where nothing does.

        The frequencies of the terms are known by then.
        """
        tree = rescoring.tree_for(best, self._knowledge.frequencies(terms))
        return None if adds_nothing(tree) else scored(tree, self._knowledge.told([tree]))

    def every(self, question: Question) -> Iterator[Item]:
        """Find now, then yield all hits in order, a slice of them in memory at a time."""
        question = replace(question, first=0, count=1)  # so that it is scored
        known, limits = self._told([question]), _limits(question.included)
        body = self._asking(question, known, limits)
        more = partial(self._more, question.frequencies_of)
        order = self._order(question, self._pool(question, known, limits), inf)
        looks = Looks(self._view, question, body, inf, more, order)
        if not looks.is_whole:
            looks.second(self._asked(looks.first))
        if self._stories and question.group in ("story", "auto"):
            pages = StoryPages(self._view, self._stories, looks.whole(), order)
            documents = pages.every(question.group)
        else:
            documents = (hit.document for hit in looks.every())

        def items() -> Iterator[Item]:
            while some := list(islice(documents, READ_AT_A_TIME)):
                yield from read_documents(self._view, some)

        return items()

    def totals(self, questions: Sequence[Question]) -> list[int]:
        """Return how many hits each question has."""
        bodies = [
            self._view.asking(query, track_total_hits=True) for query in self._whole(questions)
        ]
        return [int(own["hits"]["total"]["value"]) for own in self._view.searches(bodies)]

    def words(self, question: Question) -> int:
        """Return how many words all hits have in their text fields together."""
        (query,) = self._whole([question])
        aggs: Json = {"words": {"sum": {"field": "length"}}}
        answer = self._view.search(self._view.asking(query, aggs=aggs))
        return int(answer["aggregations"]["words"]["value"])

    def shared(self, questions: Sequence[Question], others: Sequence[Question]) -> list[list[int]]:
        """Return for each question how many of its hits are also hits of each of the others."""
        if not questions or not others:
            return [[] for _ in questions]
        rows, columns = self._whole(questions), self._whole(others)
        of_columns = {"of": {"filters": {"filters": _numbered(columns)}}}
        crossed: Json = {"filters": {"filters": _numbered(rows)}, "aggs": of_columns}
        answer = self._view.search(self._view.asking(aggs={"of": crossed}))
        found_rows = answer["aggregations"]["of"]["buckets"]
        return [
            [
                int(found_rows[str(row)]["of"]["buckets"][str(column)]["doc_count"])
                for column in range(len(columns))
            ]
            for row in range(len(rows))
        ]

    def scores(self, ids: Sequence[str], trees: Sequence[Query]) -> list[list[float | None]]:
        """Return for each tree what it scores each item, None where it does not find the item."""
        if not ids:
            return [[] for _ in trees]
        known = self._knowledge.told(trees)
        named = {"terms": {ID_FIELD: sorted(set(ids))}}
        bodies = []
        for tree in trees:
            both: Json = {"bool": {"must": [scored(tree, known)], "filter": [named]}}
            body = self._view.asking(both, scored=True, _source=[ID_FIELD])
            bodies.append(body | {"size": len(ids)})
        rows: list[list[float | None]] = []
        for answer in self._view.searches(bodies):
            hits = answer["hits"]["hits"]
            own = {hit["_source"][ID_FIELD]: float(hit["_score"]) for hit in hits}
            rows.append([own.get(id) for id in ids])
        return rows

    # -- what is asked

    def _told(self, questions: Sequence[Question], terms: frozenset[str] = frozenset()) -> Known:
        with_scores = any(question.count for question in questions)
        return self._knowledge.told([own.tree for own in questions], with_scores, terms)

    def _whole(self, questions: Sequence[Question]) -> list[Json]:
        """Return for each question the query that finds its hits."""
        known = self._knowledge.told([question.tree for question in questions], with_scores=False)
        return [self._pool(own, known, _limits(own.included)) for own in questions]

    def _pool(self, question: Question, known: Known, limits: Mapping[str, Json]) -> Json:
        """Return the query for what a question finds within its days and some limits."""
        held = [found(question.tree, known), *_dated(question, known), *limits.values()]
        return {"bool": {"filter": held, "must_not": list(_limits(question.excluded).values())}}

    def _asking(self, question: Question, known: Known, limits: Mapping[str, Json]) -> Json:
        """Return the search for a question's hits; facets are counted before the limits."""
        pool = self._pool(question, known, {})["bool"]
        if question.count:
            pool = {**pool, "must": [scored(question.tree, known)], "filter": pool["filter"][1:]}
        body = self._view.asking({"bool": pool}, scored=True)
        if limits:
            body["post_filter"] = {"bool": {"filter": list(limits.values())}}
        return body

    def _aggregations(self, question: Question, known: Known, limits: Mapping[str, Json]) -> Json:
        """Return what is counted: values without the limits of their own facet, and days."""
        aggregations: Json = {}
        for facet, listed in question.facets.items():
            others = {name: own for name, own in limits.items() if name != facet}
            aggregations |= self._facets.aggregation(
                facet,
                listed,
                limits.get(facet),
                list(others.values()),
                self._pool(question, known, others),
            )
        if self._stories:
            query = self._pool(question, known, limits)
            is_counted = self._facets.number(STORY_FIELD, query) is not None
            aggregations |= self._stories.aggregations([*limits.values()], is_counted)
        if question.timeline is not None:
            aggregations |= counted_within("days", [*limits.values()], {"of": self._days()})
        return aggregations

    # -- what is counted

    def _counted(
        self, question: Question, known: Known, limits: Mapping[str, Json], answer: Json
    ) -> dict[str, CountedFacet]:
        """Return what an answer says of each facet."""
        counted = {}
        for facet, listed in question.facets.items():
            others = {name: own for name, own in limits.items() if name != facet}
            query = self._pool(question, known, others)
            counted[facet] = self._facets.counted(
                facet, listed, limits.get(facet), query, part_of(answer, facet)
            )
        return counted

    def _days(self) -> Json:
        return days_listed(len(self._facts().held.days) + 1)

    def _timeline(self, question: Question, answer: Json, query: Json) -> Timeline:
        assert question.timeline is not None
        counts = self._values.counted("day", answer, query)
        return timeline_of(question.timeline, _by_number(counts), self._facts().held)

    def crossed(self, question: Question, facet: str, listed: Listed) -> Crossed:
        """Return the hits of a question by the values of a facet of names, and by its timeline."""
        known = self._knowledge.told([question.tree], with_scores=False)
        query = self._pool(question, known, _limits(question.included))
        aggregations: Json = {"all": terms_of(facet, VALUES_AT_ONCE)}
        if question.timeline is not None:
            aggregations["days"] = self._days()
        body = self._view.asking(query, aggs=aggregations, track_total_hits=True)
        answer = self._view.search(body)
        counts = self._values.counted(facet, answer["aggregations"]["all"], query)
        chosen = self._values.listed(facet, counts, listed)
        timeline = None
        if question.timeline is not None:
            timeline = self._timeline(question, answer["aggregations"]["days"], query)
        return Crossed(
            total=int(answer["hits"]["total"]["value"]),
            size=chosen.size,
            values=self._crossed(query, facet, chosen.values, timeline),
            timeline=timeline,
        )

    def _crossed(
        self,
        query: Json,
        facet: str,
        values: Sequence[tuple[str, int]],
        timeline: Timeline | None,
    ) -> list[CrossedValue]:
        """Return on which days the hits have each of some values, each asked for on its own."""
        single = {"source": "doc[params.f].size() == 1", "params": {"f": facet}}
        alone = {"filter": {"script": {"script": single}}}
        havings = [{"term": {facet: key}} for value, _ in values for key in keys_of([value])]
        of_days = self._days()
        bodies = [
            self._view.asking(
                {"bool": {"filter": [query, having]}}, aggs={"days": of_days, "alone": alone}
            )
            for having in havings
        ]
        rows = []
        for (value, count), having, answer in zip(
            values, havings, self._view.searches(bodies), strict=True
        ):
            both: Json = {"bool": {"filter": [query, having]}}
            own = answer["aggregations"]
            counted = _by_number(self._values.counted("day", own["days"], both))
            ends = counted.ends
            bars = timeline.bars if timeline else ()
            rows.append(
                CrossedValue(
                    value=value,
                    count=count,
                    alone=int(own["alone"]["doc_count"]),
                    days=len(counted.days),
                    first=day_of(ends[0]) if ends else None,
                    last=day_of(ends[1]) if ends else None,
                    counts=tuple(_in_bar(counted, bar.first, bar.last) for bar in bars),
                )
            )
        return rows


def _in_bar(counted: CountedDays, first: date, last: date) -> int:
    return counted.between(first.toordinal(), last.toordinal() + 1)[0]


def _by_number(counts: Counter[str]) -> CountedDays:
    return CountedDays({int(day): count for day, count in counts.items()})


def _numbered(queries: Sequence[Json]) -> Json:
    return {str(number): query for number, query in enumerate(queries)}


def _limits(values: Mapping[str, Sequence[str]]) -> dict[str, Json]:
    """Return for each facet that is limited the query for its values."""
    return {
        facet: {"terms": {facet: _sendable(keys_of(own))}} for facet, own in values.items() if own
    }


def _sendable(keys: Sequence[str]) -> list[str]:
    """Return the keys that a document may have: none has a lone surrogate."""
    return [key for key in keys if not any("\ud800" <= one <= "\udfff" for one in key)]


def _dated(question: Question, known: Known) -> list[Json]:
    """Return the filters for a question's days, and for when its items came in."""
    filters = []
    if question.since or question.until:
        filters.append(found(days(question.since, question.until), known))
    if question.new_since is not None:
        filters.append({"range": {"came": {"gt": question.new_since}}})
    return filters

"""How is a question answered by a cluster? What the tree needs is asked, then all else at once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from whoosh.query import Query

from search.crossed import Crossed, CrossedValue
from search.engine import Answer, FacetCounts, Listed, Question
from search.model import Item
from search.opensearch.client import Json
from search.opensearch.documents import day_of
from search.opensearch.knowledge import Knowledge
from search.opensearch.periods import CountedDays, timeline_of
from search.opensearch.ranking import READ_AT_A_TIME, RankedHit, Ranking
from search.opensearch.scoring import scored
from search.opensearch.translate import Known, found, is_loosened, wants
from search.opensearch.values import DAYS_AT_ONCE, VALUES_AT_ONCE, Values, keys_of, terms_of
from search.opensearch.view import View
from search.query.tree import ID_FIELD, days
from search.results import Timeline


class ClusterSearcher:
    """Answers questions about the documents of a view."""

    def __init__(self, view: View, knowledge: Knowledge, values: Values) -> None:
        self._view, self._knowledge, self._values = view, knowledge, values

    # -- hits

    def search(self, question: Question) -> Answer:
        """Find, limit, count and order."""
        known = self._told([question], question.frequencies_of)
        limits = _limits(question.included)
        body = self._asking(question, known, limits)
        body |= {"track_total_hits": True, "aggs": self._aggregations(question, limits)}
        answer = self._view.search(body | {"size": 0})
        total = int(answer["hits"]["total"]["value"])
        hits = self._hits(question, body, total)
        frequencies = self._knowledge.frequencies(question.frequencies_of)
        facets = {
            facet: self._facet(question, known, facet, listed, answer["aggregations"][facet])
            for facet, listed in question.facets.items()
        }
        timeline = None
        if question.timeline is not None:
            query = self._pool(question, known, limits)
            timeline = self._timeline(question, answer["aggregations"]["days"]["of"], query)
        loosened = (
            tuple(own.words) for own in wants([question.tree]).phrases if is_loosened(own, known)
        )
        return Answer(
            total=total,
            hits=hits,
            facets=facets,
            frequencies=frequencies,
            loosened=tuple(dict.fromkeys(loosened)),
            timeline=timeline,
        )

    def every(self, question: Question) -> Iterator[Item]:
        """Find now, then yield all hits in order, a slice of them in memory at a time."""
        question = replace(question, first=0, count=1)  # so that it is scored
        body = self._asking(question, self._told([question]), _limits(question.included))
        ranking = Ranking(self._view, body, question)
        best, last = ranking.best(self._knowledge) if _is_rescored(question) else ([], None)

        def all_hits() -> Iterator[RankedHit]:
            yield from best
            yield from ranking.after(last)

        def items() -> Iterator[Item]:
            some: list[RankedHit] = []
            for hit in all_hits():
                some.append(hit)
                if len(some) == READ_AT_A_TIME:
                    yield from ranking.read(some)
                    some = []
            yield from ranking.read(some)

        return items()

    def _hits(self, question: Question, body: Json, total: int) -> list[tuple[Item, float]]:
        first = question.first
        count = min(question.count, total - first)
        if not question.count:
            return []
        ranking = Ranking(self._view, body, question)
        # The best are scored anew for a page behind the last, too: it says by which words.
        best = ranking.best(self._knowledge)[0] if _is_rescored(question) else None
        if count <= 0:
            return []
        if best is not None:
            hits = best[first : first + count]
            if len(hits) < count:
                start = max(first, len(best))
                hits += ranking.between(start, first + count - start)
        else:
            hits = ranking.between(first, count)
        scores = [hit.score for hit in hits]
        return list(zip(ranking.read(hits), scores, strict=True))

    def totals(self, questions: Sequence[Question]) -> list[int]:
        """Return how many hits each question has."""
        bodies = [
            self._view.asking(query, track_total_hits=True) for query in self._whole(questions)
        ]
        return [int(own["hits"]["total"]["value"]) for own in self._view.searches(bodies)]

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

    def _aggregations(self, question: Question, limits: Mapping[str, Json]) -> Json:
        """Return what is counted: values without the limits of their own facet, and days."""
        aggregations: Json = {}
        for facet in question.facets:
            others = [own for name, own in limits.items() if name != facet]
            inside: Json = {"all": terms_of(facet, VALUES_AT_ONCE)}
            if facet in limits:
                left = {"all": terms_of(facet, VALUES_AT_ONCE)}
                inside["left"] = {
                    "filter": {"bool": {"must_not": [limits[facet]]}},
                    "aggs": left,
                }
            aggregations[facet] = {"filter": {"bool": {"filter": others}}, "aggs": inside}
        if question.timeline is not None:
            aggregations["days"] = {
                "filter": {"bool": {"filter": list(limits.values())}},
                "aggs": {"of": terms_of("day", DAYS_AT_ONCE)},
            }
        return aggregations

    # -- what is counted

    def _facet(
        self, question: Question, known: Known, facet: str, listed: Listed, answer: Json
    ) -> FacetCounts:
        limits = _limits(question.included)
        others = {name: own for name, own in limits.items() if name != facet}
        query = self._pool(question, known, others)
        counts = self._values.counted(facet, answer["all"], query)
        chosen = self._values.listed(facet, counts, listed)
        if facet not in limits:
            return chosen
        outside = {"bool": {"filter": [query], "must_not": [limits[facet]]}}
        left = self._values.counted(facet, answer["left"]["all"], outside)
        more = [left[key] for value, _ in chosen.values for key in keys_of([value])]
        return FacetCounts(size=chosen.size, values=chosen.values, more=more)

    def _timeline(self, question: Question, answer: Json, query: Json) -> Timeline:
        assert question.timeline is not None
        counts = self._values.counted("day", answer, query)
        return timeline_of(question.timeline, _by_number(counts), self.held)

    @cached_property
    def held(self) -> CountedDays:
        """The days of all documents."""
        return _by_number(self._values.walked("day"))

    def crossed(self, question: Question, facet: str, listed: Listed) -> Crossed:
        """Return the hits of a question by the values of a facet of names, and by its timeline."""
        known = self._knowledge.told([question.tree], with_scores=False)
        query = self._pool(question, known, _limits(question.included))
        aggregations: Json = {"all": terms_of(facet, VALUES_AT_ONCE)}
        if question.timeline is not None:
            aggregations["days"] = terms_of("day", DAYS_AT_ONCE)
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
        of_days = terms_of("day", DAYS_AT_ONCE)
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


def _is_rescored(question: Question) -> bool:
    return question.rescoring is not None and question.sort == "relevance"


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

"""Which hits stand at some ranks, and in which order? The cluster sorts, and scores the best anew.

The best hits are those that score at least what the last of them does. That score is asked for
together with all counts; then the cluster scores them anew and gives the page. Where no more hits
can be found than are scored anew, one search does all.

Equal hits come newest first, then in the order of their ids' bytes, as a cluster sorts keywords.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import inf, prod

from whoosh.query import And, ConstantScoreQuery, Or, Phrase, Query, Term

from search.frozen import frozen
from search.model import Item
from search.opensearch.client import Json
from search.opensearch.documents import item_of
from search.opensearch.known import Known
from search.opensearch.mapping import STORY_NUMBER
from search.opensearch.view import View
from search.query.tree import ID_FIELD, AnyField, AnySpelling

#: Hits that one search may give, whatever their rank; deeper ones follow the last of them.
DEEPEST = 10_000
#: Items that are read together.
READ_AT_A_TIME = 100
#: What hits are sorted by; all are told apart by the last.
ORDERS: Mapping[str, list[Json]] = {
    "relevance": [{"_score": "desc"}, {"day": "desc"}, {ID_FIELD: "asc"}],
    "newest": [{"day": "desc"}, {"_score": "desc"}, {ID_FIELD: "asc"}],
    "oldest": [{"last_day": "asc"}, {"_score": "desc"}, {ID_FIELD: "asc"}],
    "outlets": [{"outlets": "desc"}, {"day": "desc"}, {ID_FIELD: "asc"}],
    "size": [{"day": "desc"}, {ID_FIELD: "asc"}],  # of equally large stories (`order_of`)
}
#: What hits are sorted by, as it is sent.
Order = Sequence[Json]
_WITH_ITEMS: Json = {"_source": ["item"]}
#: Behind all hits of one score: before every day.
_BEHIND = [-1, ""]


@frozen(kw_only=True)
class RankedHit:
    """A hit: the document, its score, and what it is sorted by."""

    document: str
    score: float
    sort: tuple[object, ...]

    @classmethod
    def of(cls, hit: Json) -> "RankedHit":
        """Return a hit of the cluster's."""
        return cls(document=hit["_id"], score=float(hit["_score"]), sort=tuple(hit["sort"]))


def page_of(order: Order, first: int, count: int) -> Json:
    """Return what a search is added to give the items of some hits, none deeper than DEEPEST."""
    own = {"from": first, "size": count, "sort": order, "track_scores": True}
    return _WITH_ITEMS | own if count else {"size": 0}


def items_in(answer: Json) -> list[tuple[Item, float]]:
    """Return the items of an answer's hits, with their scores."""
    return [(item_of(hit["_source"]), float(hit["_score"])) for hit in answer["hits"]["hits"]]


def least_of(most: int) -> Json:
    """Return what a search is added to tell the score of the last of the best hits."""
    return {"from": most - 1, "size": 1, "_source": False, "track_scores": True}


def least_in(answer: Json) -> float | None:
    """Return that score; None where there are fewer hits, so that all are among the best."""
    hits = answer["hits"]["hits"]
    return float(hits[0]["_score"]) if hits else None


def scored_anew(body: Json, more: Json | None, least: float | None = None) -> Json:
    """Return a search for the best hits, those of at least a score, which score more as well."""
    inside = dict(body["query"]["bool"])
    if least is not None:
        both = {"bool": {"must": inside.pop("must", [])}}
        inside["must"] = [{"function_score": {"query": both, "min_score": least}}]
    if more is not None:
        inside["should"] = [more]
        inside["minimum_should_match"] = 0
    return {**body, "query": {"bool": inside}}


def best_among_all(body: Json, more: Json | None, least: float | None) -> Json:
    """Return a search for all hits, of which those of at least a score score more as well."""
    if more is None or least is None:
        return scored_anew(body, more)
    inside = dict(body["query"]["bool"])
    both = {"bool": {"must": inside.get("must", [])}}
    best = {"function_score": {"query": both, "min_score": least}}
    inside["should"] = [{"bool": {"filter": [best], "must": [more]}}]
    inside["minimum_should_match"] = 0
    return {**body, "query": {"bool": inside}}


def expected(query: Query, known: Known) -> float:
    """Return about how many documents a tree finds, by the counts of its words; inf if unknown.

    Words that must all be there are taken for independent of each other.
    """
    kind = type(query)
    counts = known.counts
    if kind is Term:
        return counts.get((query.fieldname, query.text), inf)
    if kind is Phrase:
        return min((counts.get((query.fieldname, word), inf) for word in query.words), default=0)
    if kind in (Or, AnySpelling, AnyField):
        return sum(expected(part, known) for part in query.subqueries)
    if kind is And:
        parts = [own for part in query.subqueries if (own := expected(part, known)) < inf]
        return known.items * prod(own / max(1, known.items) for own in parts) if parts else inf
    if kind is ConstantScoreQuery:
        return expected(query.child, known)
    return inf


class Ranking:
    """The hits of a search one after the other, however many; its body has all but the order."""

    def __init__(self, view: View, body: Json, order: Order) -> None:
        self._view = view
        self._body = {
            **{name: own for name, own in body.items() if name != "aggs"},
            "sort": order,
            "track_scores": True,
            "track_total_hits": False,
            "_source": False,
        }

    def between(self, first: int, count: int) -> list[tuple[Item, float]]:
        """Return the hits of the ranks `first` to before `first + count`, however deep."""
        if first + count <= DEEPEST:
            return self._items({"from": first, "size": count})
        skipped, after = 0, None
        while skipped < first:
            step = min(DEEPEST, first - skipped)
            hits = self._given({"size": step}, after)
            if len(hits) < step:
                return []
            skipped, after = skipped + step, hits[-1].sort
        return self._items({"size": count}, after)

    def found(self) -> Iterator[Json]:
        """Yield all hits as the cluster gives them, with the numbers of their stories."""
        after, more = None, {"size": DEEPEST, "docvalue_fields": [STORY_NUMBER]}
        while hits := self._asked(more, after)["hits"]["hits"]:
            yield from hits
            if len(hits) < DEEPEST:
                return
            after = hits[-1]["sort"]

    def after(self, after: Sequence[object] | None = None) -> Iterator[RankedHit]:
        """Yield all hits, or those behind one that is sorted by some values."""
        while hits := self._given({"size": DEEPEST}, after):
            yield from hits
            if len(hits) < DEEPEST:
                return
            after = hits[-1].sort

    def below(self, least: float) -> Iterator[RankedHit]:
        """Yield all hits of a lower score, in a ranking by relevance."""
        return self.after([least, *_BEHIND])

    def _given(self, size: Json, after: Sequence[object] | None = None) -> list[RankedHit]:
        return list(map(RankedHit.of, self._asked(size, after)["hits"]["hits"]))

    def _items(self, size: Json, after: Sequence[object] | None = None) -> list[tuple[Item, float]]:
        return items_in(self._asked(_WITH_ITEMS | size, after)) if size["size"] else []

    def _asked(self, size: Json, after: Sequence[object] | None) -> Json:
        body = {**self._body, **size}
        if after is not None:
            body["search_after"] = list(after)
        return self._view.search(body)


def read_documents(view: View, documents: Sequence[str]) -> list[Item]:
    """Return the items of some documents, without their older versions."""
    if not documents:
        return []
    body: Json = {"docs": [{"_id": own, "_source": ["item"]} for own in documents]}
    answer = view.cluster.ask("POST", f"/{view.index}/_mget", body)
    return [item_of(own.get("_source", {})) for own in answer["docs"]]

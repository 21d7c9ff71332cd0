"""Which hits stand at some ranks, and in which order? The cluster sorts; the best are scored anew.

Equal hits come newest first, then in the order of their ids' bytes, as a cluster sorts keywords.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whoosh.query import Query

from search.engine import Question
from search.model import Item
from search.opensearch.client import Json
from search.opensearch.documents import item_of
from search.opensearch.knowledge import Knowledge
from search.opensearch.scoring import scored
from search.opensearch.view import View
from search.query.tree import ID_FIELD

#: Hits that one search may give, whatever their rank; deeper ones follow the last of them.
DEEPEST = 10_000
#: Hits of the first look behind another one; often the first of them tells that no more is asked.
FIRST_AFTER = 100
#: Items that are read together.
READ_AT_A_TIME = 100
#: What hits are sorted by; all are told apart by the last.
ORDERS: Mapping[str, list[Json]] = {
    "relevance": [{"_score": "desc"}, {"day": "desc"}, {ID_FIELD: "asc"}],
    "newest": [{"day": "desc"}, {"_score": "desc"}, {ID_FIELD: "asc"}],
    "oldest": [{"last_day": "asc"}, {"_score": "desc"}, {ID_FIELD: "asc"}],
    "outlets": [{"outlets": "desc"}, {"day": "desc"}, {ID_FIELD: "asc"}],
    "size": [{"day": "desc"}, {ID_FIELD: "asc"}],  # no stories are known: each item is one
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedHit:
    """A hit: the document, its score, and what it is sorted by."""

    document: str
    score: float
    sort: tuple[object, ...]

    @classmethod
    def of(cls, hit: Json) -> "RankedHit":
        """Return a hit of the cluster's."""
        return cls(document=hit["_id"], score=float(hit["_score"]), sort=tuple(hit["sort"]))


class Ranking:
    """The hits of a search; its body has everything but which are given, in which order."""

    def __init__(self, view: View, body: Json, question: Question) -> None:
        self._view, self._question = view, question
        self._body = {
            **{name: own for name, own in body.items() if name != "aggs"},
            "sort": ORDERS[question.sort],
            "track_scores": True,
            "track_total_hits": False,
            "_source": False,
        }

    def between(self, first: int, count: int) -> list[RankedHit]:
        """Return the hits of the ranks `first` to before `first + count`, as first scored."""
        if first + count <= DEEPEST:
            return self._given({"from": first, "size": count}) if count else []
        skipped, after = 0, None
        while skipped < first:
            step = min(DEEPEST, first - skipped)
            hits = self._given({"size": step}, after)
            if len(hits) < step:
                return []
            skipped, after = skipped + step, hits[-1].sort
        return self._given({"size": count}, after)

    def after(self, last: RankedHit | None) -> Iterator[RankedHit]:
        """Yield all hits that come after one, or all there are."""
        size = FIRST_AFTER
        while hits := self._given({"size": size}, last.sort if last else None):
            yield from hits
            last, size = hits[-1], min(10 * size, DEEPEST)

    def _given(self, size: Json, after: Sequence[object] | None = None) -> list[RankedHit]:
        body = {**self._body, **size}
        if after is not None:
            body["search_after"] = list(after)
        return list(map(RankedHit.of, self._view.search(body)["hits"]["hits"]))

    # -- the best, scored anew

    def best(self, knowledge: Knowledge) -> tuple[list[RankedHit], RankedHit | None]:
        """Return the best hits in their new order, and the last of them as first scored."""
        rescoring = self._question.rescoring
        assert rescoring is not None
        best = self.between(0, rescoring.most)
        if len(best) == rescoring.most:
            least = best[-1].score
            for hit in self.after(best[-1]):
                if hit.score < least:
                    break
                best.append(hit)
        looked_at = best[: rescoring.looked_at]
        items = self.read(looked_at)
        frequencies = knowledge.frequencies(self._question.frequencies_of)
        scores = [hit.score for hit in looked_at]
        tree = rescoring.tree_for(list(zip(items, scores, strict=True)), frequencies)
        more = self._scores(best, tree, knowledge)
        again = [replace(hit, score=hit.score + more.get(hit.document, 0.0)) for hit in best]
        again.sort(key=_order)
        return again, best[-1] if best else None

    def _scores(
        self, hits: Sequence[RankedHit], tree: Query, knowledge: Knowledge
    ) -> dict[str, float]:
        """Return what a tree scores some documents, of those that it finds."""
        query = scored(tree, knowledge.told([tree]))
        found: dict[str, float] = {}
        for start in range(0, len(hits), DEEPEST):
            ids = [hit.document for hit in hits[start : start + DEEPEST]]
            inside = {"must": [query], "filter": [{"ids": {"values": ids}}]}
            body: Json = {"query": {"bool": inside}, "size": len(ids), "_source": False}
            hits_of = self._view.search(body)["hits"]["hits"]
            found |= {hit["_id"]: float(hit["_score"]) for hit in hits_of}
        return found

    def read(self, hits: Sequence[RankedHit]) -> list[Item]:
        """Return the items of some hits."""
        return read_documents(self._view, [hit.document for hit in hits])


def read_documents(view: View, ids: Sequence[str]) -> list[Item]:
    """Return the items of some documents, without their older versions."""
    if not ids:
        return []
    body: Json = {"docs": [{"_id": id, "_source": ["item"]} for id in ids]}
    answer = view.cluster.ask("POST", f"/{view.index}/_mget", body)
    return [item_of(own.get("_source", {})) for own in answer["docs"]]


def _order(hit: RankedHit) -> tuple[float, int, bytes]:
    _, day, id = hit.sort
    return -hit.score, -int(str(day)), str(id).encode()

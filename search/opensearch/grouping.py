"""Which hits stand for their stories on a page, and which are the next best of each?

The cluster gives the best hit of each story, in the order of the hits. Of a day, what is late
(`View.late`) is a story by itself: it is asked for beside the others, and put between them.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from search.model import Item
from search.opensearch.clauses import can_be_had
from search.opensearch.client import Json
from search.opensearch.documents import item_of
from search.opensearch.mapping import STORY_NUMBER
from search.opensearch.ranking import DEEPEST, Order, Ranking
from search.opensearch.stories import ClusterStories, is_late
from search.opensearch.values import terms_of
from search.opensearch.view import View
from search.query.tree import STORY_FIELD
from search.story_groups import FOLDED_HITS, StoryGroup, is_by_stories

Hits = list[tuple[Item, float]]
_TOLD: Json = {"_source": ["item", STORY_FIELD], "track_scores": True}


class StoryPages:
    """The best hits of stories; `body` finds and scores all hits, which come in an order."""

    def __init__(self, view: View, stories: ClusterStories, body: Json, order: Order) -> None:
        self._view, self._stories, self._order = view, stories, order
        self._body: Json = {**body, "track_total_hits": False}
        self._body.pop("aggs", None)

    def page(self, first: int, count: int) -> tuple[Hits, tuple[StoryGroup, ...]]:
        """Return the best hits of some stories, and what else is told of each story."""
        if not count:
            return [], ()
        if first + count > DEEPEST:
            best = self._walked(first, count)
        else:
            best = self._collapsed(first, count)
        items = [item_of(hit["_source"]) for hit in best]
        names = [
            self._stories.name_in(hit["_source"], item)
            for hit, item in zip(best, items, strict=True)
        ]
        scores = [float(hit["_score"]) for hit in best]
        groups = self._groups(items, names)
        return list(zip(items, scores, strict=True)), groups

    def _collapsed(self, first: int, count: int) -> list[Json]:
        asked = {**self._body, **_TOLD, "sort": self._order}
        collapse = {"collapse": {"field": STORY_NUMBER}}
        late = self._view.late()
        if late is None:
            body = {**asked, **collapse, "from": first, "size": count}
            return list(self._view.search(body)["hits"]["hits"])
        both = [
            {**_narrowed(asked, must_not=late), **collapse, "size": first + count},
            {**_narrowed(asked, filter=late), "size": first + count},
        ]
        hits = [hit for own in self._view.searches(both) for hit in own["hits"]["hits"]]
        hits.sort(key=self._key)
        return hits[first : first + count]

    def _key(self, hit: Json) -> tuple[object, ...]:
        """Return what puts hits in the order that a cluster gives them in."""
        names = [next(iter(own.items())) for own in self._order]
        is_down = [own == "desc" or (name == "_script") for name, own in names]
        pairs = zip(hit["sort"], is_down, strict=True)
        return tuple(-value if down else value for value, down in pairs)

    def every(self, group: str) -> Iterator[str]:
        """Yield all documents; if grouped, those of each story behind its best one."""
        ranked: list[str] = []
        of: dict[object, list[str]] = {}
        for story, document in self._stories_of_hits():
            ranked.append(document)
            of.setdefault(story, []).append(document)
        yield from chain.from_iterable(
            of.values() if is_by_stories(group, len(ranked), len(of)) else [ranked]
        )

    def _stories_of_hits(self) -> Iterator[tuple[object, str]]:
        """Yield for each hit what tells its story from others, and the document."""
        late = self._view.late()
        is_late_hit: set[str] = set()
        if late is not None:
            found = Ranking(self._view, _narrowed(self._body, filter=late), self._order).found()
            is_late_hit = {hit["_id"] for hit in found}
        for hit in Ranking(self._view, self._body, self._order).found():
            own = hit["_id"]
            yield own if own in is_late_hit else hit["fields"][STORY_NUMBER][0], own

    def _walked(self, first: int, count: int) -> list[Json]:
        """Return the same where it is deeper than a cluster counts ranks."""
        body = self._body
        best: dict[object, str] = {}
        for story, document in self._stories_of_hits():
            best.setdefault(story, document)
            if len(best) >= first + count:
                break
        shown = list(best.values())[first : first + count]
        asked = {**_narrowed(body, filter={"ids": {"values": shown}}), **_TOLD}
        hits = self._view.search({**asked, "sort": self._order, "size": len(shown) or 1})
        return list(hits["hits"]["hits"])

    def _groups(self, items: Sequence[Item], names: Sequence[str]) -> tuple[StoryGroup, ...]:
        """Return what is told of the stories of some best hits."""
        day = self._view.day
        late = self._view.late()
        of = {name: item for item, name in zip(items, names, strict=True) if not is_late(item, day)}
        summaries = self._stories.summaries([name for name in names if can_be_had(name)])
        others: dict[str, tuple[int, tuple[Item, ...]]] = {}
        if of:
            numbers = self._stories.of_names(of)
            shown = {
                "top_hits": {
                    "size": FOLDED_HITS + 1,
                    "sort": self._order,
                    "_source": ["item"],
                }
            }
            body = _narrowed(
                self._body, filter={"terms": {STORY_NUMBER: [*numbers]}}, must_not=late
            )
            listing = terms_of(STORY_NUMBER, len(numbers), collect_mode="depth_first")
            body |= {"size": 0, "aggs": {"of": listing | {"aggs": {"best": shown}}}}
            for one in self._view.search(body)["aggregations"]["of"]["buckets"]:
                hits = [item_of(hit["_source"]) for hit in one["best"]["hits"]["hits"]]
                others[numbers[one["key"]]] = int(one["doc_count"]), tuple(hits)
        groups = []
        for item, name in zip(items, names, strict=True):
            matching, best = others[name] if name in of else (1, ())
            left = tuple(own for own in best if own.id != item.id)[:FOLDED_HITS]
            groups.append(StoryGroup(story=summaries[name], matching=matching, others=left))
        return tuple(groups)


def _narrowed(body: Json, filter: Json | None = None, must_not: Json | None = None) -> Json:
    """Return a search for those hits that a query finds, or for the others; limits are in it."""
    limits = [own for own in (body.get("post_filter"), filter) if own]
    inside: Json = {"must": [body["query"]], "filter": limits}
    inside["must_not"] = [must_not] if must_not else []
    left = {name: own for name, own in body.items() if name != "post_filter"}
    return {**left, "query": {"bool": inside}}

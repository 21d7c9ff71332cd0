"""What does a cluster say of stories? Which items belong to one, what it is, what it is tied to.

Each document has the id of its story. Of a day, what is late (`View.late`) is a story by itself.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from search.model import Item, is_unicode
from search.names import name_key
from search.opensearch.client import Json
from search.opensearch.distinct import distinct
from search.opensearch.documents import UNTIMED, day_of, item_of, number_of
from search.opensearch.facets import counted_within, part_of
from search.opensearch.mapping import NUMBERED, STORY_NUMBER
from search.opensearch.ranking import ORDERS
from search.opensearch.states import states_of
from search.opensearch.values import Values, terms_of
from search.opensearch.view import View
from search.query.tree import ID_FIELD, STORY_FIELD
from search.stories.naming import NAMING_ITEMS, central_title
from search.story import HeldStory, Tie
from search.story_groups import StorySummary
from search.text import Analyzer
from search.versions import with_older

#: Ties to other stories that are told, of each kind: the first ones.
MAX_TIES = 20
#: Stories of more hits than one, that one search lists; where there are as many, all are walked.
STORIES_AT_ONCE = 10_000
#: The order in which stories are told: by the first time, then id.
TOLD_ORDER: list[Json] = [{"time": "asc"}, {ID_FIELD: "asc"}]
#: What is ranked by the number of hits of its story. Where `last` is a day, what is late is alone.
_SIZE = (
    "if (params.last > 0 && doc['stood_from'].value == 0 && doc['day'].value > params.last) {"
    " return 1; } "
    "def own = params.sizes.get(String.valueOf(doc[params.field].value));"
    " return own == null ? 1 : own;"
)


class ClusterStories:
    """The stories of the documents of a view."""

    def __init__(self, view: View, values: Values, analyzer: Analyzer) -> None:
        self._view, self._values, self._analyzer = view, values, analyzer

    # -- hits

    def aggregations(self, limits: Collection[Json], is_counted: bool) -> Json:
        """Return what counts the stories of hits; where that is known, only what is late."""
        late = self._view.late()
        aggs: Json = {}
        if not is_counted:
            own = [*limits, {"bool": {"must_not": [late]}}] if late else [*limits]
            aggs = counted_within("stories", own, {"of": distinct(STORY_NUMBER)})
        if late and not is_counted:
            aggs["late"] = {"filter": {"bool": {"filter": [*limits, late]}}}
        return aggs

    @staticmethod
    def counted(answer: Json) -> int:
        """Return how many stories an answer counts."""
        late = int(answer["late"]["doc_count"]) if "late" in answer else 0
        return int(part_of(answer, "stories")["of"]["value"] or 0) + late

    def by_size(self, query: Json, wanted: float) -> Json:
        """Return what sorts hits by the number of hits of their stories, the first `wanted` hits.

        `query` finds all hits.
        """
        sizes = self._sizes(query)
        least, left = 1, wanted
        for own in sorted(sizes.values(), reverse=True):
            if left <= 0:
                break
            # Also where only the best one of each story counts, none smaller is looked at.
            least, left = own, left - 1
        if left > 0:
            least = 1
        params = {
            "field": STORY_NUMBER,
            "last": self._view.day.toordinal() if self._view.day else 0,
            "sizes": {number: own for number, own in sizes.items() if own >= max(2, least)},
        }
        script = {"source": _SIZE, "params": params}
        return {"_script": {"type": "number", "order": "desc", "script": script}}

    def _sizes(self, query: Json) -> Mapping[str, int]:
        """Return the numbers of the stories of more than one hit, and how many these have."""
        late = self._view.late()
        found: Json = {"bool": {"filter": [query], "must_not": [late] if late else []}}
        listing = terms_of(STORY_NUMBER, STORIES_AT_ONCE, min_doc_count=2)
        answer = self._view.search(self._view.asking(found, aggs={"of": listing}))
        buckets = answer["aggregations"]["of"]["buckets"]
        if answer["_shards"]["total"] == 1 and len(buckets) < STORIES_AT_ONCE:
            return {str(one["key"]): int(one["doc_count"]) for one in buckets}
        return {
            number: count
            for number, count in self._values.walked(STORY_NUMBER, found).items()
            if count > 1
        }

    # -- items and stories

    def of_items(self, ids: Sequence[str]) -> list[str | None]:
        """Return the id of the story of each item; None for what is not there."""
        names = {id: own for id, (_, own) in self._shown(ids).items()}
        return list(map(names.get, ids))

    def held(self, id: str, most: int) -> HeldStory | None:
        """Return the story of an item, with its first items and its ties; None without the item."""
        found = self._shown([id]).get(id)
        if found is None:
            return None
        _, name = found
        body = self._view.asking(self._view.of_stories([name]), sort=TOLD_ORDER)
        hits = self._view.search(body | {"size": most, "_source": ["item"]})["hits"]["hits"]
        times = [int(hit["sort"][0]) for hit in hits]
        earlier, later, summary = self._ties(name)
        return HeldStory(
            story=summary,
            items=self._with_versions(
                [item_of(hit["_source"], with_versions=True) for hit in hits]
            ),
            times=tuple(None if time == UNTIMED else time for time in times),
            earlier=earlier,
            later=later,
        )

    def _with_versions(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """Return items with all older versions; only newest states are kept with them."""
        if self._view.day is None:
            return tuple(items)
        states = states_of(self._view, [item.id for item in items])
        return tuple(with_older(item, states[item.id]) for item in items)

    def _ties(self, name: str) -> tuple[tuple[Tie, ...], tuple[Tie, ...], StorySummary]:
        """Return what a story continues, and what continues it; and what it is."""
        late = self._view.late()
        either: Json = {
            "must_not": [late] if late else [],
            "should": [
                {
                    "bool": {
                        "filter": [{"term": {STORY_FIELD: name}}, {"exists": {"field": "tied"}}]
                    }
                },
                {"term": {"tied": name}},
            ],
            "minimum_should_match": 1,
        }
        body = self._view.asking({"bool": either}, sort=TOLD_ORDER)
        body["_source"] = ["item", STORY_FIELD, "tied"]
        ties: dict[str, Item] = {}
        for hit in self._view.listed(body):
            own = hit["_source"]
            other = own["tied"] if own[STORY_FIELD] == name else own[STORY_FIELD]
            if other not in ties:
                ties[other] = item_of(own)
        summaries, begins = self._told([name, *ties])
        kinds: tuple[list[Tie], list[Tie]] = [], []
        for other, item in ties.items():
            if summaries[other].items:
                is_later = (begins[other], other) > (begins[name], name)
                kinds[is_later].append(Tie(other=summaries[other], item=item.id, day=item.day))
        return tuple(kinds[0][:MAX_TIES]), tuple(kinds[1][:MAX_TIES]), summaries[name]

    def _shown(self, ids: Iterable[str]) -> dict[str, tuple[Item, str]]:
        """Return those of some items that may be found, each with the id of its story."""
        asked = [id for id in dict.fromkeys(ids) if is_unicode(id)]
        if not asked:
            return {}
        body = self._view.asking({"terms": {ID_FIELD: asked}}, sort=[{ID_FIELD: "asc"}])
        body["_source"] = ["item", STORY_FIELD]
        shown = {}
        for hit in self._view.listed(body):
            item = item_of(hit["_source"])
            shown[item.id] = item, self.name_in(hit["_source"], item)
        return shown

    @staticmethod
    def of_names(names: Iterable[str]) -> dict[int, str]:
        """Return the numbers of stories, and the ids."""
        return {number_of(name): name for name in names}

    def name_in(self, source: Json, item: Item) -> str:
        """Return the id of the story of a document, given the document and its item."""
        return item.id if is_late(item, self._view.day) else str(source[STORY_FIELD])

    def summaries(self, ids: Sequence[str]) -> dict[str, StorySummary]:
        """Return what the stories of some ids are, as far as their items may be found."""
        return self._told(ids)[0] if ids else {}

    def _told(self, ids: Sequence[str]) -> tuple[dict[str, StorySummary], dict[str, int]]:
        """Return what stories are, and when their first items were first seen."""
        late = self._view.late()
        numbers = {number_of(id): id for id in ids}
        own: Json = {
            "filter": [{"terms": {STORY_NUMBER: [*numbers]}}],
            "must_not": [late] if late else [],
        }
        facts: Json = {
            "first": {"min": {"field": "last_day"}},
            "last": {"max": {"field": "day"}},
            "outlets": distinct(f"sources{NUMBERED}"),
            "named_by": {
                "top_hits": {
                    "size": NAMING_ITEMS,
                    "sort": ORDERS["outlets"],
                    "_source": ["item"],
                }
            },
        }
        of = terms_of(STORY_NUMBER, len(numbers), collect_mode="depth_first") | {"aggs": facts}
        named: Json = {"terms": {ID_FIELD: [*ids]}}
        first = [*self._view.committed(), named, {"term": {"state": 0}}]
        items: Json = {"_source": ["item"], "size": len(ids), "sort": TOLD_ORDER}
        answers = self._view.searches(
            [
                self._view.asking({"bool": own}, aggs={"of": of}),
                {"query": {"bool": {"filter": first}}, **items},
                self._view.asking(named) | items,
            ]
        )
        shown: dict[str, Item] = {}
        for answer in answers[1:]:  # the state that may be found, else the first one
            for hit in answer["hits"]["hits"]:
                item = item_of(hit["_source"])
                shown[item.id] = item
        told = {numbers[one["key"]]: one for one in answers[0]["aggregations"]["of"]["buckets"]}
        begins = {str(hit["sort"][1]): int(hit["sort"][0]) for hit in answers[1]["hits"]["hits"]}
        return {id: self._summary(shown[id], told.get(id)) for id in ids}, begins

    def _summary(self, begin: Item, told: Json | None) -> StorySummary:
        if is_late(begin, self._view.day):
            keys = {name_key(name) for name in begin.sources}
            return _summary(begin, 1, len(keys), begin.day, begin.day)
        if told is None:
            return _summary(begin, 0, 0, None, None)
        first, last = (day_of(int(told[name]["value"])) for name in ("first", "last"))
        outlets = int(told["outlets"]["value"] or 0)
        named_by = [item_of(hit["_source"]) for hit in told["named_by"]["hits"]["hits"]]
        title = central_title(named_by, self._analyzer)
        summary = _summary(begin, int(told["doc_count"]), outlets, first, last)
        return replace(summary, title=title or summary.title)


def is_late(item: Item, day: date | None) -> bool:
    """Tell whether an item is a story by itself as of a day (`View.late`)."""
    return bool(day and not item.seen and item.day and item.day > day)


def _summary(
    begin: Item, items: int, outlets: int, first: date | None, last: date | None
) -> StorySummary:
    return StorySummary(
        id=begin.id, title=begin.title, items=items, outlets=outlets, first=first, last=last
    )

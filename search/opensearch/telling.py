"""Which stories do the items of a commit have? Those of the telling before, but for what changed.

A document has the story of its item in it. What no generation with stories has shown yet is told of
in place; what one has shown is written anew for the generation to come, as a changed item is.

The last items of a telling (`search.stories.tail`) are kept beside the archive, under a name that
the commit holds: so most tellings read no item that was told of before.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple
from uuid import uuid4

from search.errors import ArchiveError
from search.model import Item
from search.opensearch.batch import still_standing
from search.opensearch.beside import ClusterBeside
from search.opensearch.bulk import Bulk
from search.opensearch.client import Cluster, Json
from search.opensearch.documents import UNTIMED, document_id, item_of, story_members
from search.opensearch.records import Newest
from search.opensearch.stories import TOLD_ORDER
from search.packed import NEVER
from search.query.tree import ID_FIELD, STORY_FIELD
from search.stories.evidence import evidence_of, seconds
from search.stories.retelling import Known, retold
from search.stories.tail import Tail
from search.stories.version import ALGORITHM
from search.text import Analyzer

#: The file beside the archive that has the last items.
TAIL = "stories.tail"
#: Items that are asked for at once where all are read, and items whose stories are told at once.
READ_AT_A_TIME, TOLD_AT_A_TIME = 500, 500
_MAX_HEAD = 200
#: The time from which on a tail has all items where it has none: after all of them.
_NOTHING_SINCE = 1 << 62


class _Formerly(NamedTuple):
    """An item that was removed or replaced, in its first state, and what was told of it."""

    item: Item
    told: Known


@dataclass(slots=True)
class Retold:
    """What a telling wrote: items whose documents were written anew, with how many states each.

    `came` are the generations that these came in with; `telling` is the name of the tail.
    """

    items: dict[str, int] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)
    telling: str = ""


class ToTell(NamedTuple):
    """Where stories are told: in an index, through a gate, for a generation to come."""

    cluster: Cluster
    items: str
    gate: str
    target: int


class Telling:
    """The finding of the stories of one commit, whose documents are there to be found."""

    def __init__(self, at: ToTell, newest: Newest | None, analyzer: Analyzer) -> None:
        """`newest` is the commit before, None where the index has none."""
        self._cluster, self._index, self._gate, self._target = at
        self._analyzer = analyzer
        #: The latest generation that may have shown its stories.
        self._shown = newest.told if newest else 0
        self._is_known = bool(newest and newest.told and newest.algorithm == ALGORITHM)
        self._before = newest.telling if newest and self._is_known else ""
        #: Items that were written anew and say what they said: what was told of them stays.
        self._carried: dict[str, Known] = {}
        #: Stories whose first item is not there any more, or another.
        self._gone: set[str] = set()
        self._waiting: dict[str, tuple[Json, Json]] = {}
        self._retold = Retold()

    def tell(self) -> Retold:
        """Find the stories of what changed, and write them."""
        changed = self._changed() if self._is_known else None
        if changed is not None and not changed:
            self._retold.telling = self._before
            return self._retold
        tail = self._tail()
        with Bulk(self._cluster, self._gate) as bulk:
            for item, hit, told in retold(
                self._items_from, changed, self._known, self._analyzer, tail
            ):
                self._tell(item, hit, (told.story, told.tied), bulk)
            self._write(bulk)
        self._keep(tail)
        return self._retold

    # -- what changed

    def _standing(self, *more: Json) -> list[Json]:
        """Return the filters for the first states of items of the generation to come."""
        return [*still_standing(self._target), {"term": {"state": 0}}, *more]

    def _changed(self) -> set[int]:
        """Return the first and the last time of the items that came, changed or went."""
        removed = self._removed()
        new = [
            *self._standing({"range": {"made": {"gt": self._shown}}}),
            {"range": {"time": {"gt": UNTIMED}}},
        ]
        self._carry(removed, new)
        self._gone = {id for id, own in removed.items() if own.told[0] == id}
        times = {time for own in removed.values() if (time := seconds(own.item)) is not None}
        if self._carried:
            body: Json = {"query": {"bool": {"filter": new}}, "sort": TOLD_ORDER, "_source": False}
            of_new = [
                int(hit["sort"][0])
                for hit in self._cluster.listed(self._index, body)
                if hit["sort"][1] not in self._carried
            ]
            return times | ({of_new[0], of_new[-1]} if of_new else set())
        ends = {"first": {"min": {"field": "time"}}, "last": {"max": {"field": "time"}}}
        body = {"query": {"bool": {"filter": new}}, "size": 0, "aggs": ends}
        found = self._cluster.search(self._index, body)["aggregations"]
        return times | {int(own["value"]) for own in found.values() if own["value"] is not None}

    def _removed(self) -> dict[str, _Formerly]:
        """Return what stood in the last generation with stories and stands no more."""
        filters = [
            {"range": {"made": {"lte": self._shown}}},
            {"range": {"unmade": {"gt": self._shown, "lte": self._target}}},
            {"term": {"state": 0}},
        ]
        body: Json = {"query": {"bool": {"filter": filters}}, "sort": TOLD_ORDER}
        body["_source"] = ["item", STORY_FIELD, "tied"]
        removed = {}
        for hit in self._cluster.listed(self._index, body, READ_AT_A_TIME):
            item = item_of(hit["_source"])
            removed[item.id] = _Formerly(item, _told_in(hit["_source"]))
        return removed

    def _carry(self, removed: dict[str, _Formerly], new: Sequence[Json]) -> None:
        """Take out what was only written anew; have what was told of it in the new documents."""
        ids = iter(list(removed))
        while some := list(islice(ids, TOLD_AT_A_TIME)):
            body: Json = {"query": {"bool": {"filter": [*new, {"terms": {ID_FIELD: some}}]}}}
            body |= {"sort": TOLD_ORDER, "_source": _NEEDED}
            with Bulk(self._cluster, self._gate) as bulk:
                for hit in self._cluster.listed(self._index, body, READ_AT_A_TIME):
                    item = item_of(hit["_source"])
                    if evidence_of(item) == evidence_of(removed[item.id].item):
                        self._carried[item.id] = removed.pop(item.id).told
                        self._wait(hit, item.id, self._carried[item.id])
                self._write(bulk)

    # -- what is told

    def _items_from(self, time: int | None) -> Iterator[tuple[Item, Json]]:
        """Yield the items of a time and later ones in order, in their first states, with hits."""
        least = {"gt": UNTIMED} if time is None else {"gte": time}
        filters = self._standing({"range": {"time": least}})
        body: Json = {"query": {"bool": {"filter": filters}}, "sort": TOLD_ORDER}
        body["_source"] = _NEEDED
        for hit in self._cluster.listed(self._index, body, READ_AT_A_TIME):
            yield item_of(hit["_source"]), hit

    def _known(self, item: Item, hit: Json) -> Known | None:
        """Return what was told of an item before; None where nothing was, or its story is gone."""
        own = self._carried.get(item.id)
        if own is None and hit["_source"]["made"] <= self._shown:
            own = _told_in(hit["_source"])
        if own is None or own[0] in self._gone:
            return None
        return own[0], None if own[1] in self._gone else own[1]

    def _tell(self, item: Item, hit: Json, told: Known, bulk: Bulk) -> None:
        """Note the story of an item, and the one that it ties this to."""
        source = hit["_source"]
        is_shown = source["made"] <= self._shown
        before = _told_in(source) if is_shown else self._carried.get(item.id)
        if before != told:
            self._wait(hit, item.id, told)
            if len(self._waiting) >= TOLD_AT_A_TIME:
                self._write(bulk)

    def _wait(self, hit: Json, id: str, told: Known) -> None:
        self._waiting[id] = hit, story_members(*told)

    def _write(self, bulk: Bulk) -> None:
        """Write what is told of items into all their documents."""
        alone: dict[str, tuple[Json, Json]] = {}
        others: dict[str, tuple[Json, Json]] = {}
        for id, (hit, members) in self._waiting.items():
            is_shown = hit["_source"]["made"] <= self._shown
            has_one = hit["_source"]["stood_until"] == NEVER
            (alone if has_one and not is_shown else others)[id] = hit, members
        self._waiting = {}
        for hit, members in alone.values():
            bulk.update(hit["_id"], members)
        if not others:
            return
        query = {"bool": {"filter": [*still_standing(self._target), _of(others)]}}
        body: Json = {"query": query, "sort": [{ID_FIELD: "asc"}, {"state": "asc"}]}
        for hit in self._cluster.listed(self._index, body, READ_AT_A_TIME):
            source = hit["_source"]
            id, members = source[ID_FIELD], others[source[ID_FIELD]][1]
            if source["made"] > self._shown:
                bulk.update(hit["_id"], members)
                continue
            own = document_id(id, source["state"], self._target)
            bulk.index(own, source | members | {"made": self._target})
            bulk.update(hit["_id"], {"unmade": self._target})
            self._retold.items[id] = self._retold.items.get(id, 0) + 1
            self._retold.came[id] = source["came"]

    # -- the tail

    def _tail(self) -> Tail:
        """Return the last items of the telling before; a tail of nothing where they are lost."""
        with suppress(OSError, ArchiveError, ValueError, KeyError):
            if self._before:
                with ClusterBeside(self._cluster).opened(TAIL) as file:
                    head = json.loads(file.readline(_MAX_HEAD))
                    if head["telling"] == self._before:
                        entries = []
                        while line := file.readline(_MAX_HEAD):
                            time, size = map(int, line.split())
                            entries.append((time, file.read(size)))
                        return Tail(entries, head["since"])
        return Tail(since=_NOTHING_SINCE) if self._is_known else Tail()

    def _keep(self, tail: Tail) -> None:
        self._retold.telling = uuid4().hex

        def parts() -> Iterator[bytes]:
            head = {"telling": self._retold.telling, "since": tail.since}
            yield json.dumps(head).encode() + b"\n"
            for time, record in tail.records():
                yield b"%d %d\n%b" % (time, len(record), record)

        ClusterBeside(self._cluster).put(TAIL, parts())


_NEEDED = ["item", STORY_FIELD, "tied", "made", "stood_until"]


def _of(ids: "dict[str, tuple[Json, Json]]") -> Json:
    return {"terms": {ID_FIELD: [*ids]}}


def _told_in(source: Json) -> Known:
    """Return what a document tells of its story; what it is told without is a story by itself."""
    return str(source.get(STORY_FIELD) or ""), source.get("tied")

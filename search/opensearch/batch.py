"""How do items that are read become documents of a cluster? A few hundred at a time.

First the new documents, which nobody sees yet; then those that they replace are told that they
stand no more. What the cluster refuses of an item is taken back.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from search.frozen import frozen
from search.model import Item
from search.opensearch.address import ClusterAddress
from search.opensearch.bulk import Bulk
from search.opensearch.client import Cluster, Json
from search.opensearch.documents import STANDING, document_id, documents
from search.query.tree import ID_FIELD
from search.text import Analyzer
from search.versions import whole

#: Items, and characters of their texts, that are looked up and written together.
ITEMS_AT_A_TIME = 500
CHARACTERS_AT_A_TIME = 8_000_000


@dataclass(slots=True)
class Written:
    """What a batch has written: items, each with its number of states and when it came in.

    `ended` are the items of which documents of older generations stand no more, with how many.
    `refused` are the items of which the cluster takes some document not; `lost` are the numbers of
    their sources among all that were read, with the reasons.
    """

    items: dict[str, tuple[int, int]] = field(default_factory=dict)
    ended: dict[str, int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    lost: dict[int, str] = field(default_factory=dict)


@frozen()
class BatchTarget:
    """Where a batch writes: an index, of which `generation` is the newest that stands.

    It is written to by the name of `gate`. `is_empty` tells that nothing stands there: nothing
    needs to be looked up.
    """

    address: ClusterAddress
    index: str
    gate: str
    generation: int
    is_empty: bool


class ClusterBatch:
    """Items that were read and not yet written; of several with one id the last counts."""

    def __init__(
        self,
        target: BatchTarget,
        analyzer: Analyzer,
        cluster: Cluster | None = None,
        written: Mapping[str, tuple[int, int]] | None = None,
        ended: Collection[str] = (),
    ) -> None:
        """Without a cluster a connection of its own is made.

        `written` and `ended` are what the same change has done before.
        """
        self._target, self._analyzer = target, analyzer
        self._cluster = cluster or Cluster(target.address)
        self._written, self._ended = written or {}, ended
        self._clear()

    def _clear(self) -> None:
        #: The id of each item -> the number of its source, and its states.
        self._states: dict[str, tuple[int, tuple[Item, ...]]] = {}
        self._read = self._characters = 0

    @property
    def is_full(self) -> bool:
        """Whether it is written before more is read: so is each part that a worker is sent."""
        return self._read > 0

    @property
    def is_large(self) -> bool:
        """Whether it is worth to be written."""
        return (
            len(self._states) >= ITEMS_AT_A_TIME
            or self._read >= 10 * ITEMS_AT_A_TIME
            or self._characters >= CHARACTERS_AT_A_TIME
        )

    def read(self, read: Callable[[Any], Any], lost: Callable[[Any, str], Any], source: Any) -> Any:
        """Take in the item of a source; return what is to be told of it (`engine.Reading`)."""
        number, self._read = self._read, self._read + 1
        try:
            item, telling = read(source)
        except MemoryError:
            return lost(source, "there is not enough memory for it")
        if item is not None:
            states = whole(item)
            self._states[states[0].id] = number, states
            self._characters += sum(len(state.text) for state in states)
        return telling

    def write(self, target: int) -> Written | None:
        """Write the items for a generation, and forget them; None where nothing was read."""
        if not self._read:
            return None
        found = Written()
        if self._states:
            old = self._write_new(target, found)
            self._end_old(target, found, old)
        self._clear()
        return found

    def _write_new(self, target: int, found: Written) -> dict[str, list[str]]:
        """Write the documents; return for each item those that it had until now."""
        asked = [id for id in self._states if id not in self._ended]
        old: dict[str, list[str]] = {}
        came: dict[str, int] = {}
        if not self._target.is_empty:
            for hit in standing(self._cluster, self._target.index, self._target.generation, asked):
                own = hit["_source"]
                old.setdefault(own[ID_FIELD], []).append(hit["_id"])
                came[own[ID_FIELD]] = int(own["came"])
        item_of: dict[str, str] = {}
        with Bulk(self._cluster, self._target.gate, keep_refused=True) as bulk:
            for id, (_, states) in self._states.items():
                _, arrival = self._written.get(id, (0, came.get(id, target)))
                for own, members in documents(states, self._analyzer, target, arrival):
                    item_of[own] = id
                    bulk.index(own, members)
                found.items[id] = len(states), arrival
        for own, reason in bulk.refused.items():
            number, _ = self._states[item_of[own]]
            found.refused.add(item_of[own])
            found.lost[number] = f"the cluster refuses it: {reason}"
        return old

    def _end_old(self, target: int, found: Written, old: Mapping[str, Sequence[str]]) -> None:
        """Have the old documents stand no more, and none of what was refused be there."""
        with Bulk(self._cluster, self._target.gate) as bulk:
            for id, (_, states) in self._states.items():
                before, _ = self._written.get(id, (0, 0))
                if id in found.refused:
                    del found.items[id]
                    gone = range(max(before, len(states)))
                else:
                    gone = range(len(states), before)
                    for own in old.get(id, ()):
                        bulk.update(own, {"unmade": target})
                    if id in old:
                        found.ended[id] = len(old[id])
                for state in gone:
                    bulk.delete(document_id(id, state, target))


def standing(cluster: Cluster, index: str, generation: int, ids: Sequence[str]) -> Iterator[Json]:
    """Yield the documents of some items that stand in a generation and are ended by no later one.

    Of each there are its id, that of its item and the generation that this came in with.
    """
    if not ids:
        return
    query = {"bool": {"filter": [*still_standing(generation), {"terms": {ID_FIELD: [*ids]}}]}}
    body: Json = {"query": query, "_source": [ID_FIELD, "came"]}
    body["sort"] = [{ID_FIELD: "asc"}, {"state": "asc"}]
    yield from cluster.listed(index, body)


def still_standing(generation: int) -> list[Json]:
    """Return the filters for documents of a generation that no later one ends."""
    return [{"range": {"made": {"lte": generation}}}, {"term": {"unmade": STANDING}}]

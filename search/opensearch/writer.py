"""How is an archive on a cluster changed? Documents first, which nobody sees, then one commit.

A document that is written has the number of the generation to come; one that is replaced or removed
is told that it stands no more from then on. Readers of older generations look at neither. What a
change left that never became a generation is undone, by itself or by the next one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import time
from uuid import uuid4

from search.engine import Reading
from search.model import Item
from search.opensearch.bulk import Bulk
from search.opensearch.client import Cluster, Json
from search.opensearch.documents import STANDING, document_id, documents
from search.opensearch.records import COMMITS_KEPT, Newest, write_newest
from search.query.tree import ID_FIELD
from search.text import Analyzer
from search.versions import whole

#: Items that are looked up and written together.
ITEMS_AT_A_TIME = 200
#: Documents of one page where many are listed.
LISTED_AT_A_TIME = 5_000
#: Seconds for which what a commit replaced is kept, for those who still read an older one.
KEPT_SECONDS = 3_600.0


class ClusterWriter:
    """The one change of an archive under way."""

    def __init__(
        self,
        cluster: Cluster,
        newest: Newest | None,
        analyzer: Analyzer,
        index: str,
        check: Callable[[], None],
        *,
        is_anew: bool = False,
    ) -> None:
        self._cluster, self._newest, self._analyzer = cluster, newest, analyzer
        self._index, self._check, self._is_anew = index, check, is_anew
        self._note = newest.note if newest and not is_anew else ""
        self._is_changed = is_anew or newest is None
        self._forget()

    def _forget(self) -> None:
        """Begin anew after a commit."""
        #: Items written since the last commit -> how many states, and with which generation the
        #: item came.
        self._written: dict[str, tuple[int, int]] = {}
        #: Items whose documents of older generations stand no more.
        self._ended: set[str] = set()

    @property
    def generation(self) -> int:
        """The number of the newest generation."""
        return self._newest.number if self._newest else 0

    @property
    def note(self) -> str:
        """The text that was left with the newest generation, or before."""
        return self._newest.note if self._newest else ""

    @property
    def newest(self) -> Newest | None:
        """The newest commit, those of this change included."""
        return self._newest

    def leave_note(self, note: str) -> None:
        """Leave a text with the next commit in which something changes."""
        self._note = note

    def ids(self) -> set[str]:
        """Return the ids of all items that there are now."""
        body: Json = {"query": {"bool": {"filter": _standing(self.generation)}}, "_source": False}
        body["sort"] = [{ID_FIELD: "asc"}]
        body["query"]["bool"]["filter"].append({"term": {"state": 0}})
        found = (
            set()
            if self._is_anew and not self._is_filled
            else {str(hit["sort"][0]) for hit in self._listed(body)}
        )
        return (found - self._ended) | set(self._written)

    def add_read(self, reading: Reading, jobs: int = 1) -> int:
        """Add what is read, each item in place of the one with its id; return how many."""
        ids: set[str] = set()
        batch: dict[str, tuple[Item, ...]] = {}
        tellings: list[object] = []

        def write() -> None:
            self._add(batch)
            ids.update(batch)
            for telling in tellings:
                reading.told(telling)
            batch.clear()
            tellings.clear()

        for source in reading.sources:
            try:
                item, telling = reading.read(source)
            except MemoryError:
                item, telling = None, reading.lost(source, "there is not enough memory for it")
            tellings.append(telling)
            if item is not None:
                states = whole(item)
                batch[states[0].id] = states
            if len(batch) >= ITEMS_AT_A_TIME or len(tellings) >= 10 * ITEMS_AT_A_TIME:
                write()
        write()
        return len(ids)

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids; return how many there were."""
        left, removed = sorted(set(ids)), 0
        for start in range(0, len(left), ITEMS_AT_A_TIME):
            some = left[start : start + ITEMS_AT_A_TIME]
            with self._bulk() as bulk:
                before = self._end(some, bulk)
                for id in some:
                    own = self._written.pop(id, None)
                    if own is not None:
                        self._unwrite(bulk, id, range(own[0]))
                    removed += own is not None or id in before
            self._is_changed |= removed > 0
        return removed

    def keep_stories(self, keep: bool) -> None:
        """Do nothing: a cluster knows no stories yet."""

    def commit(self) -> int:
        """Make all that was done so far a generation; return the newest one's number."""
        if not self._is_changed:
            return self.generation
        self._check()
        self._cluster.ask("POST", f"/{self._index}/_refresh")
        before, number, now = self._newest, self.generation + 1, time()
        commits = before.commits if before and not self._is_anew else ()
        self._newest = write_newest(
            self._cluster,
            Newest(
                number=number,
                index=self._index,
                state=uuid4().hex,
                note=self._note,
                updated=now,
                arrivals_from=number if self._is_anew or not before else before.arrivals_from,
                commits=(*commits, (number, now))[-COMMITS_KEPT:],
            ),
            before,
        )
        self._is_changed = self._is_anew = False
        self._forget()
        return number

    # -- what is written

    def _add(self, items: dict[str, tuple[Item, ...]]) -> None:
        if not items:
            return
        with self._bulk() as bulk:
            came = self._end(list(items), bulk)
            for id, states in items.items():
                count, arrival = self._written.get(id, (0, came.get(id, self.generation + 1)))
                made = documents(states, self._analyzer, self.generation + 1, arrival)
                for own, members in made:
                    bulk.index(own, members)
                self._unwrite(bulk, id, range(len(states), count))
                self._written[id] = len(states), arrival
        self._is_changed = True

    def _end(self, ids: Sequence[str], bulk: Bulk) -> dict[str, int]:
        """Have older documents of some items stand no more.

        Return with which generation each item came that had some until now.
        """
        asked = [id for id in ids if id not in self._ended]
        came: dict[str, int] = {}
        if not asked or (self._is_anew and not self._is_filled):
            return came
        query = {"bool": {"filter": [*_standing(self.generation), {"terms": {ID_FIELD: asked}}]}}
        body: Json = {"query": query, "_source": [ID_FIELD, "came"]}
        body["sort"] = [{ID_FIELD: "asc"}, {"state": "asc"}]
        for hit in self._listed(body):
            bulk.update(hit["_id"], {"unmade": self.generation + 1})
            came[hit["_source"][ID_FIELD]] = int(hit["_source"]["came"])
        self._ended |= set(came)
        return came

    def _unwrite(self, bulk: Bulk, id: str, states: Iterable[int]) -> None:
        for state in states:
            bulk.delete(document_id(id, state, self.generation + 1))

    def _bulk(self) -> Bulk:
        self._check()
        return Bulk(self._cluster, self._index)

    @property
    def _is_filled(self) -> bool:
        """Whether the index has a generation; one that is made anew has none before its commit."""
        return self._newest is not None and self._newest.index == self._index

    def _listed(self, body: Json) -> Iterator[Json]:
        """Yield all hits of a search that is sorted so that no two are equal."""
        body = {**body, "size": LISTED_AT_A_TIME, "track_total_hits": False}
        while True:
            hits = self._cluster.search(self._index, body)["hits"]["hits"]
            yield from hits
            if len(hits) < LISTED_AT_A_TIME:
                return
            body = {**body, "search_after": hits[-1]["sort"]}

    # -- what others left

    def undo(self) -> None:
        """Undo what was written and never became a generation."""
        number = self.generation
        self._cluster.ask("POST", f"/{self._index}/_refresh")
        self._by_query("_delete_by_query", {"query": {"range": {"made": {"gt": number}}}})
        ended = {"range": {"unmade": {"gt": number, "lt": STANDING}}}
        script = {
            "source": "ctx._source.unmade = params.standing",
            "params": {"standing": STANDING},
        }
        self._by_query("_update_by_query", {"query": ended, "script": script})
        self._is_changed = False
        self._forget()

    def clean(self) -> None:
        """Remove what no generation has that somebody may still read."""
        commits = self._newest.commits if self._newest else ()
        old = [number for number, made in commits if made <= time() - KEPT_SECONDS]
        if old:
            unseen = {"range": {"unmade": {"lte": max(old)}}}
            self._by_query("_delete_by_query", {"query": unseen})

    def _by_query(self, what: str, body: Json) -> None:
        """Change what a query finds, if it finds anything."""
        count = {**body, "size": 0, "track_total_hits": 1, "script": None}
        del count["script"]
        if self._cluster.search(self._index, count)["hits"]["total"]["value"]:
            params = {"conflicts": "proceed", "refresh": "true"}
            self._cluster.ask("POST", f"/{self._index}/{what}", body, params=params)


def _standing(number: int) -> list[Json]:
    """Return the filters for documents of a generation that no later one ends."""
    return [{"range": {"made": {"lte": number}}}, {"term": {"unmade": STANDING}}]

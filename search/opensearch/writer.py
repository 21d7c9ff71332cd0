"""How is an archive on a cluster changed? Documents first, which nobody sees, then one commit.

A document that is written has the number of the generation to come; one that is replaced or removed
is told that it stands no more from then on. Readers of older generations look at neither. What a
change left that never became a generation is undone, by itself or by the next one.

While documents are written nothing is synced to disks and nothing can be searched. The commit does
both, then counts: only if all is there that was written is there a new generation.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from uuid import uuid4

from search.engine import Reading
from search.language.version import WORDS
from search.opensearch.batch import (
    BatchTarget,
    ClusterBatch,
    Written,
    standing,
    still_standing,
)
from search.opensearch.bulk import Bulk
from search.opensearch.client import Cluster, Json
from search.opensearch.documents import STANDING, document_id
from search.opensearch.fence import Gate
from search.opensearch.records import COMMITS_KEPT, Newest, write_newest
from search.opensearch.safety import made_safe
from search.opensearch.telling import Telling, ToTell
from search.processes.workers import Steps, add_read
from search.query.tree import ID_FIELD
from search.stories.version import ALGORITHM
from search.text import Analyzer

#: Items that are looked up together to be removed.
REMOVED_AT_A_TIME = 500
#: Items added, and seconds gone by, after which a change in steps commits.
COMMIT_AFTER_ITEMS = 100_000
COMMIT_AFTER_SECONDS = 30.0
#: Documents that one request by a query changes.
CHANGED_AT_A_TIME = 10_000
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
        self._gate = Gate(cluster, index)
        self._note = newest.note if newest and not is_anew else ""
        self._with_stories = newest.with_stories if newest else True
        self._outlets = newest.outlets if newest else {}
        self._forget()
        self._is_changed = is_anew or newest is None or not self._are_stories_right

    def _forget(self) -> None:
        """Begin anew after a commit."""
        #: Items written since the last commit -> how many states, and with which generation the
        #: item came.
        self._written: dict[str, tuple[int, int]] = {}
        #: Items whose documents of older generations stand no more -> how many these are.
        self._ended: dict[str, int] = {}
        #: What `added` was at the last commit, and when that was.
        self._added = 0
        self._since = time.monotonic()

    @property
    def generation(self) -> int:
        """The number of the newest generation."""
        return self._newest.number if self._newest else 0

    @property
    def note(self) -> str:
        """The text that was left with the newest generation; "" before one built anew."""
        return self._newest.note if self._newest and not self._is_anew else ""

    @property
    def newest(self) -> Newest | None:
        """The newest commit, those of this change included."""
        return self._newest

    def leave_note(self, note: str) -> None:
        """Leave a text with the next commit in which something changes."""
        self._note = note

    def ids(self) -> set[str]:
        """Return the ids of all items that there are now."""
        filters = [*still_standing(self.generation), {"term": {"state": 0}}]
        body: Json = {"query": {"bool": {"filter": filters}}, "_source": False}
        body["sort"] = [{ID_FIELD: "asc"}]
        found: set[str] = set()
        if not self._is_empty:
            found = {str(hit["sort"][0]) for hit in self._cluster.listed(self._index, body)}
        return (found - self._ended.keys()) | self._written.keys()

    def add_read(self, reading: Reading, jobs: int = 1) -> int:
        """Add what is read, each item in place of the one with its id; return how many.

        With several jobs the ids must differ; those processes write to the cluster themselves.
        """
        taking = _Taking(self)
        if jobs > 1 and not self._written and not self._ended:
            add_read(taking, reading, jobs)
            return len(taking.ids)
        batch = taking.batch_here()
        read: list[tuple[object, object]] = []

        def write() -> None:
            written = batch.write(self.generation + 1)
            lost = taking.take(self.generation + 1, written) if written else {}
            for number, (source, telling) in enumerate(read):
                is_lost = number in lost
                reading.told(reading.lost(source, lost[number]) if is_lost else telling)
            read.clear()

        for source in reading.sources:
            read.append((source, batch.read(reading.read, reading.lost, source)))
            if batch.is_large:
                write()
                if self.is_due(reading.steps):
                    self.step(reading.steps)
                    batch = taking.batch_here()
        write()
        return len(taking.ids)

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids; return how many there were."""
        left, removed = sorted(set(ids)), 0
        for start in range(0, len(left), REMOVED_AT_A_TIME):
            some = left[start : start + REMOVED_AT_A_TIME]
            self._check()
            with Bulk(self._cluster, self._gate.name) as bulk:
                before = self._end(some, bulk)
                for id in some:
                    own = self._written.pop(id, None)
                    if own is not None:
                        for state in range(own[0]):
                            bulk.delete(document_id(id, state, self.generation + 1))
                    removed += own is not None or id in before
            self._is_changed |= removed > 0
        return removed

    def keep_stories(self, keep: bool) -> None:
        """Have the archive know the stories of its items from the next commit on, or not."""
        self._is_changed |= keep != self._with_stories
        self._with_stories = keep

    def name_outlets(self, others: Mapping[str, str]) -> None:
        """Keep other names of outlets, each with the outlet's name, from the next commit on."""
        self._is_changed |= others != self._outlets
        self._outlets = others

    @property
    def _are_stories_right(self) -> bool:
        """Whether the stories of the newest generation are known if they are to be."""
        newest = self._newest
        return not newest or not self._with_stories or newest.are_stories_known

    def _end(self, ids: Sequence[str], bulk: Bulk) -> set[str]:
        """Have older documents of some items stand no more; return those that had some."""
        asked = [id for id in ids if id not in self._ended]
        found: dict[str, int] = {}
        if not self._is_empty:
            for hit in standing(self._cluster, self._index, self.generation, asked):
                bulk.update(hit["_id"], {"unmade": self.generation + 1})
                own = str(hit["_source"][ID_FIELD])
                found[own] = found.get(own, 0) + 1
        self._ended |= found
        return set(found)

    @property
    def _is_empty(self) -> bool:
        """Whether the index has no item; one that is made anew has none before its commit."""
        return not self._newest or self._newest.index != self._index or not self._newest.number

    # -- what is committed

    def is_due(self, steps: Steps) -> bool:
        """Tell whether a change in steps is to commit."""
        is_late = time.monotonic() - self._since >= COMMIT_AFTER_SECONDS
        return bool(steps and self._is_changed and (is_late or self._added >= COMMIT_AFTER_ITEMS))

    def step(self, steps: Steps) -> None:
        """Commit on the way; call the steps before and after."""
        if steps:
            before, after = steps
            before()
            self.commit(is_on_the_way=True)
            after()

    def commit(self, is_on_the_way: bool = False) -> int:
        """Make all that was done so far a generation; return the newest one's number.

        On the way no stories are found: that would begin anew for each commit.

        Raises ArchiveError where the cluster does not have all that was written.
        """
        if not self._is_changed:
            return self.generation
        self._check()
        before, number, now = self._newest, self.generation + 1, time.time()
        told, algorithm, telling = self._told(is_on_the_way)
        expected = sum(count for count, _ in self._written.values()), sum(self._ended.values())
        made_safe(
            *(self._cluster, self._index, number, expected, self._check), is_first=self._is_empty
        )
        kept = None if self._is_anew else before
        documents = expected[0] - expected[1]
        if kept:
            documents = kept.documents + documents if kept.documents >= 0 else -1
        self._newest = write_newest(
            self._cluster,
            Newest(
                number=number,
                index=self._index,
                documents=documents,
                words=kept.words if kept and kept.documents else WORDS,
                state=uuid4().hex,
                note=self._note,
                updated=now,
                with_stories=self._with_stories,
                outlets=self._outlets,
                told=told,
                algorithm=algorithm,
                telling=telling,
                arrivals_from=kept.arrivals_from if kept else number,
                commits=(*(kept.commits if kept else ()), (number, now))[-COMMITS_KEPT:],
            ),
            before,
        )
        self._is_anew = False
        self._is_changed = not self._are_stories_right
        self._forget()
        return number

    def _told(self, is_on_the_way: bool) -> tuple[int, int, str]:
        """Find the stories, if that is due.

        Return the latest generation that has them, the algorithm and the name of the tail.
        """
        before = None if self._is_empty or not self._newest else self._newest
        if not self._with_stories:
            return before.told if before else 0, 0, ""
        if is_on_the_way:
            return (before.told, before.algorithm, before.telling) if before else (0, 0, "")
        self._cluster.ask("POST", f"/{self._index}/_refresh")
        number = self.generation + 1
        at = ToTell(self._cluster, self._index, self._gate.name, number)
        retold = Telling(at, before, self._analyzer).tell()
        for id, states in retold.items.items():
            self._written[id] = states, retold.came[id]
            self._ended[id] = states
        return number, ALGORITHM, retold.telling

    def taken(self, written: Written) -> None:
        """Take in what a batch has written."""
        self._check()
        for id in written.refused:
            self._written.pop(id, None)
        self._written |= written.items
        self._ended |= written.ended
        self._added += len(written.items)
        self._is_changed |= bool(written.items)

    def close(self) -> None:
        """Write nothing more."""
        self._gate.close()

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
        self._is_changed = not self._are_stories_right
        self._forget()

    def clean(self) -> None:
        """Remove what no generation has that somebody may still read."""
        commits = self._newest.commits if self._newest else ()
        old = [number for number, made in commits if made <= time.time() - KEPT_SECONDS]
        if old and self._newest:
            # What went since the stories were found is asked for when they are found again.
            last = min(max(old), self._newest.told) if self._newest.algorithm else max(old)
            unseen = {"range": {"unmade": {"lte": last}}}
            self._by_query("_delete_by_query", {"query": unseen})

    def _by_query(self, what: str, body: Json) -> None:
        """Change all that a query finds, some at a time."""
        count = {"query": body["query"], "size": 0, "track_total_hits": 1}
        params = {"conflicts": "proceed", "refresh": "true"}
        params["max_docs"] = str(CHANGED_AT_A_TIME)
        while self._cluster.search(self._index, count)["hits"]["total"]["value"]:
            self._cluster.ask("POST", f"/{self._index}/{what}", body, params=params)


class _Taking:
    """A writer as `search.processes.workers` knows it: the targets are numbers of generations."""

    def __init__(self, writer: ClusterWriter) -> None:
        self._writer = writer
        self.address = str(writer._cluster.address)
        #: All that was added, also before commits on the way.
        self.ids: set[str] = set()

    def _of(self) -> BatchTarget:
        own = self._writer
        return BatchTarget(
            own._cluster.address, own._index, own._gate.name, own.generation, own._is_empty
        )

    @property
    def batch(self) -> Callable[[], ClusterBatch]:
        """What makes a batch in another process."""
        return partial(ClusterBatch, self._of(), self._writer._analyzer)

    def batch_here(self) -> ClusterBatch:
        """Return a batch of this process, which knows what the change has done before."""
        own = self._writer
        return ClusterBatch(self._of(), own._analyzer, own._cluster, own._written, own._ended)

    def target(self) -> int:
        """Return the number of the next generation."""
        return self._writer.generation + 1

    def take(self, target: int, made: Written) -> Mapping[int, str]:
        """Take in what was written; return which sources were refused, and why."""
        self._writer.taken(made)
        self.ids.update(made.items)
        return made.lost

    def step(self, steps: Steps, is_still: bool) -> bool:
        """Commit where that is due and no worker writes; tell whether they must stop before."""
        is_due = self._writer.is_due(steps)
        if is_due and is_still:
            self._writer.step(steps)
            return False
        return is_due

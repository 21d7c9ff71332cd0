"""Is anything lost, or counted wrongly, when one of three nodes dies, or two?

One process writes and commits, sixteen clients search. A node is killed; what was committed must
be there, each count must be that of a commit, and no client may get an error later than ten seconds
after. Then a second one is killed: nothing can be written, and no wrong number is told. Both come
back, and the next run goes on.
"""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event, Thread

from search import Archive, ArchiveError, Item
from search.opensearch.address import ClusterAddress
from search.opensearch.client import Cluster
from tests.opensearch.node import Nodes

NODES, CLIENTS = 3, 16
HEAP_OF_THREE = "400m"
#: Seconds after which no client may get an error any more.
GRACE_SECONDS = 10.0
#: Items of each commit.
ITEMS = 50


class Trial:
    """An archive on three nodes, one that writes to it, and those that ask it."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.place = f"opensearch://{','.join(nodes.places)}/three"
        #: Commits that were told to be there, and those that were begun.
        self.committed = self.begun = 0
        self.failed: list[str] = []
        self.errors: list[tuple[float, str]] = []
        self.answers = 0
        self._ended = Event()
        self._threads: list[Thread] = []

    def write(self) -> None:
        """Add a commit's items."""
        number = self.committed + 1
        items = [
            Item(id=f"{number}/{at}", title=f"Port strike {number}", day=date(2026, 1, 1))
            for at in range(ITEMS)
        ]
        self.begun = number
        with Archive.open(self.place) as archive, archive.change(wait=60.0) as change:
            change.add(items)
        self.committed = number

    def _writes(self) -> None:
        while not self._ended.is_set():
            try:
                self.write()
            except ArchiveError as error:  # the next run heals
                self.failed.append(str(error))

    def _asks(self) -> None:
        archive = Archive.open(self.place)
        while not self._ended.is_set():
            least = self.committed
            try:
                total = archive.search("strike").total
            except ArchiveError as error:
                self.errors.append((time.monotonic(), str(error)))
                continue
            assert total % ITEMS == 0, f"{total} is the count of no commit"
            # A commit of which the answer was lost may be there.
            assert least * ITEMS <= total <= self.begun * ITEMS, (least, total, self.begun)
            self.answers += 1
        archive.close()

    def begin(self) -> None:
        """Have one write and many ask."""
        kinds = [self._writes, *[self._asks] * CLIENTS]
        self._threads = [Thread(target=self._kept(kind)) for kind in kinds]
        for thread in self._threads:
            thread.start()

    def _kept(self, kind: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                kind()
            except BaseException as error:
                self.errors.append((float("inf"), repr(error)))

        return run

    def end(self) -> None:
        """Stop them all."""
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def check(self) -> None:
        """Compare the archive with what was committed."""
        with Archive.open(self.place) as archive:
            archive.check()
            ids = {item.id for item in archive.items()}
            assert archive.search("strike").total == len(ids) == archive.info().items
        expected = {
            f"{number}/{at}" for number in range(1, self.committed + 1) for at in range(ITEMS)
        }
        assert expected <= ids, "an item that was committed is lost"
        assert len(ids) <= self.begun * ITEMS

    def node_of_items(self) -> int:
        """Return the node that has the items, not only their copy."""
        cluster = Cluster(ClusterAddress.parsed(self.place))
        shards = cluster.ask("GET", "/three-items-1/_search_shards")
        cluster.close()
        (primary,) = [own for own in shards["shards"][0] if own["primary"]]
        return int(shards["nodes"][primary["node"]]["name"].removeprefix("node"))


def lose_nodes(home: Path, before: float, after: float, *, quorum: bool) -> str:
    """Kill one of three nodes, and with `quorum` then another; return what was done."""
    nodes = Nodes(home, NODES, HEAP_OF_THREE)
    try:
        nodes.start()
        trial = Trial(nodes)
        Archive.create(trial.place).close()
        trial.write()
        trial.begin()
        time.sleep(before)
        first = trial.node_of_items()
        killed = time.monotonic()
        nodes.kill(first)
        time.sleep(GRACE_SECONDS + after)
        trial.end()
        late = [error for error in trial.errors if error[0] > killed + GRACE_SECONDS]
        latest = max((at for at, _ in trial.errors), default=killed) - killed
        assert not late, (len(late), latest, late[0], trial.answers, trial.committed)
        trial.check()
        told = (
            f"{trial.committed} commits, {len(trial.failed)} failed, {trial.answers:,} answers, "
            f"{len(trial.errors)} errors, the last {latest:.1f} s after"
        )
        if quorum:
            _lose_quorum(trial, first)
        return told
    finally:
        nodes.stop()


def _lose_quorum(trial: Trial, first: int) -> None:
    second = next(number for number in range(NODES) if number != first)
    trial.nodes.kill(second)
    refused = ""
    try:
        trial.write()
    except ArchiveError as error:
        refused = str(error)
    assert refused, "one node of three is not enough to write"
    assert "three" in refused
    try:
        with Archive.open(trial.place) as archive:
            total = archive.search("strike").total
        assert trial.committed * ITEMS <= total <= trial.begun * ITEMS
    except ArchiveError:
        pass  # it tells that it cannot answer
    trial.nodes.start(first, second)
    trial.write()
    trial.check()

"""How do several processes read and build at once? Each reads what it is given, and builds of it.

A worker keeps what it has read until it is a batch, writes that as a segment, and tells its name;
the one process that holds the commit takes segments in. A worker that dies, or stays with one
source for too long, costs that source: what else it had not yet written is read again by another.
Processes are spawned: no thread or lock of the parent is copied.
"""

import gc
import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import Any

from search.embedded.segment.builder import build
from search.embedded.stock.reading import SegmentEntry
from search.embedded.store.commit import BATCH_BYTES, BATCH_ITEMS, BATCH_SECONDS, Commit, batches
from search.errors import ArchiveError
from search.text import Analyzer

#: An item's id with its states, packed; and what its reader has to tell of it.
Packed = tuple[str, tuple[bytes, ...]]
Read = Callable[[Any], tuple[Packed | None, Any]]
Lost = Callable[[Any, str], Any]
#: A worker is given so many sources at a time; twice as many as before where it was quick with
#: them, up to the most, since it has nothing to do until it is given more.
SOURCES_AT_A_TIME = 64
MOST_SOURCES_AT_A_TIME = 1 << 10
QUICK_SECONDS = 0.05
#: A worker that reads one source for so long is taken to hang.
HANGS_SECONDS = 60.0
#: How often it is looked after the workers while none of them has something to say.
LOOK_SECONDS = 1.0
#: So many workers may die while they read nothing; there is no source to blame.
MOST_DEATHS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What is to be read, and who is told.

    `read` makes an item of a source, or None, and something to tell of it; `told` is called with
    that once the item is written. `lost` makes what is told of a source that could not be read at
    all, of the cause in words. `steps` are called before and after each commit on the way; without
    them there is none. `sources`, `read` and `lost` must be such as can be sent to another process.
    """

    sources: Iterable[Any]
    read: Read
    told: Callable[[Any], None]
    lost: Lost
    steps: tuple[Callable[[], None], Callable[[], None]] | None = None

    def step(self, commit: Commit) -> None:
        """Commit what there is, if it is time to."""
        if self.steps and commit.is_due:
            before, after = self.steps
            before()
            commit.finish()
            after()


def add_read(commit: Commit, reading: Reading, language: str, jobs: int) -> None:
    """Add what is read, in so many processes, or with one in this.

    Of several items with one id the last counts, with one job; with more they must be different.
    Raises ArchiveError where processes die without a source to blame.
    """
    if jobs > 1:
        _Workers(commit, reading, language).run(jobs)
        return
    analyzer = Analyzer(language)
    tellings: list[Any] = []

    def items() -> Iterator[Packed]:
        for source in reading.sources:
            item, telling = _read(reading, source)
            tellings.append(telling)
            if item is not None:
                yield item

    for batch in batches(items()):
        entry, path = commit.new_segment()
        commit.add(entry, build(path, list(dict(batch).values()), analyzer))
        for telling in tellings:
            reading.told(telling)
        tellings.clear()
        reading.step(commit)
    for telling in tellings:
        reading.told(telling)


def _read(reading: Reading, source: Any) -> tuple[Packed | None, Any]:
    try:
        return reading.read(source)
    except MemoryError:
        return None, reading.lost(source, "there is not enough memory for it")


class _Worker:
    """A process, and what it was given that it has not written yet."""

    def __init__(
        self, context: SpawnContext, folder: Path, language: str, reading: Reading
    ) -> None:
        self.connection, theirs = context.Pipe()
        # Which of its part it reads, -1 for none, and since when.
        self.now = context.RawArray("d", [-1.0, 0.0])
        arguments = (theirs, self.now, folder, language, (reading.read, reading.lost))
        self.process = context.Process(target=_work, args=arguments, daemon=True)
        self.process.start()
        theirs.close()
        self.part: Sequence[Any] | None = ()
        self.at_a_time = SOURCES_AT_A_TIME
        self._given = 0.0
        self.unwritten: list[tuple[Any, Any]] = []

    def give(self, part: Sequence[Any] | None) -> None:
        """Have it read a part, or end."""
        self.part = part
        self._given = time.monotonic()
        self.connection.send(part)

    def hear(self) -> tuple[list[Any], Any]:
        """Return what it answers to the part it was given."""
        tellings, built = self.connection.recv()
        is_quick = time.monotonic() - self._given < QUICK_SECONDS
        most = 2 * self.at_a_time if is_quick else SOURCES_AT_A_TIME
        self.at_a_time = min(most, MOST_SOURCES_AT_A_TIME)
        return tellings, built

    def source(self) -> int:
        """Return the place in its part of the source it reads, -1 where it reads none."""
        return int(self.now[0])

    def hangs(self) -> bool:
        """Tell whether it has been reading one source for too long."""
        return self.source() >= 0 and time.monotonic() - self.now[1] > HANGS_SECONDS

    def end(self) -> None:
        """End it, whatever it does."""
        self.connection.close()
        self.process.kill()
        self.process.join()


class _Workers:
    """The workers of one change."""

    def __init__(self, commit: Commit, reading: Reading, language: str) -> None:
        self._commit = commit
        self._reading = reading
        self._language = language
        self._sources = iter(reading.sources)
        self._again: deque[Any] = deque()
        self._working: list[_Worker] = []
        self._deaths = 0

    def run(self, jobs: int) -> None:
        """Have so many workers read all there is."""
        with ExitStack() as stack:
            stack.callback(self._end)
            for _ in range(jobs):
                self._start()
            while self._working:
                by_connection = {worker.connection: worker for worker in self._working}
                for connection in wait(list(by_connection), LOOK_SECONDS):
                    assert isinstance(connection, Connection)
                    self._hear(by_connection[connection])
                for worker in [worker for worker in self._working if worker.hangs()]:
                    self._replace(worker, f"reading it took more than {HANGS_SECONDS:.0f} seconds")
                self._reading.step(self._commit)

    def _end(self) -> None:
        for worker in self._working:
            worker.end()

    def _start(self) -> None:
        context = get_context("spawn")
        worker = _Worker(context, self._commit.folder, self._language, self._reading)
        self._working.append(worker)
        self._give(worker)

    def _give(self, worker: _Worker) -> None:
        part = [self._again.popleft() for _ in range(min(len(self._again), worker.at_a_time))]
        part = part or list(islice(self._sources, worker.at_a_time))
        try:
            worker.give(part or None)
        except ConnectionError:
            self._replace(worker, _DIED)

    def _hear(self, worker: _Worker) -> None:
        try:
            tellings, built = worker.hear()
        except (EOFError, ConnectionError):
            self._replace(worker, _DIED)
            return
        if isinstance(built, BaseException):
            raise built
        is_last = worker.part is None
        worker.unwritten += zip(worker.part or (), tellings, strict=True)
        worker.part = ()
        written: list[tuple[Any, Any]] = []
        if built or is_last:
            written, worker.unwritten = worker.unwritten, []
        if is_last:
            self._working.remove(worker)
            worker.end()
        else:  # at once: it has nothing to do meanwhile
            self._give(worker)
        for entry, documents in built:
            self._commit.add(self._commit.taken(entry), documents)
        for _, telling in written:
            self._reading.told(telling)

    def _replace(self, worker: _Worker, why: str) -> None:
        """End a worker, blame what it was reading, and have the rest read again."""
        worker.end()
        self._working.remove(worker)
        place = worker.source()
        part = list(worker.part or ())
        if place < 0:
            self._deaths += 1
            if self._deaths > MOST_DEATHS:
                raise ArchiveError(
                    f"{self._commit.folder}: processes that built the archive died, out of memory "
                    "perhaps; try again with --jobs 1"
                )
        elif place < len(part):
            self._reading.told(self._reading.lost(part.pop(place), why))
        self._again.extend(source for source, _ in worker.unwritten)
        self._again.extend(part)
        self._start()


_DIED = "the process that read it died, out of memory perhaps"


def _work(
    connection: Connection,
    now: Any,
    folder: Path,
    language: str,
    functions: tuple[Read, Lost],
) -> None:
    """Read what comes until nothing comes; answer what was told, and which segments were built."""
    # Ctrl-C is the parent's to handle, which ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # it would walk all items read so far again and again
    analyzer = Analyzer(language)
    batch: list[Packed] = []
    size, since = 0, time.monotonic()
    flush = partial(_flush, folder, analyzer)
    read, lost = functions
    reading = Reading((), read, _ignored, lost)
    try:
        while (sources := connection.recv()) is not None:
            tellings = []
            for place, source in enumerate(sources):
                now[1] = time.monotonic()
                now[0] = place
                item, telling = _read(reading, source)
                tellings.append(telling)
                if item is not None:
                    batch.append(item)
                    size += sum(map(len, item[1]))
            now[0] = -1
            built = []
            is_old = time.monotonic() - since >= BATCH_SECONDS
            if len(batch) >= BATCH_ITEMS or size >= BATCH_BYTES or (batch and is_old):
                built, batch, size, since = flush(batch), [], 0, time.monotonic()
            connection.send((tellings, built))
        connection.send(([], flush(batch)))
    except (EOFError, ConnectionError):  # the parent is gone
        return
    except BaseException as error:
        connection.send(([], _sendable(error)))


def _ignored(telling: object) -> None:
    pass


def _sendable(error: BaseException) -> BaseException:
    """Return an error as it can be sent: not every one can be put together again."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        cause = f"{type(error).__name__}: {error}"
        return ArchiveError(f"what was given could not be read ({cause}); try again with --jobs 1")
    return error


def _flush(folder: Path, analyzer: Analyzer, batch: list[Packed]) -> list[tuple[SegmentEntry, int]]:
    if not batch:
        return []
    entry = SegmentEntry.new()
    # Ids that are not different after all must not be twice in a segment.
    return [(entry, build(folder / entry.filename, list(dict(batch).values()), analyzer))]

"""How do several processes read and build at once? Each is sent sources, and writes segments.

A worker keeps the items that it reads until they are a full batch, writes these as a segment, and
says so; the one process that holds the commit takes the segment in. A worker that dies, or reads
one source for too long, costs that source: another worker reads again what it had read besides and
not yet written.

Workers are started with `sys.executable -c`, so no thread or lock of this process is copied, and
the main program is not run again in them: it needs no `if __name__ == "__main__"`, and may come
from standard input.
"""

import copyreg
import pickle
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import fields
from io import BytesIO
from itertools import chain, islice
from mmap import mmap
from multiprocessing.connection import Connection, wait
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from search.embedded.schema import unchecked
from search.embedded.stock.codec import SegmentEntry
from search.embedded.store.commit import Commit
from search.embedded.store.layout import INDEX_NAME
from search.embedded.store.worker import NOTE_BYTES
from search.engine import Reading
from search.errors import ArchiveError
from search.model import Headline, Item

#: Sources that a worker is sent together at first: twice as many as before each time that it was
#: quick with them, up to the most, since it waits from its answer until it is sent more; half as
#: many if it was slow, since at the end the others wait for the last.
SOURCES_AT_A_TIME = 16
MOST_SOURCES_AT_A_TIME = 1 << 10
QUICK_SECONDS = 0.05
SLOW_SECONDS = 0.5
#: Seconds of reading one source after which a worker is taken to hang.
HANGS_SECONDS = 60.0
#: Seconds between checks for hanging workers while none answers.
LOOK_SECONDS = 1.0
#: Workers that may die while they read nothing: there is no source to blame.
MOST_DEATHS = 3
#: Ctrl-C reaches the workers, too; it is the parent that handles it, and ends them.
_PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
import sys
sys.path[:] = {}
from search.embedded.store.worker import main
main({}, {})
"""


def add_read(commit: Commit, reading: Reading, jobs: int) -> None:
    """Add what `jobs` processes read, each item of another id.

    Raises what a reader raises, and ArchiveError where something cannot be sent to a process, or
    where processes die without a source to blame.
    """
    _Workers(commit, reading).run(jobs)


class _Worker:
    """A process, what it was sent, and what it has read and not yet written."""

    def __init__(self, folder: Path, start: bytes) -> None:
        self._folder = folder
        #: What it is to be sent before all parts.
        self._start = start
        with ExitStack() as stack:
            note = stack.enter_context(TemporaryFile())
            note.write(bytes(NOTE_BYTES))  # so that a full disk raises here, and not in the map
            note.flush()
            self._note = memoryview(mmap(note.fileno(), NOTE_BYTES)).cast("d")
            self._note[0] = -1
            ours, theirs = map(stack.enter_context, socket.socketpair())
            inherited = theirs.fileno(), note.fileno()
            # The options of this interpreter, as `multiprocessing` hands them on: -W, -X, -O, …
            options = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]
            program = _PROGRAM.format(list(map(str, sys.path)), *inherited)
            try:
                self.process = subprocess.Popen(
                    [sys.executable or "python", *options, "-c", program],
                    stdin=subprocess.DEVNULL,
                    pass_fds=inherited,
                )
            except OSError as error:  # among them a program that has Python inside
                raise ArchiveError(
                    f"{sys.executable!r} cannot be started as another process ({error}); use one "
                    "job"
                ) from error
            self.connection = Connection(ours.detach())
        #: The sources that it reads now; None where it was told that there are no more.
        self.part: Sequence[Any] | None = ()
        self.at_a_time = SOURCES_AT_A_TIME
        self._sent = 0.0
        #: What it has read and not yet written: sources, each with what is to be told of it.
        self.unwritten: list[tuple[Any, Any]] = []
        #: The segment that it writes next.
        self.entry = SegmentEntry(INDEX_NAME)

    def send(self, part: Sequence[Any] | None) -> None:
        """Have it read a part; None: write what it has, and end. Raises ConnectionError."""
        if self._start:
            self.connection.send_bytes(self._start)
            self._start = b""
        self.part = part
        self._sent = time.monotonic()
        self.connection.send_bytes(_pickled((self._folder / self.entry.filename, part)))

    def receive(self) -> tuple[list[Any], Any]:
        """Return its answer (see `worker`), or an error in place of the number of documents.

        Raises EOFError or ConnectionError where it has died.
        """
        tellings, documents = self.connection.recv()
        taken = time.monotonic() - self._sent
        if taken < QUICK_SECONDS:
            self.at_a_time = min(2 * self.at_a_time, MOST_SOURCES_AT_A_TIME)
        elif taken > SLOW_SECONDS:
            self.at_a_time = max(1, self.at_a_time // 2)
        return tellings, documents

    @property
    def index(self) -> int:
        """The index in its part of the source that it is reading, -1 for none."""
        return int(self._note[0])

    @property
    def hangs(self) -> bool:
        """Whether it has been reading one source for too long."""
        return self.index >= 0 and time.monotonic() - self._note[1] > HANGS_SECONDS

    def end(self) -> str:
        """End it, whatever it does; return how it ended."""
        self.connection.close()
        self.process.kill()
        code = self.process.wait()
        return f"killed by signal {-code}" if code < 0 else f"exit status {code}"


class _Workers:
    """The workers of one change."""

    def __init__(self, commit: Commit, reading: Reading) -> None:
        self._commit = commit
        self._reading = reading
        self._start_message = _pickled((reading.read, reading.lost, commit.language))
        self._sources: Iterator[Any] = iter(reading.sources)
        #: Sources to read again: a worker died that had read them.
        self._again: deque[Any] = deque()
        self._working: list[_Worker] = []
        self._deaths = 0

    def run(self, jobs: int) -> None:
        """Have `jobs` workers read all sources, or fewer where there are few sources."""
        first = list(islice(self._sources, jobs * SOURCES_AT_A_TIME))
        self._sources = chain(first, self._sources)
        parts = -(-len(first) // SOURCES_AT_A_TIME)
        try:
            # All start before the first is sent anything: that waits until the worker listens.
            for worker in [self._start() for _ in range(parts)]:
                self._give(worker)
            while self._working:
                by_connection: dict[Any, _Worker] = {
                    worker.connection: worker for worker in self._working
                }
                for connection in wait(list(by_connection), LOOK_SECONDS):
                    self._hear(by_connection[connection])
                for worker in [worker for worker in self._working if worker.hangs]:
                    self._replace(worker, f"reading it took more than {HANGS_SECONDS:.0f} seconds")
                self._commit.step(self._reading.steps)
        finally:
            for worker in self._working:
                worker.end()

    def _start(self) -> _Worker:
        worker = _Worker(self._commit.folder, self._start_message)
        self._working.append(worker)
        return worker

    def _give(self, worker: _Worker) -> None:
        part = [self._again.popleft() for _ in range(min(len(self._again), worker.at_a_time))]
        part = part or list(islice(self._sources, worker.at_a_time))
        try:
            worker.send(part or None)
        except ConnectionError:
            self._replace(worker, _DIED)

    def _hear(self, worker: _Worker) -> None:
        try:
            tellings, documents = worker.receive()
        except (EOFError, ConnectionError):
            self._replace(worker, _DIED)
            return
        if isinstance(documents, BaseException):
            raise documents
        is_last = worker.part is None
        worker.unwritten += zip(worker.part or (), tellings, strict=True)
        worker.part = ()
        written: list[tuple[Any, Any]] = []
        entry = worker.entry
        if documents or is_last:
            written, worker.unwritten = worker.unwritten, []
            worker.entry = SegmentEntry(INDEX_NAME)
        if is_last:
            self._working.remove(worker)
            worker.end()
        else:  # before the commit takes the segment in: the worker has nothing to do meanwhile
            self._give(worker)
        if documents:
            self._commit.add(entry, documents)
        for _, telling in written:
            self._reading.told(telling)

    def _replace(self, worker: _Worker, why: str) -> None:
        """End a worker, tell that the source it was reading is lost, have the rest read again."""
        ending = worker.end()
        self._working.remove(worker)
        part = list(worker.part or ())
        if worker.index < 0:
            self._deaths += 1
            if self._deaths > MOST_DEATHS:
                raise ArchiveError(
                    f"{self._commit.folder}: processes that built the archive died (the last one: "
                    f"{ending}), out of memory perhaps; try again with one job"
                )
        elif worker.index < len(part):
            self._reading.told(self._reading.lost(part.pop(worker.index), why))
        self._again.extend(source for source, _ in worker.unwritten)
        self._again.extend(part)
        self._give(self._start())


_DIED = "the process that read it died, out of memory perhaps"


_values_of_item = attrgetter(*(field.name for field in fields(Item)))
#: How items and headlines are pickled in half the time that frozen dataclasses take.
_REDUCED: dict[type, Callable[[Any], tuple[Callable[..., Any], tuple[Any, ...]]]] = {
    Item: lambda item: (unchecked, _values_of_item(item)),
    Headline: lambda line: (Headline, (line.text, line.outlet, line.link)),
}


def _pickled(sent: tuple[Any, ...]) -> bytes:
    """Return what is sent to a worker. Raises ArchiveError where it cannot be pickled."""
    file = BytesIO()
    try:
        pickler = pickle.Pickler(file, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = {**copyreg.dispatch_table, **_REDUCED}
        pickler.dump(sent)
        return file.getvalue()
    except Exception as error:  # whatever a value raises that cannot be taken apart
        raise ArchiveError(
            f"what is to be read cannot be sent to other processes ({type(error).__name__}: "
            f"{error}); name functions and classes of modules only, or use jobs=1"
        ) from error

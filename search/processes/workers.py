"""How do several processes read and build at once? Each is sent sources, and writes batches.

A worker keeps the items that it reads until they are a full batch, writes these, and says so; the
one process that holds the commit takes in what was written. A worker that dies, or reads one source
for too long, costs that source: another worker reads again what it had read besides and not yet
written.

Workers are started with `sys.executable -c`, so no thread or lock of this process is copied, and
the main program is not run again in them: it needs no `if __name__ == "__main__"`, and may come
from standard input. They find modules where this process does, but nothing of ours is looked for in
the current folder, or beside the main program, before it is elsewhere: any file may lie there.
"""

import copyreg
import os
import pickle
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from io import BytesIO
from itertools import chain, islice
from mmap import mmap
from multiprocessing.connection import Connection, wait
from tempfile import TemporaryFile
from typing import Any, Protocol

from search.engine import Reading
from search.errors import ArchiveError
from search.model import Headline, Item
from search.packed import unchecked, values_of
from search.processes.worker import NOT_BEGUN, PROGRESS_BYTES

Steps = tuple[Callable[[], None], Callable[[], None]] | None

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
from search.processes.worker import main
main({}, {})
"""


class Gathered(Protocol):
    """Items that one process has read and not yet written."""

    @property
    def is_full(self) -> bool:
        """Whether it is to be written before more is read."""

    def read(self, read: Callable[[Any], Any], lost: Callable[[Any, str], Any], source: Any) -> Any:
        """Take in the item of a source; return what is to be told of it (`engine.Reading`)."""

    def write(self, target: Any) -> Any:
        """Write the items, and forget them; return what was made, None for nothing."""


class Taking(Protocol):
    """What takes in the batches that workers write."""

    @property
    def address(self) -> str:
        """Where it all goes, as messages show it."""

    @property
    def batch(self) -> Callable[[], Gathered]:
        """What makes a batch, in another process: it is pickled."""

    def target(self) -> Any:
        """Return what the next batch of a worker is written to, which is sent to it."""

    def take(self, target: Any, made: Any) -> Mapping[int, str]:
        """Take in what was made; return the causes of those sources that could not be written.

        A source is named by its index among all that the worker has read for the batch.
        """

    def step(self, steps: Steps, is_still: bool) -> bool:
        """Commit what there is where that is due; tell whether workers must be still before.

        They are still where none has anything to read or to write.
        """


def add_read(taking: Taking, reading: Reading, jobs: int) -> None:
    """Add what `jobs` processes read, each item of another id.

    Raises what a reader raises, and ArchiveError where something cannot be sent to a process, or
    where processes die without a source to blame.
    """
    _Workers(taking, reading).run(jobs)


class _Worker:
    """A process, what it was sent, and what it has read and not yet written."""

    def __init__(self, start: Iterable[bytes]) -> None:
        #: What it is to be sent before all parts.
        self._start = deque(start)
        with ExitStack() as stack:
            progress = stack.enter_context(TemporaryFile())
            progress.write(bytes(PROGRESS_BYTES))  # a full disk raises here, and not in the map
            progress.flush()
            self._progress = memoryview(mmap(progress.fileno(), PROGRESS_BYTES)).cast("d")
            self._progress[0] = NOT_BEGUN
            ours, theirs = map(stack.enter_context, socket.socketpair())
            inherited = theirs.fileno(), progress.fileno()
            # The options of this interpreter, as `multiprocessing` hands them on: -W, -X, -O, …
            options = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]
            program = _PROGRAM.format(_ours_first(list(map(str, sys.path))), *inherited)
            try:
                self.process = subprocess.Popen(
                    [sys.executable or "python", *options, "-P", "-c", program],
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
        #: What it writes its next batch to; None while it has read nothing for that.
        self.target: Any = None

    def send(self, part: Sequence[Any] | None) -> None:
        """Have it read a part; None: write what it has, and end. Raises ConnectionError."""
        while self._start:
            self.connection.send_bytes(self._start.popleft())
        self.part = part
        self._sent = time.monotonic()
        self.connection.send_bytes(_pickled((self.target, part)))

    def receive(self) -> tuple[list[Any], Any]:
        """Return its answer (see `worker`), or an error in place of what was made.

        Raises EOFError or ConnectionError where it has died.
        """
        tellings, made = self.connection.recv()
        taken = time.monotonic() - self._sent
        if taken < QUICK_SECONDS:
            self.at_a_time = min(2 * self.at_a_time, MOST_SOURCES_AT_A_TIME)
        elif taken > SLOW_SECONDS:
            self.at_a_time = max(1, self.at_a_time // 2)
        return tellings, made

    @property
    def index(self) -> int:
        """The index in its part of the source that it is reading, -1 for none, or NOT_BEGUN."""
        return int(self._progress[0])

    @property
    def hangs(self) -> bool:
        """Whether it has been reading one source for too long."""
        return self.index >= 0 and time.monotonic() - self._progress[1] > HANGS_SECONDS

    def end(self) -> str:
        """End it, whatever it does; return how it ended."""
        self.connection.close()
        self.process.kill()
        code = self.process.wait()
        return f"{_KILLED} {-code}" if code < 0 else f"exit status {code}"


class _Workers:
    """The workers of one change."""

    def __init__(self, taking: Taking, reading: Reading) -> None:
        self._taking = taking
        self._reading = reading
        self._start_messages = (
            _pickled((taking.batch, list(map(str, sys.path)))),
            _pickled((reading.read, reading.lost)),
        )
        #: Workers that are sent nothing before a commit that is due.
        self._waiting: list[_Worker] = []
        self._is_commit_due = False
        self._sources: Iterator[Any] = iter(reading.sources)
        #: Sources to read before others: a worker died that had read them, or was full before them.
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
                self._step()
        finally:
            for worker in self._working:
                worker.end()

    def _start(self) -> _Worker:
        worker = _Worker(self._start_messages)
        self._working.append(worker)
        return worker

    def _step(self) -> None:
        is_still = len(self._waiting) == len(self._working)
        self._is_commit_due = self._taking.step(self._reading.steps, is_still)
        if self._waiting and not self._is_commit_due:
            waiting, self._waiting = self._waiting, []
            for worker in waiting:
                self._give(worker)

    def _give(self, worker: _Worker) -> None:
        if self._is_commit_due:
            self._waiting.append(worker)
            return
        part = [self._again.popleft() for _ in range(min(len(self._again), worker.at_a_time))]
        part = part or list(islice(self._sources, worker.at_a_time))
        if worker.target is None:  # not before now: a commit changes what is next
            worker.target = self._taking.target()
        try:
            worker.send(part or None)
        except ConnectionError:
            self._replace(worker, _DIED)

    def _hear(self, worker: _Worker) -> None:
        try:
            tellings, made = worker.receive()
        except (EOFError, ConnectionError):
            self._replace(worker, _DIED)
            return
        if isinstance(made, BaseException):
            raise made
        is_last = worker.part is None
        part, read = worker.part or (), len(tellings)
        worker.unwritten += zip(part[:read], tellings, strict=True)
        self._again.extendleft(reversed(part[read:]))
        worker.part = ()
        written: list[tuple[Any, Any]] = []
        target = worker.target
        if made or is_last:
            written, worker.unwritten = worker.unwritten, []
            worker.target = None
        if is_last:
            self._working.remove(worker)
            worker.end()
        else:  # before what it has made is taken in: the worker has nothing to do meanwhile
            self._give(worker)
        causes = self._taking.take(target, made) if made else {}
        for number, (source, telling) in enumerate(written):
            is_lost = number in causes
            telling = self._reading.lost(source, causes[number]) if is_lost else telling
            self._reading.told(telling)

    def _replace(self, worker: _Worker, why: str) -> None:
        """End a worker, tell that the source it was reading is lost, have the rest read again."""
        ending = worker.end()
        self._working.remove(worker)
        part = list(worker.part or ())
        if worker.index == NOT_BEGUN and not ending.startswith(_KILLED):
            raise ArchiveError(
                f"{sys.executable!r} ended before it could read anything ({ending}); set "
                "sys.executable to a Python that has Backfile, or use one job"
            )
        if worker.index < 0:
            self._deaths += 1
            if self._deaths > MOST_DEATHS:
                raise ArchiveError(
                    f"{self._taking.address}: processes that built the archive died (the last one: "
                    f"{ending}), out of memory perhaps; try again with one job"
                )
        elif worker.index < len(part):
            self._reading.told(self._reading.lost(part.pop(worker.index), why))
        self._again.extend(source for source, _ in worker.unwritten)
        self._again.extend(part)
        self._give(self._start())


def _ours_first(path: list[str]) -> list[str]:
    """Return where to look for our own modules: last where anybody's files may lie."""
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    others = {"", os.curdir, os.path.dirname(main or "")}
    with suppress(OSError):  # the folder is gone
        others.add(os.getcwd())
    return sorted(path, key=others.__contains__)


_DIED = "the process that read it died, out of memory perhaps"
_KILLED = "killed by signal"


#: How items and headlines are pickled in half the time that frozen dataclasses take.
_REDUCED: dict[type, Callable[[Any], tuple[Callable[..., Any], tuple[Any, ...]]]] = {
    Item: lambda item: (unchecked, values_of(item)),
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

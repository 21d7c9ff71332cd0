"""How do several processes read and build at once? Each reads what it is given, and builds of it.

A worker keeps what it has read until it is a batch, writes that as a segment, and tells its name;
the one process that holds the commit takes segments in. Processes are spawned: no thread or lock
of the parent is copied.
"""

import pickle
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, TypeVar

from search.embedded.builder import build
from search.embedded.codec import SegmentEntry
from search.embedded.commit import BATCH_BYTES, BATCH_ITEMS, Commit, batches
from search.errors import ArchiveError
from search.text import Analyzer

#: An item's id with its states, packed; and what its reader has to tell of it.
Packed = tuple[str, tuple[bytes, ...]]
Read = Callable[[Any], tuple[Packed | None, Any]]
SOURCES_AT_A_TIME = 64

T = TypeVar("T")


def add_read(
    commit: Commit,
    sources: Iterable[Any],
    read: Read,
    told: Callable[[Any], None],
    language: str,
    jobs: int,
) -> None:
    """Add what `read` makes of each source; `told` is called with what it tells of each.

    Of several items with one id the last counts, with one job; with more they must be different.
    `sources` and `read` must be such as can be sent to another process. Raises ArchiveError where a
    process dies.
    """
    if jobs > 1:
        _in_processes(commit, sources, read, told, language, jobs)
        return
    analyzer = Analyzer(language)

    def items() -> Iterator[Packed]:
        for source in sources:
            item, telling = read(source)
            told(telling)
            if item is not None:
                yield item

    for batch in batches(items()):
        entry, path = commit.new_segment()
        commit.add(entry, build(path, list(dict(batch).values()), analyzer))


def _in_processes(
    commit: Commit,
    sources: Iterable[Any],
    read: Read,
    told: Callable[[Any], None],
    language: str,
    jobs: int,
) -> None:
    context = get_context("spawn")
    parts = _parts(iter(sources))
    with ExitStack() as stack:
        working: list[Connection] = []
        for _ in range(jobs):
            ours, theirs = context.Pipe()
            arguments = (theirs, commit.folder, language, read)
            process = context.Process(target=_work, args=arguments, daemon=True)
            process.start()
            theirs.close()
            stack.callback(process.join)
            stack.callback(process.terminate)
            stack.callback(ours.close)
            working.append(ours)
            part = next(parts, None)
            with _alive(commit.folder):
                ours.send(part)
        while working:
            for connection in wait(working):
                assert isinstance(connection, Connection)
                with _alive(commit.folder):
                    tellings, built = connection.recv()
                if isinstance(built, BaseException):
                    raise built
                for telling in tellings:
                    told(telling)
                for entry, documents in built:
                    commit.add(commit.taken(entry), documents)
                if tellings:
                    part = next(parts, None)
                    with _alive(commit.folder):
                        connection.send(part)
                else:  # that was its last
                    working.remove(connection)


@contextmanager
def _alive(folder: Path) -> Iterator[None]:
    """Say what it means that a process does not answer any more."""
    try:
        yield
    except (EOFError, ConnectionError):
        raise ArchiveError(
            f"{folder}: a process that read items died, out of memory perhaps; "
            "try again with --jobs 1"
        ) from None


def _parts(sources: Iterator[T]) -> Iterator[list[T]]:
    while part := list(islice(sources, SOURCES_AT_A_TIME)):
        yield part


def _work(connection: Connection, folder: Path, language: str, read: Read) -> None:
    """Read what comes until nothing comes; answer what was told, and which segments were built."""
    # Ctrl-C is the parent's to handle, which ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    analyzer = Analyzer(language)
    batch: list[Packed] = []
    size = 0
    flush = partial(_flush, folder, analyzer)
    try:
        while (sources := connection.recv()) is not None:
            tellings = []
            for source in sources:
                item, telling = read(source)
                tellings.append(telling)
                if item is not None:
                    batch.append(item)
                    size += sum(map(len, item[1]))
            built = []
            if len(batch) >= BATCH_ITEMS or size >= BATCH_BYTES:
                built, batch, size = flush(batch), [], 0
            connection.send((tellings, built))
        connection.send(([], flush(batch)))
    except (EOFError, ConnectionError):  # the parent is gone
        return
    except BaseException as error:
        connection.send(([], _sendable(error)))


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

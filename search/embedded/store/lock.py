"""Which process may change an archive? The one that holds its lock; others can wait for it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from search.durable import put_over
from search.embedded.store.layout import LOCK
from search.errors import IndexLocked, IndexMissing
from search.regular import opened_to_write

#: Seconds between two attempts to take the lock.
RETRY_SECONDS = 0.05
#: Bytes of the lock file that are read: a process's number and a newline.
MAX_PID_BYTES = 32
#: The lock files of this process's changes.
_HELD: set[BinaryIO] = set()


@contextmanager
def locked(folder: Path, wait: float) -> Iterator[None]:
    """Hold the lock of the archive in a folder; wait up to `wait` seconds for it.

    Raises IndexLocked, which names the process that holds it, or IndexMissing where the folder was
    removed since the archive was opened. The system releases the lock of a process that dies.
    """
    path = folder / LOCK
    end = time.monotonic() + wait
    if not folder.is_dir():
        raise IndexMissing(f"{folder}: the folder is gone; make an archive there, then open it")
    with _opened(path) as file:
        while not _locks(file):
            if time.monotonic() >= end:
                raise IndexLocked(f"{folder}: {_holder(file)}")
            time.sleep(min(RETRY_SECONDS, max(end - time.monotonic(), 0)))
        file.truncate(0)
        os.pwrite(file.fileno(), f"{os.getpid()}\n".encode(), 0)
        _HELD.add(file)
        try:
            yield
        finally:
            _HELD.discard(file)


def _let_go() -> None:
    """Close the locks in a process that was just forked: it would hold them until it ends."""
    while _HELD:
        _HELD.pop().close()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_let_go)


def _opened(path: Path) -> BinaryIO:
    """Open the lock file; replace whatever else lies under its name.

    That is done by one process at a time, which locks the folder meanwhile: else one could replace
    the file that another has just made and locked.
    """
    with suppress(OSError):
        return opened_to_write(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        with suppress(OSError):
            return opened_to_write(path)
        put_over(path, [])
        return opened_to_write(path)
    finally:
        os.close(folder)


def _locks(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(file: BinaryIO) -> str:
    """Return who holds the lock, and what to do about it."""
    try:
        pid = int(os.pread(file.fileno(), MAX_PID_BYTES, 0))
    except (OSError, ValueError):  # Whoosh's own writers do not say who they are
        pid = None
    if pid == os.getpid():
        return "this process is changing the archive already; end that change first"
    return (
        f"another process{'' if pid is None else f' (pid {pid})'} is writing to the archive; wait "
        "until it has finished, or say how many seconds to wait for it (--wait; in Python wait=)"
    )

"""Which process may change an archive? The one that holds its lock; others can wait for it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from search.embedded.store.layout import LOCK
from search.errors import IndexLocked, IndexMissing

#: Seconds between two attempts to take the lock.
RETRY_SECONDS = 0.05


@contextmanager
def locked(folder: Path, wait: float) -> Iterator[None]:
    """Hold the lock of the archive in a folder; wait up to `wait` seconds for it.

    Raises IndexLocked, which names the process that holds it, or IndexMissing where the folder was
    removed since the archive was opened. The system releases the lock of a
    process that dies.
    """
    path = folder / LOCK
    end = time.monotonic() + wait
    if not folder.is_dir():
        raise IndexMissing(f"{folder}: the folder is gone; make an archive there, then open it")
    with path.open("a") as file:
        while not _locks(file):
            if time.monotonic() >= end:
                raise IndexLocked(
                    f"{folder}: another process{_holder(path)} is writing to the archive; "
                    "wait until it has finished, or for it with --wait SECONDS"
                )
            time.sleep(min(RETRY_SECONDS, max(end - time.monotonic(), 0)))
        path.write_text(f"{os.getpid()}\n")
        yield


def _locks(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(lock: Path) -> str:
    try:
        return f" (pid {int(lock.read_text())})"
    except (OSError, ValueError):  # Whoosh's own writers do not say who they are
        return ""

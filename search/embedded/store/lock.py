"""Which process may change an archive? The one that holds its lock; others can wait for it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from search.embedded.store.layout import LOCK
from search.errors import IndexLocked
from search.regular import opened, read

#: Seconds between two attempts to take the lock.
RETRY_SECONDS = 0.05
#: Bytes of the lock file that are read: those of a pid, and of whatever somebody else left.
MAX_LOCK_BYTES = 1 << 10


@contextmanager
def locked(folder: Path, wait: float) -> Iterator[None]:
    """Hold the lock of the archive in a folder; wait up to `wait` seconds for it.

    Raises IndexLocked, which names the process that holds it. The system releases the lock of a
    process that dies.
    """
    path = folder / LOCK
    end = time.monotonic() + wait
    with opened(path, os.O_RDWR | os.O_CREAT) as file:
        while not _locks(file):
            if time.monotonic() >= end:
                raise IndexLocked(
                    f"{folder}: another process{_holder(path)} is writing to the archive; "
                    "wait until it has finished, or for it with --wait SECONDS"
                )
            time.sleep(min(RETRY_SECONDS, max(end - time.monotonic(), 0)))
        file.truncate()
        file.write(f"{os.getpid()}\n".encode())
        file.flush()
        yield


def _locks(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(lock: Path) -> str:
    try:
        return f" (pid {int(read(lock, MAX_LOCK_BYTES))})"
    except (OSError, ValueError):  # Whoosh's own writers do not say who they are
        return ""

"""What does a process do that reads and builds for another? What it is sent, until nothing comes.

It is sent what makes a batch with where to look for modules from then on, then the functions that
read, then pairs of a target and sources to read, or None after the last. To each pair it answers
with what is to be told of the sources that it has read, and what the batch made at the target: None
for nothing, so far. Once a batch is full, it reads none of the other sources: these may be long.
"""

import gc
import pickle
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from mmap import mmap
from multiprocessing.connection import Connection
from typing import Any

from search.errors import ArchiveError

#: Bytes of the progress that a worker shares with its parent, two floats: the index of the source
#: it is reading, -1 for none, and since when (`time.monotonic`).
PROGRESS_BYTES = 16
#: Stands for the index as long as the process has not begun to read.
NOT_BEGUN = -2


def main(connection_descriptor: int, progress_descriptor: int) -> None:
    """Work until the parent closes the connection. Both descriptors are inherited."""
    gc.disable()  # it would walk all items of the batch again and again
    progress = memoryview(mmap(progress_descriptor, PROGRESS_BYTES)).cast("d")
    with Connection(connection_descriptor) as connection:
        try:
            for answer in _answers(_messages(connection), progress):
                connection.send(answer)
        except BaseException as error:
            with suppress(ConnectionError):  # the parent is gone
                connection.send(([], _sendable(error)))


def _messages(connection: Connection) -> Iterator[Any]:
    with suppress(EOFError, ConnectionError):  # the parent is gone
        while True:
            yield connection.recv_bytes()


def _answers(
    messages: Iterator[bytes], progress: "memoryview[float]"
) -> Iterator[tuple[list[Any], Any]]:
    made, path = _unpickled(next(messages))
    batch = made()
    sys.path[:] = path
    progress[0] = -1
    read, lost = _unpickled(next(messages))
    for target, sources in map(_unpickled, messages):
        tellings = []
        for index, source in enumerate(sources or ()):
            progress[1] = time.monotonic()
            progress[0] = index
            tellings.append(batch.read(read, lost, source))
            if batch.is_full:
                break
        progress[0] = -1
        yield tellings, batch.write(target) if batch.is_full or sources is None else None


class _SourcesUnpickler(pickle.Unpickler):
    """Says of what the main program defines that it is not here: no worker runs that again."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "__main__":
            raise ArchiveError(
                f"{name!r} is defined in the program that was started, which other processes do "
                "not run; move it into a module that the program imports, or use jobs=1"
            )
        return super().find_class(module, name)


def _unpickled(message: bytes) -> Any:
    return _SourcesUnpickler(BytesIO(message)).load()


def _sendable(error: BaseException) -> BaseException:
    """Return an error that the parent can unpickle: in words where it could not."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        cause = f"{type(error).__name__}: {error}"
        return ArchiveError(f"what was given could not be read ({cause}); try again with one job")
    return error

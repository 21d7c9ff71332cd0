"""Which bytes does a file hold, and did they stay the same while they were read?"""

import os
import stat
from typing import NamedTuple

from indexer.ledger import Reason, Refused

#: Bytes of the largest file that is read. No item is near this size.
MAX_FILE_BYTES = 16 * 1024 * 1024
#: Times a file is read at most, if it changes while it is being read.
MAX_READING_TRIES = 4


class FileContents(NamedTuple):
    """The bytes of a file, with its size and its time of modification (ns) before it was read.

    `is_settled` is False if size or time had changed by the end of the reading.
    """

    data: bytes
    size: int
    mtime: int
    is_settled: bool


def read_settled(path: str | os.PathLike[str]) -> FileContents:
    """Read a file; if it changes meanwhile, try again, up to MAX_READING_TRIES times in all.

    Raises Refused if it is not a regular file, cannot be read, or is too large.
    """
    for _ in range(MAX_READING_TRIES):
        contents = _read(path)
        if contents.is_settled:
            break
    return contents


def check_size(size: int) -> None:
    """Raise Refused if a file of `size` bytes is too large to be read."""
    if size > MAX_FILE_BYTES:
        detail = (
            f"It has {size / 2**20:,.1f} MiB; files over {MAX_FILE_BYTES >> 20} MiB are not read."
        )
        raise Refused(Reason.TOO_LARGE, detail)


def _read(path: str | os.PathLike[str]) -> FileContents:
    try:
        # A file may have been replaced by a pipe since its folder was listed, and opening a pipe
        # would wait for its writer.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise Refused(Reason.NOT_A_FILE, "It is not a regular file any more; not read.")
            check_size(before.st_size)
            data = _read_all(descriptor, before.st_size)
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        gone = isinstance(error, FileNotFoundError)
        reason = Reason.VANISHED if gone else Reason.UNREADABLE
        raise Refused(reason, f"It cannot be read: {error.strerror or error}.") from None
    check_size(len(data))  # the file may have grown, or be one of /proc, whose size is always 0
    is_settled = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return FileContents(data, before.st_size, before.st_mtime_ns, is_settled)


def _read_all(descriptor: int, size: int) -> bytes:
    """Read a file of an expected size to its end, or to one byte more than MAX_FILE_BYTES.

    The first read asks for `size` + 1 bytes only: allocating a buffer for the largest file takes
    longer than reading a usual one.
    """
    data = os.read(descriptor, size + 1)
    if len(data) == size:
        return data
    parts, total = [data], len(data)
    while data and total <= MAX_FILE_BYTES:
        data = os.read(descriptor, MAX_FILE_BYTES + 1 - total)
        parts.append(data)
        total += len(data)
    return b"".join(parts)

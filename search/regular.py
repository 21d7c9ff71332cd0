"""How is a file of an archive opened, where anything may lie under its name?

An archive may come from anywhere. A pipe under the name of one of its files would keep whoever
opens it waiting, and a link may lead to `/dev/zero`, or to a file that its reader must not show.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

#: Characters of a cause that are shown: another library, or a forger, may have made it long.
MAX_CAUSE_CHARACTERS = 200
#: Bytes of a file that an archive can do without, up to which it is read whole whenever the archive
#: is opened. Of a longer one that is left to `backfile check` and the runs.
LOOKED_AT_BYTES = 1 << 18
_FLAGS = (
    getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    # Windows has neither.
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)


def opened(path: Path) -> BinaryIO:
    """Open a regular file for reading, and follow no link at the end of its path.

    Raises FileNotFoundError, or OSError where something else lies there.
    """
    return open(_descriptor(path, os.O_RDONLY), "rb")


def opened_to_write(path: Path) -> BinaryIO:
    """Open a regular file for reading and writing as `opened` does; make it where none is."""
    return open(_descriptor(path, os.O_RDWR | os.O_CREAT), "r+b", buffering=0)


def _descriptor(path: Path, how: int) -> int:
    try:
        descriptor = os.open(path, how | _FLAGS, 0o666)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(errno.ELOOP, "it is a link, which is not followed", str(path)) from None
        raise
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        problem = "it is a folder: move it away" if stat.S_ISDIR(mode) else "it is no regular file"
        raise OSError(errno.EINVAL, problem, str(path))
    return descriptor


def cause_of(error: Exception) -> str:
    """Return in words why a file could not be read."""
    if isinstance(error, FileNotFoundError):
        return "it is gone"
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(told.split())[:MAX_CAUSE_CHARACTERS] or type(error).__name__


def read(path: Path, most: int) -> bytes:
    """Return the content of a regular file of at most `most` bytes. Raises OSError."""
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > most:
            raise OSError(errno.EFBIG, f"it has {size:,} bytes, and may have {most:,}", str(path))
        return file.read(size)

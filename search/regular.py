"""How is a file of an archive opened, where anything may lie under its name?

An archive may come from anywhere. A pipe under the name of one of its files would keep whoever
opens it waiting, and a link may lead to `/dev/zero`, or to a file that its reader must not show.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_FLAGS = (
    getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    # Windows has neither.
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)


def opened(path: Path, how: int = os.O_RDONLY) -> BinaryIO:
    """Open a regular file, and follow no link at the end of its path.

    `how` is to read or to write (flags of `os.open`), and whether the file is made if need be.
    Raises FileNotFoundError, or OSError where something else lies there.
    """
    try:
        descriptor = os.open(path, how | _FLAGS, 0o666)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(errno.ELOOP, "it is a link, which is not followed", str(path)) from None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
    return open(descriptor, "rb" if how == os.O_RDONLY else "r+b")


def read(path: Path, most: int) -> bytes:
    """Return the content of a regular file of at most `most` bytes. Raises OSError."""
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > most:
            raise OSError(errno.EFBIG, f"it has {size:,} bytes, and may have {most:,}", str(path))
        return file.read(size)

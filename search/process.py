"""How is a process of ours set up, which a library must leave as it finds it?

Called by the commands, the server and our worker processes only, never by a call of the library.
"""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: Parameters of glibc's `mallopt`: above how many free bytes memory goes back to the system, and
#: from how many bytes on an allocation is mapped by itself.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
KEPT_MEMORY_BYTES = 1 << 26
MAPPED_ALONE_BYTES = 1 << 25


def keep_freed_memory() -> None:
    """Tell the C library to keep freed memory, where it can be told to.

    Queries allocate and free arrays of some megabytes. Memory that went back to the system returns
    page by page, which takes half the time of a big query.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        mallopt(_M_TRIM_THRESHOLD, KEPT_MEMORY_BYTES)
        mallopt(_M_MMAP_THRESHOLD, MAPPED_ALONE_BYTES)


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Keep Python's garbage collector off: it walks all of a million objects again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

"""How are Backfile's own processes set up?

Only commands, the server and worker processes call this: a library leaves its caller's process as
it is.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: Parameters of glibc's `mallopt`.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
#: Bytes of free memory above which it goes back to the system.
KEPT_MEMORY_BYTES = 1 << 26
#: Bytes of an allocation above which it is mapped by itself, and goes back as soon as it is freed.
MAPPED_ALONE_BYTES = 1 << 25


def keep_freed_memory() -> None:
    """Tell the C library to keep freed memory, if it is glibc.

    Queries allocate and free arrays of some megabytes. The system gives memory that went back to it
    page by page, which takes half the time of a big query. All threads share what is kept: each
    would keep its own else, and a server that answers eight at once take twice the memory.
    """
    import ctypes  # only the server needs it: a command starts sooner without

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        mallopt(_M_TRIM_THRESHOLD, KEPT_MEMORY_BYTES)
        mallopt(_M_MMAP_THRESHOLD, MAPPED_ALONE_BYTES)
        mallopt(_M_ARENA_MAX, 1)


def give_back_freed_memory() -> None:
    """Give memory that lies free between what is used back to the system, if it can be done.

    What `keep_freed_memory` keeps lies in such gaps, too, more and more of it in a process that
    goes on for long. It takes some milliseconds.
    """
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim:
        trim(0)


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Keep Python's garbage collector off: it would walk a million live objects again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

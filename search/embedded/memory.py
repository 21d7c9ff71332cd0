"""What becomes of memory that is freed? Some of it is kept, since fresh pages cost far more."""

import ctypes
import sys
from functools import cache

#: Of glibc's malloc: what tells it when to give memory back, and when to map it anew.
_TRIM_THRESHOLD, _MAP_THRESHOLD = -1, -3
KEPT_MEMORY_BYTES = 1 << 26
MAPPED_ALONE_BYTES = 1 << 25


@cache
def keep_freed_memory() -> None:
    """Have the C library keep some of what is freed, where it can be told to."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        mallopt(_TRIM_THRESHOLD, KEPT_MEMORY_BYTES)
        mallopt(_MAP_THRESHOLD, MAPPED_ALONE_BYTES)

"""Which commit is the newest, told to all who ask within a second by one request?"""

import time
from threading import Lock

from search.opensearch.client import Cluster
from search.opensearch.records import Newest, commits_made, read_newest

#: Seconds for which what was read is taken for the newest commit: a page asks for it several times,
#: and a busy server for many pages.
KNOWN_SECONDS = 1.0


class Latest:
    """The newest commit of an archive; all threads share it."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._lock = Lock()
        self._known: tuple[float, int, Newest] | None = None

    def read(self) -> Newest:
        """Return the newest commit, as the cluster has it or had it less than a second ago."""
        known = self._known
        commits = commits_made(self._cluster)
        if known and known[1] == commits and time.monotonic() < known[0]:
            return known[2]
        with self._lock:
            if self._known is known:
                end = time.monotonic() + KNOWN_SECONDS
                self._known = end, commits, read_newest(self._cluster)
            assert self._known is not None
            return self._known[2]

"""Which process may change an archive on a cluster? The one that is named in its lock, and lives.

The lock is a document. Who holds it writes it anew every few seconds; one that was not written for
long is that of a process that died, or of a machine that is cut off, and is taken over. A process
of the same machine is looked for instead. A holder that was cut off cannot commit any more, since
the one that took over has (`records.write_newest`).
"""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from uuid import uuid4

from search.errors import ArchiveError, IndexLocked
from search.opensearch.client import Cluster, Json
from search.opensearch.records import about_index

#: Seconds between two signs of life, and after how many without one a holder is taken for dead.
BEAT_SECONDS, LEASE_SECONDS = 5.0, 30.0
#: Seconds between two looks at a lock that another holds.
LOCK_LOOK_SECONDS = 0.2
_CONFLICT, _MISSING = 409, 404


class Held:
    """A lock that this process holds until it is let go, or was lost."""

    def __init__(self, cluster: Cluster, members: Json, version: tuple[int, int]) -> None:
        self._cluster, self._members, self._version = cluster, members, version
        self._is_lost = False
        self._ended = Event()
        self._thread = Thread(target=self._beat, daemon=True, name="backfile-lock")
        self._thread.start()

    def check(self) -> None:
        """Raise IndexLocked if another has taken the lock over."""
        if self._is_lost:
            raise IndexLocked(
                f"{self._cluster.address}: this process was cut off from the cluster for so long "
                "that another has begun to write; run again"
            )

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_SECONDS) and not self._is_lost:
            # A cluster that does not answer for a while may do so at the next beat.
            with suppress(ArchiveError):
                version = _written(self._cluster, self._members, self._version)
                self._is_lost = version is None
                self._version = version or self._version

    def let_go(self) -> None:
        """Let others take the lock."""
        self._ended.set()
        self._thread.join()
        number, term = self._version
        params = {"if_seq_no": str(number), "if_primary_term": str(term)}
        # One that cannot be removed now is soon found to be that of a holder that is gone.
        with suppress(ArchiveError):
            self._cluster.ask(
                "DELETE", _path(self._cluster), params=params, allowed=[_CONFLICT, _MISSING]
            )


@contextmanager
def held(cluster: Cluster, wait: float) -> Iterator[Held]:
    """Hold the lock of the archive; wait up to `wait` seconds for it. Raises IndexLocked."""
    members = {"host": socket.gethostname(), "pid": os.getpid(), "token": uuid4().hex}
    end = time.monotonic() + wait
    seen: tuple[int, int] | None = None
    since = time.monotonic()
    while (version := _written(cluster, members, None)) is None:
        answer = cluster.ask("GET", _path(cluster), allowed=[_MISSING])
        if not answer.get("found"):
            continue  # it was let go meanwhile
        other, now = (answer["_seq_no"], answer["_primary_term"]), time.monotonic()
        if other != seen:
            seen, since = other, now
        holder = answer["_source"]
        if _has_died(holder) or now - since >= LEASE_SECONDS:
            version = _written(cluster, members, other)
            if version is not None:
                break
        elif now >= end:
            raise IndexLocked(f"{cluster.address}: {_told(holder)}")
        else:
            time.sleep(min(LOCK_LOOK_SECONDS, max(end - now, 0.0)))
    own = Held(cluster, members, version)
    try:
        yield own
    finally:
        own.let_go()


def _path(cluster: Cluster) -> str:
    return f"/{about_index(cluster)}/_doc/lock"


def _written(
    cluster: Cluster, members: Json, version: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Write the lock over a version, or where there is none; return its version if we have it.

    Each attempt writes another text, so it is safe to try again what may have been done.
    """
    params = {"op_type": "create"}
    if version is not None:
        params = {"if_seq_no": str(version[0]), "if_primary_term": str(version[1])}
    answer = cluster.ask("PUT", _path(cluster), members, params=params, allowed=[_CONFLICT])
    if answer.get("status") != _CONFLICT:
        return answer["_seq_no"], answer["_primary_term"]
    found = cluster.ask("GET", _path(cluster), allowed=[_MISSING])
    if found.get("found") and found["_source"] == members:
        return found["_seq_no"], found["_primary_term"]  # an answer was lost on the way
    return None


def _has_died(holder: Json) -> bool:
    """Tell whether the holder is a process of this machine that is there no more."""
    if holder.get("host") != socket.gethostname():
        return False
    try:
        os.kill(int(holder["pid"]), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError, KeyError):
        pass
    return False


def _told(holder: Json) -> str:
    """Return who holds the lock, and what to do about it."""
    host, pid = holder.get("host"), holder.get("pid")
    if (host, pid) == (socket.gethostname(), os.getpid()):
        return "this process is changing the archive already; end that change first"
    return (
        f"another process (pid {pid} on {host}) is writing to the archive; wait until it has "
        "finished, or say how many seconds to wait for it (--wait; in Python wait=)"
    )

"""How do many documents reach a cluster? A few megabytes at a time, again where it was too much."""

import json
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from search.errors import ArchiveError, ClusterUnreachable, IndexLocked
from search.opensearch.client import Cluster, Json, waits_growing
from search.opensearch.refusals import BUSY, refused

#: Bytes of one request, if more than one document is in it, and how many are under way at once.
BULK_BYTES = 4 << 20
REQUESTS_AT_ONCE = 2
#: Seconds for which documents that a busy cluster refused are sent again, after longer waits each
#: time.
BUSY_SECONDS = 120.0
#: Characters of what a cluster says of a document that it refuses.
_MOST_REASON = 200
#: How long the cluster itself waits for a part of it that is not there.
_CLUSTER_WAITS = "20s"


class Bulk:
    """Changes of documents, sent when they are many, and at the end of the `with`.

    They go to an index through a gate (`fence`), else to that of a name. All have ids, and may be
    sent again. Raises IndexLocked where the gate is closed, ClusterUnreachable where the cluster
    stays too busy, ArchiveError where it refuses a document, or has no space. With `keep_refused`
    documents that are refused are in `refused` instead: their ids, and why.
    """

    def __init__(
        self, cluster: Cluster, index: str, *, keep_refused: bool = False, is_gate: bool = True
    ) -> None:
        self._cluster, self._index = cluster, index
        self._keep_refused, self._is_gate = keep_refused, is_gate
        self._lines: list[bytes] = []
        self._bytes = 0
        self._threads = ThreadPoolExecutor(REQUESTS_AT_ONCE, "backfile-bulk")
        self._sent: list[Future[None]] = []
        self.refused: dict[str, str] = {}

    def __enter__(self) -> "Bulk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Send what is left, unless something went wrong, and wait for all answers."""
        try:
            if kind is None:
                self.send()
        finally:
            self._threads.shutdown()

    def index(self, id: str, members: Json) -> None:
        """Have a document be there, in place of the one with its id."""
        self._add({"index": {"_id": id}}, members)

    def update(self, id: str, members: Json) -> None:
        """Change some members of a document."""
        self._add({"update": {"_id": id, "retry_on_conflict": 3}}, {"doc": members})

    def delete(self, id: str) -> None:
        """Delete the document of an id, if there is one."""
        self._add({"delete": {"_id": id}})

    def _add(self, *lines: Json) -> None:
        text = "".join(f"{_as_json(line)}\n" for line in lines).encode()
        if self._bytes + len(text) > BULK_BYTES:
            self._begin()
        self._lines.append(text)
        self._bytes += len(text)

    def _begin(self) -> None:
        """Send what was added so far while more is added; wait for the requests before."""
        lines, self._lines, self._bytes = self._lines, [], 0
        while len(self._sent) >= REQUESTS_AT_ONCE:
            self._sent.pop(0).result()
        if lines:
            self._sent.append(self._threads.submit(self._send, lines))

    def send(self) -> None:
        """Send what was added so far, and wait until all is there."""
        self._begin()
        while self._sent:
            self._sent.pop(0).result()

    def _send(self, left: Sequence[bytes]) -> None:
        waits, end = waits_growing(), time.monotonic() + BUSY_SECONDS
        while left := self._not_taken(left, self._answer(b"".join(left))):
            if time.monotonic() >= end:
                raise ClusterUnreachable(
                    f"{self._cluster.address}: the cluster is too busy to take {len(left)} "
                    "changes; run again later"
                )
            time.sleep(next(waits))

    def _answer(self, lines: bytes) -> Json:
        """Return what the cluster says of each change; of nothing where all were taken."""
        params = {"timeout": _CLUSTER_WAITS, "require_alias": str(self._is_gate).lower()}
        path = f"/{self._index}/_bulk"
        short = params | {"filter_path": "errors"}
        answer = self._cluster.ask("POST", path, lines, params=short, patience=BUSY_SECONDS)
        if answer.get("errors") is not True or "items" in answer:
            return answer
        # All may be sent again; a list of what was taken would have to be written and read.
        return self._cluster.ask("POST", path, lines, params=params, patience=BUSY_SECONDS)

    def _not_taken(self, lines: Sequence[bytes], answer: Json) -> list[bytes]:
        """Return the changes that the cluster was too busy for."""
        again: list[bytes] = []
        if "items" not in answer:
            return again
        for line, result in zip(lines, answer["items"], strict=True):
            ((kind, own),) = result.items()
            status, error = int(own["status"]), own.get("error", {})
            if status < 400:
                continue
            if error.get("type") == "index_not_found_exception":
                raise IndexLocked(
                    f"{self._cluster.address}: another process has begun to write to the archive; "
                    "run again"
                )
            if (kind, status) == ("delete", 404):
                continue
            if error.get("type") == "cluster_block_exception":
                raise refused(self._cluster.address, status, error)
            if status in BUSY:
                again.append(line)
                continue
            if not self._keep_refused:
                raise ArchiveError(
                    f"{self._cluster.address}: a document is refused: {_reason(error)}"
                )
            self.refused[str(own["_id"])] = _reason(error)
        return again


def _reason(error: Json) -> str:
    """Return in one line why the cluster refuses something."""
    return " ".join(str(error.get("reason", "it says not why")).split())[:_MOST_REASON]


def _as_json(line: Json) -> str:
    return json.dumps(line, separators=(",", ":"), ensure_ascii=False)

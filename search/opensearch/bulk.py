"""How do many documents reach a cluster? A few megabytes at a time, again where it was too much."""

import json
import time
from types import TracebackType

from search.errors import ArchiveError
from search.opensearch.client import BUSY, FIRST_WAIT_SECONDS, Cluster, Json
from search.opensearch.errors import ClusterUnreachable

#: Bytes of one request, if more than one document is in it.
BULK_BYTES = 4 << 20
#: How many times what the cluster was too busy for is sent; it waits twice as long each time.
SENDINGS = 9


class Bulk:
    """Changes of documents, sent when they are many, and at the end of the `with`.

    All have ids, and may be sent again. Raises ClusterUnreachable where the cluster stays too busy,
    ArchiveError where it refuses a document.
    """

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster, self._index = cluster, index
        self._lines: list[str] = []
        self._bytes = 0

    def __enter__(self) -> "Bulk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Send what is left, unless something went wrong."""
        if kind is None:
            self.send()

    def index(self, id: str, members: Json) -> None:
        """Have a document be there, in place of the one with its id."""
        self._add({"index": {"_id": id}}, members)

    def update(self, id: str, members: Json) -> None:
        """Change some members of a document."""
        self._add({"update": {"_id": id, "retry_on_conflict": 3}}, {"doc": members})

    def delete(self, id: str) -> None:
        """Have no document of this id be there."""
        self._add({"delete": {"_id": id}})

    def _add(self, *lines: Json) -> None:
        text = "".join(f"{json.dumps(line, separators=(',', ':'))}\n" for line in lines)
        if self._bytes + len(text) > BULK_BYTES:
            self.send()
        self._lines.append(text)
        self._bytes += len(text)

    def send(self) -> None:
        """Send what was added so far."""
        left, wait = self._lines, FIRST_WAIT_SECONDS
        self._lines, self._bytes = [], 0
        for sending in range(SENDINGS):
            if not left:
                return
            if sending:
                time.sleep(wait)
                wait *= 2
            answer = self._cluster.ask("POST", f"/{self._index}/_bulk", "".join(left))
            left = self._refused(left, answer)
        raise ClusterUnreachable(
            f"{self._cluster.address}: the cluster is too busy to take {len(left)} changes; run "
            "again later"
        )

    def _refused(self, lines: list[str], answer: Json) -> list[str]:
        """Return the changes that the cluster was too busy for."""
        again = []
        for line, result in zip(lines, answer["items"], strict=True):
            ((kind, own),) = result.items()
            status = int(own["status"])
            if status in BUSY:
                again.append(line)
            elif status >= 400 and (kind, status) != ("delete", 404):
                reason = str(own.get("error", {}).get("reason", status))[:200]
                raise ArchiveError(f"{self._cluster.address}: a document is refused: {reason}")
        return again

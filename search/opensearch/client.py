"""How is a cluster asked so that no answer is silently short, and none is waited for too long?

    cluster.search("news", {"query": ...})      raises ArchiveIncomplete where a shard is silent

What may be asked twice is: reading, and writing under an id that is given. Hosts are only those of
the address; which others the cluster has is not looked for.
"""

import json
import time
from base64 import b64encode
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import inf
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionTimeout,
    SSLError,
    TransportError,
)
from opensearchpy.exceptions import ConnectionError as NotConnected

from search.arguments import MAX_SHOWN
from search.deadlines import check_deadline, seconds_left
from search.errors import ArchiveError, DeadlinePassed, IndexMissing
from search.opensearch.address import ClusterAddress
from search.opensearch.errors import ArchiveIncomplete, ClusterRefusal, ClusterUnreachable

#: Seconds that one request may take, where no deadline comes earlier.
TIMEOUT_SECONDS = 30.0
#: How many times in all is asked what may be asked again, and the seconds before the second time;
#: each further wait is twice as long.
ATTEMPTS = 4
FIRST_WAIT_SECONDS = 0.1
#: Seconds for which a host that did not answer is not asked, unless none does.
DEAD_SECONDS = 5
#: Connections to each host: as many threads ask at a time without waiting for another.
CONNECTIONS = 16
#: Answers of a cluster, or of a proxy before it, that say to ask again later.
BUSY = frozenset({429, 502, 503, 504})
#: Every search asks so: a part of an answer would be a wrong answer.
WHOLE = {"allow_partial_search_results": "false"}
#: Deadlines are only told to the cluster where they are nearer.
_FAR = 3_600.0

Json = dict[str, Any]


class Cluster:
    """A cluster, asked over a pool of connections, which all threads share."""

    def __init__(
        self, address: ClusterAddress, timeout: float = TIMEOUT_SECONDS, threads: int = CONNECTIONS
    ) -> None:
        self.address, self._timeout = address, timeout
        tls: Json = {}
        if address.is_secure:
            tls = {"use_ssl": True, "verify_certs": True, "ca_certs": address.certificates or None}
        client = OpenSearch(
            hosts=[{"host": host, "port": port} for host, port in address.hosts],
            headers=_credentials(address),
            sniff_on_start=False,
            sniff_on_connection_fail=False,
            max_retries=0,  # `ask` knows what may be asked again
            dead_timeout=DEAD_SECONDS,
            pool_maxsize=threads,
            http_compress=False,
            **tls,
        )
        self._transport = client.transport

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def ask(
        self,
        method: str,
        path: str,
        body: Json | str | bytes | None = None,
        *,
        params: Mapping[str, str] | None = None,
        again: bool = True,
        allowed: Collection[int] = (),
    ) -> Json:
        """Return what the cluster answers, also with a status that is `allowed`.

        `again` is false for what may not be done twice. Raises DeadlinePassed, IndexMissing,
        ClusterUnreachable, ClusterRefusal, ArchiveIncomplete, or ArchiveError for any other
        refusal.
        """
        wait = FIRST_WAIT_SECONDS
        for left in reversed(range(ATTEMPTS if again else 1)):
            check_deadline()
            timeout = min(self._timeout, seconds_left())
            try:
                answer = self._transport.perform_request(
                    *(method, path, params, body), timeout=timeout, ignore=tuple(allowed)
                )
            except TransportError as error:
                check_deadline()
                if not left or not _is_passing(error):
                    raise self._translated(error) from None
                time.sleep(min(wait, max(seconds_left(), 0.0)))
                wait *= 2
            else:
                return answer if isinstance(answer, dict) else {"answer": answer}
        raise AssertionError("the last attempt returns or raises")

    def search(self, index: str, body: Json) -> Json:
        """Return the answer to a search, of all shards in time; else raise as `ask` does."""
        return self._whole(self.ask("POST", f"/{index}/_search", _timed(body), params=WHOLE))

    def searches(self, index: str, bodies: Sequence[Json]) -> list[Json]:
        """Return the answers to several searches, asked together."""
        if not bodies:
            return []
        lines: Iterable[Json] = (part for body in bodies for part in (dict(WHOLE), _timed(body)))
        found = self.ask("POST", f"/{index}/_msearch", as_lines(lines))
        for answer in found["responses"]:
            if "error" in answer:
                raise self._refused(int(answer.get("status", 500)), answer["error"])
        return list(map(self._whole, found["responses"]))

    def _whole(self, answer: Json) -> Json:
        """Return an answer of all shards. Raises DeadlinePassed, ArchiveIncomplete."""
        if answer.get("timed_out"):
            check_deadline()
            raise DeadlinePassed("the cluster took too long; ask for less at once, or try later")
        shards = answer["_shards"]
        if shards["failed"] or shards["successful"] != shards["total"]:
            raise self._incomplete(shards["successful"], shards["total"])
        return answer

    def _incomplete(self, answered: int, of_all: int) -> ArchiveIncomplete:
        return ArchiveIncomplete(
            f"{self.address}: {answered} of {of_all} parts of the archive answered; see that all "
            "nodes of the cluster run, then ask again"
        )

    def _translated(self, error: TransportError) -> Exception:
        """Return the error of ours; it tells nothing of headers, in which the password is."""
        if isinstance(error, ConnectionTimeout):
            return ClusterUnreachable(f"{self.address}: no answer in time; try again later")
        if isinstance(error, SSLError):
            return ClusterRefusal(
                f"{self.address}: the certificate is not one to trust; name the file of the "
                "authority that signed it (BACKFILE_OPENSEARCH_CA_FILE)"
            )
        if isinstance(error, NotConnected):
            return ClusterUnreachable(
                f"{self.address}: the cluster cannot be reached; see that it runs, and ask again"
            )
        info = error.info if isinstance(error.info, dict) else {}
        if isinstance(error, AuthenticationException | AuthorizationException) and not _is_block(
            info
        ):
            return ClusterRefusal(
                f"{self.address}: user {self.address.user or '(none)'} may not do this; check user "
                "and password, and what the user may do"
            )
        return self._refused(int(error.status_code), info.get("error", {}))

    def _refused(self, status: int, error: Any) -> ArchiveError:
        error = error if isinstance(error, dict) else {"reason": str(error)}
        kind = error.get("type", "")
        if kind == "index_not_found_exception":
            return IndexMissing(
                f"{self.address}: there is no archive; make one with “backfile index FOLDER "
                f"--index {self.address}”"
            )
        if kind == "search_phase_execution_exception" and status >= 500:
            failed = len(error.get("failed_shards", ())) or 1
            return ArchiveIncomplete(
                f"{self.address}: {failed} or more parts of the archive did not answer; see that "
                "all nodes of the cluster run, then ask again"
            )
        reason = " ".join(str(error.get("reason", "")).split())[: 4 * MAX_SHOWN]
        if status in BUSY:
            return ClusterUnreachable(
                f"{self.address}: the cluster is busy or not whole ({reason or status}); try again "
                "later"
            )
        return ArchiveError(f"{self.address}: the cluster refused ({kind or status}: {reason})")


def as_lines(bodies: Iterable[Json]) -> str:
    """Return the lines that a cluster takes several requests in."""
    return "".join(f"{json.dumps(body, separators=(',', ':'))}\n" for body in bodies)


def _credentials(address: ClusterAddress) -> dict[str, str]:
    """Return the header that says who asks, in UTF-8, as which the client has no way."""
    if not address.user:
        return {}
    pair = f"{address.user}:{address.password}".encode()
    return {"authorization": f"Basic {b64encode(pair).decode()}"}


def _timed(body: Json) -> Json:
    """Return a search that the cluster gives up when the deadline has passed."""
    left = seconds_left()
    return body if left > _FAR or left == inf else {**body, "timeout": f"{int(left * 1_000) + 1}ms"}


def _is_passing(error: TransportError) -> bool:
    """Tell whether the same request may be answered soon."""
    if isinstance(error, SSLError):
        return False
    return isinstance(error, NotConnected) or error.status_code in BUSY


def _is_block(info: Mapping[str, Any]) -> bool:
    """Tell whether it is an index that refuses, for a full disk or by order, not a right."""
    error = info.get("error", {})
    return isinstance(error, dict) and error.get("type") == "cluster_block_exception"

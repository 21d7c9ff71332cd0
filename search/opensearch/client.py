"""How is a cluster asked so that no answer is silently short, and none is waited for too long?

    cluster.search("news", {"query": ...})      raises ArchiveIncomplete where a shard is silent

What may be asked twice is: reading, and writing under an id that is given. Hosts are only those of
the address; which others the cluster has is not looked for.
"""

import json
import time
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count, islice
from math import inf
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import TransportError

from search.deadlines import check_deadline, seconds_left
from search.errors import ArchiveIncomplete, BackfileError, DeadlinePassed
from search.messages import message
from search.opensearch.address import ClusterAddress
from search.opensearch.refusals import BUSY, incomplete, is_passing, refused, translated

__all__ = ["BUSY", "Cluster", "Json", "as_lines"]

#: Seconds that one request may take, where no deadline comes earlier.
TIMEOUT_SECONDS = 30.0
#: How many times a request is sent that may safely be repeated, and the seconds before the second
#: time; each further wait is twice as long.
ATTEMPTS = 4
FIRST_WAIT_SECONDS = 0.1
#: No wait is longer, however often something is asked again.
LONGEST_WAIT_SECONDS = 5.0
#: What a cluster answers that has too much to do.
TOO_MUCH = 429
#: Seconds for which a host that did not answer is not asked, unless none does.
DEAD_SECONDS = 5
#: Connections to each host at most: as many as a server's process has threads. Each is opened when
#: it is needed first.
CONNECTIONS = 64
#: Documents of one page where many are listed.
LISTED_AT_A_TIME = 5_000
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
        patience: float = 0.0,
        allowed: Collection[int] = (),
    ) -> Json:
        """Return what the cluster answers, also with a status that is `allowed`.

        `again` is false for what may not be done twice; for `patience` seconds it is asked again
        where the cluster has too much to do. Raises DeadlinePassed, IndexMissing,
        ClusterUnreachable, ClusterRefusal, ArchiveIncomplete, or ArchiveError for any other
        refusal.
        """
        waits, end = waits_growing(), time.monotonic() + patience
        for attempt in count(1):
            check_deadline()
            timeout = min(self._timeout, seconds_left())
            try:
                answer = self._transport.perform_request(
                    *(method, path, params, body), timeout=timeout, ignore=tuple(allowed)
                )
            except TransportError as error:
                check_deadline()
                is_busy = error.status_code == TOO_MUCH and time.monotonic() < end
                if not again or not is_passing(error) or (attempt >= ATTEMPTS and not is_busy):
                    raise translated(self.address, error) from None
                time.sleep(min(next(waits), max(seconds_left(), 0.0)))
            else:
                return answer if isinstance(answer, dict) else {"answer": answer}
        raise AssertionError("the last attempt returns or raises")

    def search(self, index: str, body: Json) -> Json:
        """Return the answer to a search, of all shards in time; else raise as `ask` does."""
        with self._counting_parts(index):
            return self._whole(self.ask("POST", f"/{index}/_search", _timed(body), params=WHOLE))

    def searches(self, index: str, bodies: Sequence[Json]) -> list[Json]:
        """Return the answers to several searches, asked together."""
        if not bodies:
            return []
        lines = as_lines(part for body in bodies for part in (dict(WHOLE), _timed(body)))
        with self._counting_parts(index):
            for wait in (*islice(waits_growing(), ATTEMPTS - 1), None):
                found = self.ask("POST", f"/{index}/_msearch", lines)
                errors = [one for one in found["responses"] if "error" in one]
                if not errors:
                    return list(map(self._whole, found["responses"]))
                status = int(errors[0].get("status", 500))
                if wait is None or status not in BUSY:
                    raise refused(self.address, status, errors[0]["error"])
                time.sleep(min(wait, max(seconds_left(), 0.0)))
        raise AssertionError("the last attempt returns or raises")

    def listed(self, index: str, body: Json, at_a_time: int = LISTED_AT_A_TIME) -> Iterator[Json]:
        """Yield all hits of a search that is sorted so that no two are equal."""
        body = {**body, "size": at_a_time, "track_total_hits": False}
        while True:
            hits = self.search(index, body)["hits"]["hits"]
            yield from hits
            if len(hits) < at_a_time:
                return
            body = {**body, "search_after": hits[-1]["sort"]}

    def _whole(self, answer: Json) -> Json:
        """Return an answer of all shards. Raises DeadlinePassed, ArchiveIncomplete."""
        if answer.get("timed_out"):
            check_deadline()
            raise DeadlinePassed(
                message("This takes too long: ask for less at once, or try again later.")
            )
        shards = answer["_shards"]
        if shards["failed"] or shards["successful"] != shards["total"]:
            raise incomplete(self.address, shards["successful"], shards["total"])
        return answer

    @contextmanager
    def _counting_parts(self, index: str) -> Iterator[None]:
        """Have an error that tells of silent shards say how many of how many answered."""
        try:
            yield
        except ArchiveIncomplete as error:
            if error.parts:
                raise
            params = {"allow_partial_search_results": "true"}
            body: Json = {"size": 0, "track_total_hits": False}
            try:
                found = self.ask("POST", f"/{index}/_search", body, params=params, again=False)
            except BackfileError:
                raise error from None
            shards = found.get("_shards", {"successful": 0, "total": 0})
            if shards["successful"] == shards["total"]:
                raise error from None  # all of them answer by now
            raise incomplete(self.address, shards["successful"], shards["total"]) from None


def waits_growing() -> Iterator[float]:
    """Yield the seconds to wait after each attempt, without end."""
    wait = FIRST_WAIT_SECONDS
    while True:
        yield wait
        wait = min(2 * wait, LONGEST_WAIT_SECONDS)


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

"""Is all that was written for a commit on the disks of the cluster, and is nothing missing?"""

import time
from collections.abc import Callable

from search.errors import ArchiveError
from search.opensearch.client import Cluster, Json
from search.opensearch.mapping import served_settings

#: Seconds for which an archive that was built anew waits for its copies before it is served.
COPIES_SECONDS = 600


def made_safe(
    cluster: Cluster,
    index: str,
    number: int,
    expected: tuple[int, int],
    check: Callable[[], None],
    *,
    is_first: bool,
) -> None:
    """Have all that was written for a generation be on the disks of the cluster, and count it.

    `expected` are how many documents stand from that one on, and how many stand no more. Before the
    first generation the index gets its copies. Raises ArchiveError where something is missing.
    """
    if is_first:
        cluster.ask("PUT", f"/{index}/_settings", served_settings(cluster.address.replicas))
        _wait_for_copies(cluster, index, check)
    for what in ("_flush", "_refresh"):
        if told := cluster.ask("POST", f"/{index}/{what}")["_shards"].get("failures"):
            raise ArchiveError(
                f"{cluster.address}: a part of the archive cannot be written "
                f"({str(told[0].get('reason', ''))[:200]}); run again"
            )
    bodies: list[Json] = [
        {"query": {"term": {field: number}}, "size": 0, "track_total_hits": True}
        for field in ("made", "unmade")
    ]
    answers = cluster.searches(index, bodies)
    found = tuple(int(answer["hits"]["total"]["value"]) for answer in answers)
    if found != expected:
        raise ArchiveError(
            f"{cluster.address}: not all is there that was written ({found[0]:,} of "
            f"{expected[0]:,} documents, {found[1]:,} of {expected[1]:,} replaced), perhaps as a "
            "node of the cluster stopped meanwhile; run again"
        )


def _wait_for_copies(cluster: Cluster, index: str, check: Callable[[], None]) -> None:
    """Wait until there are all copies for which the cluster has nodes, or for long."""
    end = time.monotonic() + COPIES_SECONDS
    params = {"wait_for_status": "green", "timeout": "10s"}
    path = f"/_cluster/health/{index}"
    while cluster.ask("GET", path, params=params, allowed=[408])["timed_out"]:
        check()
        if time.monotonic() >= end:
            return

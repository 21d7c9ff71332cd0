"""Which error of ours is what a cluster, or the way to it, refuses? None tells a password."""

from collections.abc import Mapping
from typing import Any

from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionTimeout,
    SSLError,
    TransportError,
)
from opensearchpy.exceptions import ConnectionError as NotConnected

from search.arguments import MAX_SHOWN
from search.errors import (
    ArchiveError,
    ArchiveIncomplete,
    ClusterRefusal,
    ClusterUnreachable,
    IndexMissing,
)
from search.opensearch.address import CERTIFICATES_VARIABLE, ClusterAddress

#: Answers of a cluster, or of a proxy before it, that say to ask again later.
BUSY = frozenset({429, 502, 503, 504})


def is_passing(error: TransportError) -> bool:
    """Tell whether the same request may be answered soon."""
    if isinstance(error, SSLError):
        return False
    return isinstance(error, NotConnected) or error.status_code in BUSY


def translated(address: ClusterAddress, error: TransportError) -> ArchiveError:
    """Return the error of ours; it tells nothing of headers, in which the password is."""
    if isinstance(error, ConnectionTimeout):
        return ClusterUnreachable(f"{address}: no answer in time; try again later")
    if isinstance(error, SSLError):
        return ClusterRefusal(
            f"{address}: the certificate is not one to trust; name the file of the authority that "
            f"signed it ({CERTIFICATES_VARIABLE})"
        )
    if isinstance(error, NotConnected):
        return ClusterUnreachable(
            f"{address}: the cluster cannot be reached; see that it runs, and ask again"
        )
    info = error.info if isinstance(error.info, dict) else {}
    if isinstance(error, AuthenticationException | AuthorizationException) and not _is_block(info):
        return ClusterRefusal(
            f"{address}: user {address.user or '(none)'} may not do this; check user and password, "
            "and what the user may do"
        )
    return refused(address, int(error.status_code), info.get("error", {}))


def refused(address: ClusterAddress, status: int, error: Any) -> ArchiveError:
    """Return the error of ours for one that a cluster tells of."""
    error = error if isinstance(error, dict) else {"reason": str(error)}
    kind = error.get("type", "")
    if kind == "index_not_found_exception":
        return IndexMissing(
            f"{address}: there is no archive; make one with “backfile index FOLDER --index "
            f"{address}”"
        )
    if kind == "search_phase_execution_exception" and status >= 500:
        if any(str(cause.get("type", "")).endswith("_clauses") for cause in _causes(error)):
            return ClusterRefusal(
                f"{address}: the search has more clauses than the cluster takes; ask for less, or "
                "raise its setting indices.query.bool.max_clause_count to 1024 or more"
            )
        return incomplete(address)
    reason = " ".join(str(error.get("reason", "")).split())[: 4 * MAX_SHOWN]
    if kind == "cluster_block_exception" and "read-only" in reason:
        return ArchiveError(
            f"{address}: the cluster takes no changes, most likely as a disk of it is nearly full; "
            f"make space there, then run again ({reason})"
        )
    if status in BUSY:
        return ClusterUnreachable(
            f"{address}: the cluster is busy or not whole ({reason or status}); try again later"
        )
    return ArchiveError(f"{address}: the cluster refused ({kind or status}: {reason})")


def _causes(error: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    causes = error.get("root_cause")
    return [own for own in causes if isinstance(own, dict)] if isinstance(causes, list) else []


def incomplete(address: ClusterAddress, answered: int = 0, parts: int = 0) -> ArchiveIncomplete:
    """Return the error for an archive of which only some parts answered."""
    told = f"{answered} of {parts} parts of the archive answered"
    if not parts:
        told = "a part of the archive did not answer"
    step = "see that all nodes of the cluster run, then ask again"
    return ArchiveIncomplete(f"{address}: {told}; {step}", answered, parts)


def _is_block(info: Mapping[str, Any]) -> bool:
    """Tell whether it is an index that refuses, for a full disk or by order, not a right."""
    error = info.get("error", {})
    return isinstance(error, dict) and error.get("type") == "cluster_block_exception"

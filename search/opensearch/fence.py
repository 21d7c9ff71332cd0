"""How is a process that was cut off, or killed, kept from writing to items later on? By its gate.

Each change writes through a name of its own (an alias of the index). The next change removes those
that are left, and waits until what went through them before is done: nothing comes later, not from
a request that is still on its way, nor from a process that does not know that another took over.
"""

from contextlib import suppress
from uuid import uuid4

from search.errors import ArchiveError
from search.opensearch.client import Cluster

#: What stands behind the name of an archive, in the names of gates.
_GATE = "-writing-"
_MISSING = 404


class Gate:
    """The name that a change writes to; it is there once something is to be written."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster, self._index = cluster, index
        self._name = ""

    @property
    def name(self) -> str:
        """The name, which is made by the first who asks for it."""
        if not self._name:
            name = f"{self._cluster.address.name}{_GATE}{uuid4().hex}"
            self._cluster.ask("PUT", f"/{self._index}/_alias/{name}")
            self._name = name
        return self._name

    def close(self) -> None:
        """Have nobody write to the name any more; what cannot be closed now, the next change does.

        All that was sent was also answered.
        """
        if self._name:
            path = f"/{self._index}/_alias/{self._name}"
            with suppress(ArchiveError):
                self._cluster.ask("DELETE", path, allowed=[_MISSING])
            self._name = ""


def close_others(cluster: Cluster, index: str) -> bool:
    """Close the gates that others have left, whose writing is over then; tell whether any was."""
    start = f"{cluster.address.name}{_GATE}"
    told = cluster.ask("GET", f"/{index}")[index]
    gates = [name for name in told.get("aliases", {}) if name.startswith(start)]
    blocks = told["settings"]["index"].get("blocks", {})
    if not gates and blocks.get("write") != "true":  # one that does this may be killed, too
        return False
    # The cluster puts up this block once all writing that it had begun is done.
    cluster.ask("PUT", f"/{index}/_block/write")
    if gates:
        cluster.ask("DELETE", f"/{index}/_alias/{','.join(gates)}", allowed=[_MISSING])
    cluster.ask("PUT", f"/{index}/_settings", {"index.blocks.write": None})
    return True

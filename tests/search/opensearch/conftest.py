"""What do tests of the engine on a cluster share? A node, if one can be started."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import pytest

from search.opensearch.address import ClusterAddress
from search.opensearch.client import Cluster
from tests.opensearch.node import missing, running

_numbers = count()


@pytest.fixture(scope="session")
def need_node(need: Callable[[object, str], None]) -> None:
    """Skip a test where no node can be started; fail it in a thorough run."""
    reason = missing()
    need(not reason, f"a node of OpenSearch ({reason})")


@pytest.fixture(scope="session")
def node(need_node: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a node answers, the only one of its cluster: HOST:PORT."""
    with running(tmp_path_factory.mktemp("opensearch")) as place:
        yield place


@pytest.fixture(scope="session")
def cluster(node: str) -> Iterator[Cluster]:
    """The node as a cluster, under the name of an archive that no test makes."""
    own = Cluster(ClusterAddress.parsed(f"opensearch://{node}/none", {}))
    yield own
    own.close()


@pytest.fixture
def index(cluster: Cluster) -> Iterator[str]:
    """Give the name of an index that is not there, and is removed if it was made."""
    name = f"test-{next(_numbers)}"
    cluster.ask("DELETE", f"/{name}", allowed=[404])
    yield name
    cluster.ask("DELETE", f"/{name}", allowed=[404])


@contextmanager
def unused(node: str, name: str) -> Iterator[str]:
    """Give the address of an archive that is not there, and is removed if it was made."""
    address = f"opensearch://{node}/{name}"
    removed(address)
    yield address
    removed(address)


def removed(address: str) -> None:
    """Have no index of an archive be there."""
    own = Cluster(ClusterAddress.parsed(address))
    for index in own.ask("GET", f"/{own.address.name}-*/_settings"):
        own.ask("DELETE", f"/{index}", allowed=[404])
    own.close()

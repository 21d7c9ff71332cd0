"""A cluster of a version that nobody tried is refused before anything is asked of it."""

import pytest

from search.errors import ClusterRefusal
from search.opensearch.address import ClusterAddress
from search.opensearch.client import Cluster
from search.opensearch.version import check_version
from tests.search.opensearch.answering import answering


@pytest.mark.parametrize(
    ("told", "is_known"),
    [
        ({"distribution": "opensearch", "number": "2.19.0"}, True),
        ({"distribution": "opensearch", "number": "2.20.1"}, True),
        ({"distribution": "opensearch", "number": "3.0.0-beta1"}, True),
        ({"distribution": "opensearch", "number": "3.8.0"}, True),
        ({"distribution": "opensearch", "number": "2.18.9"}, False),
        ({"distribution": "opensearch", "number": "1.3.20"}, False),
        ({"distribution": "opensearch", "number": "4.0.0"}, False),
        ({"number": "8.17.0"}, False),
        ({"distribution": "opensearch", "number": "two"}, False),
        ({}, False),
    ],
)
def test_versions(told: dict[str, str], is_known: bool) -> None:
    with answering(lambda _: (200, {"version": told} if told else {})) as asked:
        own = Cluster(ClusterAddress.parsed(f"opensearch://127.0.0.1:{asked.port}/news", {}))
        try:
            if is_known:
                check_version(own)
            else:
                with pytest.raises(ClusterRefusal, match=r"run OpenSearch 2\.19 or later, or 3"):
                    check_version(own)
        finally:
            own.close()

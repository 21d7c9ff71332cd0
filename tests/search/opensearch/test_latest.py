"""The newest commit is read once a second at most, however often it is asked for."""

import pytest

from search.opensearch import latest, records
from search.opensearch.address import ClusterAddress
from search.opensearch.client import Cluster
from search.opensearch.latest import KNOWN_SECONDS, Latest
from search.opensearch.records import Newest
from tests.clock import Clock


def test_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, numbers = Clock(), iter(range(9))
    monkeypatch.setattr(latest, "time", clock)

    def read(_: object) -> Newest:
        return Newest(number=next(numbers), index="items", state="")

    monkeypatch.setattr(latest, "read_newest", read)
    cluster = Cluster.__new__(Cluster)
    cluster.address = ClusterAddress.parsed("opensearch://one.example/news", {})
    own, other = Latest(cluster), Latest(cluster)
    assert [own.read().number for _ in range(3)] == [0, 0, 0]
    clock.now = KNOWN_SECONDS / 2
    assert own.read().number == 0
    clock.now = KNOWN_SECONDS
    assert own.read().number == 1
    monkeypatch.setitem(records._commits, str(cluster.address), 1)
    assert (own.read().number, other.read().number, own.read().number) == (2, 3, 2)
